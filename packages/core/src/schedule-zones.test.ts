import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextOccurrences, type Occurrence, occurrencesBetween } from './schedule.ts'
import type { ScheduleConfig } from './schedule-config.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Every seventh zone, another seventh for each kind; all of them with `HUBFLOW_ALL_ZONES=1`. */
const ALL_ZONES = Intl.supportedValuesOf('timeZone')
const zonesFor = (kind: number) =>
  process.env.HUBFLOW_ALL_ZONES ? ALL_ZONES : ALL_ZONES.filter((_zone, index) => index % 7 === kind)

/** Where the clock is set, in every way that there is: by one, half an hour or two, at midnight, before it, by the moon. */
const CHANGING_ZONES = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Adak',
  'America/Anchorage',
  'America/Chicago',
  'America/Halifax',
  'America/Havana',
  'America/Los_Angeles',
  'America/Miquelon',
  'America/New_York',
  'America/Nuuk',
  'America/Port-au-Prince',
  'America/Santiago',
  'America/Scoresbysund',
  'America/St_Johns',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Chisinau',
  'Europe/Dublin',
  'Europe/Lisbon',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Easter',
]

describe('in every zone, through a year', () => {
  const after = new Date('2026-01-01T00:00:00Z')
  const until = new Date('2027-01-01T00:00:00Z')
  const days = Array.from({ length: 363 }, (_, index) => new Date(Date.UTC(2026, 0, 2 + index)))
  const written = (some: Date[]) => some.map((day) => day.toISOString().slice(0, 10))

  test.each<[string, ScheduleConfig, Date[]]>([
    ['daily', { kind: 'daily', time: '02:30' }, days],
    ['daily at midnight', { kind: 'daily', time: '00:00' }, days],
    [
      'weekly',
      { kind: 'weekly', weekdays: [7, 3], time: '00:30' },
      days.filter((day) => [0, 3].includes(day.getUTCDay())),
    ],
    ['monthly', { kind: 'monthly', day: 29, time: '23:30' }, days.filter((day) => day.getUTCDate() === 29)],
    [
      'monthly by weekday',
      { kind: 'monthly', nth: { week: 'last', weekday: 7 }, time: '01:00' },
      days.filter((day) => day.getUTCDay() === 0 && new Date(day.getTime() + 7 * DAY_MS).getUTCDate() <= 7),
    ],
    ['cron', { kind: 'cron', cron: '30 2 * * *' }, days],
  ])(
    '%s comes once on every local day that it is due',
    (_name, config, due) => {
      const kind = ['daily', 'weekly', 'monthly', 'cron'].indexOf(config.kind)
      for (const timeZone of zonesFor(kind)) {
        const found = occurrencesBetween(config, { after, until, timeZone })
        const dates = found.map(({ localTime }) => localTime.slice(0, 10))
        // The first and the last day of the year begin and end at other moments than the zone's.
        const inner = dates.filter((date) => date > '2026-01-01' && date < '2026-12-31')
        expect([timeZone, ...inner]).toEqual([timeZone, ...written(due)])
        for (const occurrence of found) expectRight(occurrence, timeZone)
      }
    },
    60_000,
  )
})

test.each(CHANGING_ZONES)('%s: whenever the clock is set, all is kept', (timeZone) => {
  const changes = changesOf(timeZone)
  expect(changes.length).toBeGreaterThan(0)
  for (const change of changes) {
    const around = { after: new Date(change - DAY_MS), until: new Date(change + DAY_MS), timeZone }
    for (const time of timesAround(change, timeZone)) {
      const found = occurrencesBetween({ kind: 'daily', time }, around)
      expect(new Set(found.map(({ localTime }) => localTime)).size).toBe(found.length)
      const gaps = found
        .slice(1)
        .map(({ localTime }, index) => dayNumber(localTime) - dayNumber(found[index]?.localTime))
      expect([timeZone, time, ...gaps.filter((gap) => gap !== 1)]).toEqual([timeZone, time])
      for (const occurrence of found) expectRight(occurrence, timeZone)
    }
    for (const config of [
      { kind: 'interval', every: 20, unit: 'minutes' },
      { kind: 'cron', cron: '*/20 * * * *' },
    ] satisfies ScheduleConfig[]) {
      const found = occurrencesBetween(config, around)
      const spaces = found.slice(1).map(({ at }, index) => at.getTime() - (found[index]?.at.getTime() ?? 0))
      // A zone that is not whole hours off shifts a pattern's minutes, but no more than by half of its spacing.
      const allowed = config.kind === 'interval' || changeIsOfHours(change, timeZone) ? [20] : [10, 20, 30]
      expect([timeZone, ...spaces.filter((space) => !allowed.includes(space / MINUTE_MS))]).toEqual([timeZone])
      expect(new Set(found.map(({ localTime }) => localTime)).size).toBe(found.length)
    }
  }
})

test('no schedule throws, its times rise, and asking again from any of them gives the rest', () => {
  const time = fc.constantFrom('00:00', '02:30', '23:59', undefined)
  const day = fc.constantFrom(undefined, '2026-03-29', '2026-10-25T02:30', '2030-01-01')
  const common = {
    timeZone: fc.constantFrom(undefined, ...ALL_ZONES),
    startsOn: day,
    endsOn: day,
  }
  const config = fc.oneof(
    fc.record({ kind: fc.constant('daily'), time, ...common }),
    fc.record({
      kind: fc.constant('weekly'),
      weekdays: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      time,
      ...common,
    }),
    fc.record({ kind: fc.constant('monthly'), day: fc.constantFrom(1, 28, 29, 30, 31, 'last'), time, ...common }),
    fc.record({
      kind: fc.constant('interval'),
      every: fc.integer({ min: 1, max: 10_000 }),
      unit: fc.constantFrom('minutes', 'hours'),
      ...common,
    }),
    fc.record({
      kind: fc.constant('cron'),
      cron: fc.constantFrom('* * * * *', '*/7 * 29 2 *', '0 0 * * 0', '30 */5 1,15 * *'),
      ...common,
    }),
  ) as fc.Arbitrary<ScheduleConfig>
  const moment = fc.date({ min: new Date('2025-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(config, moment, (config, after) => {
      const found = nextOccurrences(config, { after, count: 4, timeZone: 'Europe/Berlin' })
      let last = after.getTime()
      for (const { at } of found) {
        expect(at.getTime()).toBeGreaterThan(last)
        last = at.getTime()
      }
      const [first, ...rest] = found
      if (!first) return
      expect(nextOccurrences(config, { after: first.at, count: 3, timeZone: 'Europe/Berlin' })).toEqual(rest)
    }),
    { numRuns: 500 },
  )
})

/** The clock shows the time then and not before; where it skips the time, it has just been set past it. */
function expectRight({ localTime, at }: Occurrence, timeZone: string): void {
  const shown = shownBy(at.getTime(), timeZone)
  if (shown !== localTime) {
    const before = shownBy(at.getTime() - 1, timeZone)
    expect([timeZone, localTime, before < localTime, shown > localTime]).toEqual([timeZone, localTime, true, true])
    return
  }
  for (const earlier of [30, 60, 120]) {
    expect([timeZone, shownBy(at.getTime() - earlier * MINUTE_MS, timeZone)]).not.toEqual([timeZone, localTime])
  }
}

/** Every instant of the years 2025 to 2030 at which the zone's distance from UTC changes, found by looking at each hour. */
function changesOf(timeZone: string): number[] {
  const changes: number[] = []
  const end = Date.UTC(2031, 0, 1)
  let known = distance(Date.UTC(2025, 0, 1), timeZone)
  for (let day = Date.UTC(2025, 0, 1); day < end; day += DAY_MS) {
    if (distance(day + DAY_MS, timeZone) === known) continue
    const quarters = Array.from({ length: 96 }, (_, index) => day + (index + 1) * 15 * MINUTE_MS)
    const change = quarters.find((instant) => distance(instant, timeZone) !== known)
    if (change !== undefined) changes.push(change)
    known = distance(day + DAY_MS, timeZone)
  }
  return changes
}

function timesAround(change: number, timeZone: string): string[] {
  const offsets = [-120, -60, -30, -1, 0, 15, 30, 60, 120]
  return offsets.map((minutes) => {
    const before = change - 1 + distance(change - 1, timeZone)
    return new Date(before + minutes * MINUTE_MS).toISOString().slice(11, 16)
  })
}

function changeIsOfHours(change: number, timeZone: string): boolean {
  return (distance(change, timeZone) - distance(change - 1, timeZone)) % HOUR_MS === 0
}

function distance(instant: number, timeZone: string): number {
  return Date.parse(`${shownBy(instant, timeZone)}:00Z`) - Math.floor(instant / MINUTE_MS) * MINUTE_MS
}

function dayNumber(localTime = ''): number {
  return Date.parse(`${localTime.slice(0, 10)}T00:00:00Z`) / DAY_MS
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What a clock in the zone shows, told by another way than the one that is tested. */
function shownBy(instant: number, timeZone: string): string {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' })
  clocks.set(timeZone, clock)
  return clock.format(instant).replace(' ', 'T')
}
