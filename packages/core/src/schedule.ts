import type { Cron } from 'croner'
import { DEFAULT_TIME } from './hub-defaults.ts'
import { cronOf, type ScheduleConfig } from './schedule-config.ts'
import { changeBetween, instantShowing, shownAt, shownBy, weekdayShown, writeShown } from './zone.ts'

/** A time that a schedule is due. */
export interface Occurrence {
  /**
   * What the zone's clock shows then, `2026-03-29T08:00`; of a time that the clock skips, that time. Unique within a
   * schedule: where a rhythm meets the same local time twice in autumn, the second carries its offset (`…T02:30+01:00`).
   */
  localTime: string
  at: Date
}

export interface ScheduleOptions {
  /** IANA name of the zone for a schedule that names none itself. */
  timeZone: string
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const UNIT_MS = { minutes: MINUTE_MS, hours: HOUR_MS }

/** How far the next time may lie ahead: a leap day that falls on a given weekday needs up to forty years. */
const HORIZON_DAYS = 41 * 366

/** A pattern that is due every minute for ever would otherwise fill the memory of whoever asks for too much. */
const MAX_OCCURRENCES = 100_000

/** The next times after a moment (that moment itself left out), earliest first; fewer than `count` where they end. */
export function nextOccurrences(
  config: ScheduleConfig,
  { after, count, timeZone }: ScheduleOptions & { after: Date; count: number },
): Occurrence[] {
  const found: Occurrence[] = []
  if (count < 1) return found
  for (const occurrence of occurrencesAfter(config, after, timeZone)) {
    found.push(occurrence)
    if (found.length >= count) break
  }
  return found
}

/** The times after `after` up to and with `until`, earliest first; no more than `limit` of them (default 100,000). */
export function occurrencesBetween(
  config: ScheduleConfig,
  { after, until, timeZone, limit = MAX_OCCURRENCES }: ScheduleOptions & { after: Date; until: Date; limit?: number },
): Occurrence[] {
  const found: Occurrence[] = []
  for (const occurrence of occurrencesAfter(config, after, timeZone)) {
    if (occurrence.at > until || found.length >= limit) break
    found.push(occurrence)
  }
  return found
}

function* occurrencesAfter(config: ScheduleConfig, after: Date, hubTimeZone: string): Generator<Occurrence> {
  const zone = config.timeZone ?? hubTimeZone
  if (config.kind === 'interval') yield* spaced(config, after, zone)
  else if (config.kind === 'cron' && isEveryHour(config.cron)) yield* rhythm(config, after, zone)
  else yield* localTimes(config, after, zone)
}

/** Real spacing from the start day, or from the beginning of 1970 in UTC. */
function* spaced(
  config: Extract<ScheduleConfig, { kind: 'interval' }>,
  after: Date,
  zone: string,
): Generator<Occurrence> {
  const step = config.every * UNIT_MS[config.unit]
  const from = startOf(config)
  const start = from === -Infinity ? 0 : instantShowing(from, zone)
  const end = endOf(config)
  const passed = Math.floor((after.getTime() - start) / step) + 1
  for (let at = start + (from === -Infinity ? passed : Math.max(0, passed)) * step; ; at += step) {
    const shown = shownAt(at, zone)
    if (shown >= end) return
    yield { localTime: writeUnique(shown, at, zone), at: new Date(at) }
  }
}

/** A pattern for every hour goes by what the clock really shows: through the hour that autumn repeats, without the one that spring skips. */
function* rhythm(config: Extract<ScheduleConfig, { kind: 'cron' }>, after: Date, zone: string): Generator<Occurrence> {
  const cron = cronOf(config.cron)
  const end = endOf(config)
  const from = startOf(config)
  let at = from === -Infinity ? after.getTime() : Math.max(after.getTime(), instantShowing(from, zone) - 1)
  let shown = shownAt(at, zone)
  for (;;) {
    const next = cron.nextRun(new Date(shown))?.getTime()
    if (next === undefined || next >= end) return
    const there = at + (next - shown)
    if (next - shown > DAY_MS) {
      at = there - DAY_MS
      shown = shownAt(at, zone)
    } else if (shownAt(there, zone) === next) {
      yield { localTime: writeUnique(next, there, zone), at: new Date(there) }
      at = there
      shown = next
    } else {
      // The clock was set in between: go on from there by what it shows then.
      const change = changeBetween(at, there, zone)
      at = change - MINUTE_MS
      shown = shownAt(change, zone) - MINUTE_MS
    }
  }
}

/** Times of the zone's clock, each once on every local day that it is due. */
function* localTimes(
  config: Exclude<ScheduleConfig, { kind: 'interval' }>,
  after: Date,
  zone: string,
): Generator<Occurrence> {
  const from = startOf(config)
  const end = endOf(config)
  // From a day earlier on: a local time can lie before `after` on the clock and behind it in truth.
  const begin = Math.max(startOfDay(shownAt(after.getTime(), zone)) - DAY_MS, startOfDay(from))
  let last = after.getTime()
  for (const shown of shownTimes(config, begin)) {
    if (shown >= end) return
    const at = instantShowing(shown, zone)
    // Two times that the clock skips come at the same moment, and are one.
    if (shown < from || at <= last) continue
    last = at
    yield { localTime: writeShown(shown), at: new Date(at) }
  }
}

/** What the clock shows when the schedule is due, from a local day on, whatever the zone makes of it. */
function shownTimes(config: Exclude<ScheduleConfig, { kind: 'interval' }>, begin: number): Iterable<number> {
  switch (config.kind) {
    case 'daily':
      return daysShown(begin, config.time, () => true)
    case 'weekly':
      return daysShown(begin, config.time, (day) => config.weekdays.some((weekday) => weekday === weekdayShown(day)))
    case 'monthly':
      return daysShown(begin, config.time, (day) => isDayOfMonth(day, config))
    case 'cron':
      return cronShown(cronOf(config.cron), begin)
  }
}

function* daysShown(begin: number, time = DEFAULT_TIME, isDue: (day: number) => boolean): Generator<number> {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  // Without an end by days a schedule on day 31 of no month would search for ever.
  for (let day = begin, fruitless = 0; fruitless < HORIZON_DAYS; day += DAY_MS, fruitless++) {
    if (!isDue(day)) continue
    fruitless = 0
    yield day + hours * HOUR_MS + minutes * MINUTE_MS
  }
}

function* cronShown(cron: Cron, begin: number): Generator<number> {
  let shown = cron.nextRun(new Date(begin - 1000))
  while (shown) {
    yield shown.getTime()
    shown = cron.nextRun(shown)
  }
}

function isDayOfMonth(day: number, { day: wanted, nth }: Extract<ScheduleConfig, { kind: 'monthly' }>): boolean {
  const date = new Date(day).getUTCDate()
  const isLastWeek = new Date(day + 7 * DAY_MS).getUTCDate() <= 7
  if (nth !== undefined) {
    if (nth.weekday !== weekdayShown(day)) return false
    return nth.week === 'last' ? isLastWeek : Math.ceil(date / 7) === nth.week
  }
  return wanted === 'last' ? new Date(day + DAY_MS).getUTCDate() === 1 : date === wanted
}

function isEveryHour(pattern: string): boolean {
  return pattern.trim().split(/\s+/)[1] === '*'
}

function startOf({ startsOn }: ScheduleConfig): number {
  return (startsOn === undefined ? null : shownBy(startsOn)) ?? -Infinity
}

/** The first shown time that is too late. A day counts to its end, a day with a time up to and with that minute. */
function endOf({ endsOn }: ScheduleConfig): number {
  const shown = endsOn === undefined ? null : shownBy(endsOn)
  if (endsOn === undefined || shown === null) return Number.POSITIVE_INFINITY
  return shown + (endsOn.length === 10 ? DAY_MS : MINUTE_MS)
}

function startOfDay(shown: number): number {
  return Math.floor(shown / DAY_MS) * DAY_MS
}

function writeUnique(shown: number, at: number, zone: string): string {
  const isSecond = instantShowing(shown, zone) < at
  return isSecond ? writeShown(shown) + writeOffset(shown - at) : writeShown(shown)
}

function writeOffset(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE_MS
  const two = (count: number) => String(count).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
