const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/

/**
 * The moment that an ISO 8601 text means: with an offset, that moment; a date and time alone, or a date alone (its
 * first minute), by the clock of the IANA zone. A time that the zone's clock skips in spring is the first moment after
 * the gap; one that it shows twice in autumn is the first of the two. Null when the text is none.
 */
export function momentOf(text: string, timeZone: string): Date | null {
  const local = LOCAL.exec(text)
  if (!local) return withOffset(text)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = local
    .slice(1)
    .map((part) => Number(part ?? 0))
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  const isReal = new Date(shown).toISOString().startsWith(text.slice(0, 10)) && hour < 24 && minute < 60 && second < 60
  return isReal ? new Date(instantShowing(shown, timeZone)) : null
}

function withOffset(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i.test(text)) return null
  const moment = new Date(text)
  return Number.isNaN(moment.getTime()) ? null : moment
}

const DAY_MS = 86_400_000

/** The first instant at which the zone's clock shows a time (given as if the clock were UTC), or passes over it. */
function instantShowing(shown: number, timeZone: string): number {
  const early = shown - offsetMs(shown - DAY_MS, timeZone)
  const late = shown - offsetMs(shown + DAY_MS, timeZone)
  const [first, second] = early < late ? [early, late] : [late, early]
  for (const instant of [first, second]) if (instant + offsetMs(instant, timeZone) === shown) return instant
  return changeBetween(first, second, timeZone)
}

function changeBetween(before: number, after: number, timeZone: string): number {
  const offset = offsetMs(after, timeZone)
  let [low, high] = [before, after]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(middle, timeZone) === offset) high = middle
    else low = middle
  }
  return high
}

function offsetMs(instant: number, timeZone: string): number {
  const name = formatterFor(timeZone)
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formatters.set(timeZone, formatter)
  return formatter
}
