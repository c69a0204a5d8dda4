/** The one place that knows time zones: everything goes through Intl, so the rules are those of the runtime's ICU. */

const DAY_MS = 86_400_000
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i

/** True for an IANA name that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    formatterFor(name)
    return true
  } catch {
    return false
  }
}

/**
 * The moment that an ISO 8601 text means: with an offset, that moment; a date and time alone, or a date alone (its
 * first minute), by the clock of the IANA zone. A time that the zone's clock skips in spring is the first moment after
 * the gap; one that it shows twice in autumn is the first of the two. Null when the text is none.
 */
export function momentOf(text: string, timeZone: string): Date | null {
  const shown = shownBy(text)
  return shown === null ? withOffset(text) : new Date(instantShowing(shown, timeZone))
}

/** The zone's date and time at a moment, to the minute: `2026-03-29T08:00`. */
export function localTimeAt(moment: Date, timeZone: string): string {
  return writeShown(shownAt(moment.getTime(), timeZone))
}

/** The weekday of a date like `2026-03-29` or of a local time that begins with one: Monday is 1, Sunday 7. */
export function weekdayOf(date: string): number {
  return weekdayShown(Date.parse(`${date.slice(0, 10)}T00:00:00Z`))
}

/** The date so many days later; no zone is needed for that. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/**
 * What a clock shows when it reads a date and time, as if that clock were UTC: milliseconds to calculate with. Null when
 * the text is no local date and time (it names an offset, or a day that is not in the calendar).
 */
export function shownBy(text: string): number | null {
  const local = LOCAL.exec(text)
  if (!local) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = local
    .slice(1)
    .map((part) => Number(part ?? 0))
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  const isReal = new Date(shown).toISOString().startsWith(text.slice(0, 10)) && hour < 24 && minute < 60 && second < 60
  return isReal ? shown : null
}

/** What the zone's clock shows at an instant (milliseconds), as `shownBy` counts. */
export function shownAt(instant: number, timeZone: string): number {
  return instant + offsetMs(instant, timeZone)
}

/** `2026-03-29T08:00` of what a clock shows. */
export function writeShown(shown: number): string {
  return new Date(shown).toISOString().slice(0, 16)
}

/** Monday is 1, Sunday 7. */
export function weekdayShown(shown: number): number {
  return new Date(shown).getUTCDay() || 7
}

/** The first instant at which the zone's clock shows a time, or passes over it. */
export function instantShowing(shown: number, timeZone: string): number {
  const [first, second] = candidates(shown, timeZone)
  for (const instant of [first, second]) if (shownAt(instant, timeZone) === shown) return instant
  return changeBetween(first, second, timeZone)
}

/** The zone's distance from UTC at an instant in milliseconds, positive to the east. */
function offsetMs(instant: number, timeZone: string): number {
  const name = formatterFor(timeZone)
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000)
}

function withOffset(text: string): Date | null {
  if (!WITH_OFFSET.test(text)) return null
  const moment = new Date(text)
  return Number.isNaN(moment.getTime()) ? null : moment
}

/** The instants that a shown time would be by the offsets of the day before and of the day after, earlier first. */
function candidates(shown: number, timeZone: string): [first: number, second: number] {
  const early = shown - offsetMs(shown - DAY_MS, timeZone)
  const late = shown - offsetMs(shown + DAY_MS, timeZone)
  return early < late ? [early, late] : [late, early]
}

/** The first instant of the offset that the zone has at `after`, which it has not yet at `before`. */
export function changeBetween(before: number, after: number, timeZone: string): number {
  const offset = offsetMs(after, timeZone)
  let [low, high] = [before, after]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(middle, timeZone) === offset) high = middle
    else low = middle
  }
  return high
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formatters.set(timeZone, formatter)
  return formatter
}
