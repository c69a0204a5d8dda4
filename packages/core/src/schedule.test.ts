import { describe, expect, it, test } from 'vitest'
import { nextOccurrences, occurrencesBetween } from './schedule.ts'
import { type ScheduleConfig, ScheduleSchema } from './schedule-config.ts'
import { sentenceOfSchedule } from './schedule-sentence.ts'

const BERLIN = 'Europe/Berlin'

function next(config: ScheduleConfig, after: string, count: number, timeZone = BERLIN): string[] {
  const found = nextOccurrences(config, { after: new Date(after), count, timeZone })
  return found.map(({ localTime, at }) => `${localTime} ${at.toISOString().slice(0, 16)}Z`)
}

const localTimes = (config: ScheduleConfig, after: string, count: number) =>
  next(config, after, count).map((line) => line.split(' ')[0])

describe('a fixed local time', () => {
  it('that the clock skips in spring comes at the first moment after the gap', () => {
    expect(next({ kind: 'daily', time: '02:30' }, '2026-03-27T12:00Z', 3)).toEqual([
      '2026-03-28T02:30 2026-03-28T01:30Z',
      '2026-03-29T02:30 2026-03-29T01:00Z',
      '2026-03-30T02:30 2026-03-30T00:30Z',
    ])
  })

  it('that the clock shows twice in autumn comes at the first of the two, once', () => {
    expect(next({ kind: 'daily', time: '02:30' }, '2026-10-24T12:00Z', 2)).toEqual([
      '2026-10-25T02:30 2026-10-25T00:30Z',
      '2026-10-26T02:30 2026-10-26T01:30Z',
    ])
  })

  it('that is skipped over midnight belongs to the day that it was due', () => {
    expect(next({ kind: 'daily', time: '23:30' }, '2026-03-28T12:00Z', 2, 'America/Nuuk')).toEqual([
      '2026-03-28T23:30 2026-03-29T01:00Z',
      '2026-03-29T23:30 2026-03-30T00:30Z',
    ])
  })

  it('is left out when it is the very moment asked from', () => {
    expect(localTimes({ kind: 'daily', time: '08:00' }, '2026-06-01T06:00Z', 1)).toEqual(['2026-06-02T08:00'])
    expect(localTimes({ kind: 'daily', time: '08:00' }, '2026-06-01T05:59:59.999Z', 1)).toEqual(['2026-06-01T08:00'])
  })

  it('is at eight where none is named, and by the schedule’s own zone where it names one', () => {
    expect(next({ kind: 'daily', timeZone: 'Asia/Kathmandu' }, '2026-06-01T00:00Z', 1)).toEqual([
      '2026-06-01T08:00 2026-06-01T02:15Z',
    ])
  })
})

describe('days', () => {
  it('of the week', () => {
    expect(localTimes({ kind: 'weekly', weekdays: [4, 1], time: '09:15' }, '2026-11-23T09:00Z', 3)).toEqual([
      '2026-11-26T09:15',
      '2026-11-30T09:15',
      '2026-12-03T09:15',
    ])
  })

  it('of the month leave out months that have no such day', () => {
    expect(localTimes({ kind: 'monthly', day: 31 }, '2026-01-31T12:00Z', 3)).toEqual([
      '2026-03-31T08:00',
      '2026-05-31T08:00',
      '2026-07-31T08:00',
    ])
    expect(localTimes({ kind: 'monthly', day: 'last' }, '2028-01-31T12:00Z', 2)).toEqual([
      '2028-02-29T08:00',
      '2028-03-31T08:00',
    ])
  })

  it('of the month by weekday', () => {
    expect(localTimes({ kind: 'monthly', nth: { week: 2, weekday: 2 } }, '2026-01-01T00:00Z', 2)).toEqual([
      '2026-01-13T08:00',
      '2026-02-10T08:00',
    ])
    expect(localTimes({ kind: 'monthly', nth: { week: 'last', weekday: 5 } }, '2026-01-30T12:00Z', 2)).toEqual([
      '2026-02-27T08:00',
      '2026-03-27T08:00',
    ])
  })

  it('from the first to the last, both included', () => {
    const config = { kind: 'daily', time: '08:00', startsOn: '2026-06-03', endsOn: '2026-06-04' } as const
    expect(localTimes(config, '2026-01-01T00:00Z', 5)).toEqual(['2026-06-03T08:00', '2026-06-04T08:00'])
    expect(localTimes({ ...config, startsOn: '2026-06-03T09:00' }, '2026-01-01T00:00Z', 5)).toEqual([
      '2026-06-04T08:00',
    ])
    expect(localTimes({ ...config, endsOn: '2026-06-04T07:59' }, '2026-01-01T00:00Z', 5)).toEqual(['2026-06-03T08:00'])
  })
})

describe('an interval', () => {
  it('keeps its real spacing while the clock is set, and no two of its times are called the same', () => {
    expect(next({ kind: 'interval', every: 30, unit: 'minutes' }, '2026-10-25T00:00Z', 4)).toEqual([
      '2026-10-25T02:30 2026-10-25T00:30Z',
      '2026-10-25T02:00+01:00 2026-10-25T01:00Z',
      '2026-10-25T02:30+01:00 2026-10-25T01:30Z',
      '2026-10-25T03:00 2026-10-25T02:00Z',
    ])
  })

  it('is counted from its start', () => {
    const config = { kind: 'interval', every: 7, unit: 'hours', startsOn: '2026-10-24' } as const
    expect(next(config, '2026-01-01T00:00Z', 2)).toEqual([
      '2026-10-24T00:00 2026-10-23T22:00Z',
      '2026-10-24T07:00 2026-10-24T05:00Z',
    ])
    expect(next(config, '2026-10-25T02:00Z', 1)).toEqual(['2026-10-25T10:00 2026-10-25T09:00Z'])
    expect(next({ ...config, endsOn: '2026-10-24T07:00' }, '2026-10-24T05:00Z', 9)).toEqual([])
  })
})

describe('a cron expression', () => {
  it('goes by the clock of the zone', () => {
    expect(localTimes({ kind: 'cron', cron: '30 9 * * 1-5' }, '2026-11-27T12:00Z', 2)).toEqual([
      '2026-11-30T09:30',
      '2026-12-01T09:30',
    ])
    expect(localTimes({ kind: 'cron', cron: '0 0 29 2 *' }, '2026-11-27T12:00Z', 2)).toEqual([
      '2028-02-29T00:00',
      '2032-02-29T00:00',
    ])
  })

  it('with fixed hours comes once where the clock skips several of its times, and once where it repeats them', () => {
    expect(next({ kind: 'cron', cron: '0,30 2,3 * * *' }, '2026-03-28T12:00Z', 3)).toEqual([
      '2026-03-29T02:00 2026-03-29T01:00Z',
      '2026-03-29T03:30 2026-03-29T01:30Z',
      '2026-03-30T02:00 2026-03-30T00:00Z',
    ])
    expect(next({ kind: 'cron', cron: '0 2,3 * * *' }, '2026-10-24T12:00Z', 2)).toEqual([
      '2026-10-25T02:00 2026-10-25T00:00Z',
      '2026-10-25T03:00 2026-10-25T02:00Z',
    ])
  })

  it('for every hour goes on through the hour that is repeated, and has none that is skipped', () => {
    const hourly = { kind: 'cron', cron: '30 * * * *' } as const
    expect(next(hourly, '2026-10-25T00:00Z', 3)).toEqual([
      '2026-10-25T02:30 2026-10-25T00:30Z',
      '2026-10-25T02:30+01:00 2026-10-25T01:30Z',
      '2026-10-25T03:30 2026-10-25T02:30Z',
    ])
    expect(next(hourly, '2026-03-29T00:00Z', 2)).toEqual([
      '2026-03-29T01:30 2026-03-29T00:30Z',
      '2026-03-29T03:30 2026-03-29T01:30Z',
    ])
    expect(
      localTimes({ kind: 'cron', cron: '0 * 1 1 *', startsOn: '2027-01-01T22:00' }, '2026-03-29T00:00Z', 3),
    ).toEqual(['2027-01-01T22:00', '2027-01-01T23:00', '2028-01-01T00:00'])
  })

  it.each([
    ['* * * *', 'Write five fields: minute, hour, day of month, month, day of week, such as 0 8 * * 1-5.'],
    ['0 0 8 * * *', 'Write five fields: minute, hour, day of month, month, day of week, such as 0 8 * * 1-5.'],
    ['@daily', 'Write five fields: minute, hour, day of month, month, day of week, such as 0 8 * * 1-5.'],
    ['61 * * * *', 'Write five fields: minute, hour, day of month, month, day of week, such as 0 8 * * 1-5.'],
    ['0 0 31 2 *', 'This never comes. Check the day and the month.'],
  ])('“%s” is refused', (cron, message) => {
    const issues = ScheduleSchema.safeParse({ kind: 'cron', cron }).error?.issues ?? []
    expect(issues.map((issue) => issue.message)).toEqual([message])
  })
})

test('the times between two moments are after the first and with the second', () => {
  const between = occurrencesBetween(
    { kind: 'daily', time: '08:00' },
    { after: new Date('2026-06-01T06:00Z'), until: new Date('2026-06-03T06:00Z'), timeZone: BERLIN },
  )
  expect(between.map(({ localTime }) => localTime)).toEqual(['2026-06-02T08:00', '2026-06-03T08:00'])
  const limited = { after: new Date('2026-06-01Z'), until: new Date('2027-06-01Z'), timeZone: BERLIN, limit: 3 }
  expect(occurrencesBetween({ kind: 'interval', every: 1, unit: 'minutes' }, limited)).toHaveLength(3)
})

test.each([
  [{ kind: 'daily', time: '08:00' }, 'Every day at 08:00, Europe/Berlin'],
  [{ kind: 'weekly', weekdays: [4, 1], time: '08:00' }, 'Every Monday and Thursday at 08:00, Europe/Berlin'],
  [{ kind: 'weekly', weekdays: [1, 2, 3, 4, 5] }, 'Every working day, Monday to Friday, at 08:00, Europe/Berlin'],
  [{ kind: 'weekly', weekdays: [7], timeZone: 'Asia/Tokyo' }, 'Every Sunday at 08:00, Asia/Tokyo'],
  [{ kind: 'monthly', day: 15 }, 'On day 15 of every month at 08:00, Europe/Berlin'],
  [{ kind: 'monthly', day: 31 }, 'On day 31 of every month that has one at 08:00, Europe/Berlin'],
  [{ kind: 'monthly', day: 'last' }, 'On the last day of every month at 08:00, Europe/Berlin'],
  [
    { kind: 'monthly', nth: { week: 1, weekday: 1 }, time: '07:00' },
    'On the first Monday of every month at 07:00, Europe/Berlin',
  ],
  [{ kind: 'interval', every: 1, unit: 'hours' }, 'Every hour'],
  [
    { kind: 'interval', every: 90, unit: 'minutes', startsOn: '2026-03-01', endsOn: '2026-12-31' },
    'Every 90 minutes, from 2026-03-01, until 2026-12-31',
  ],
  [{ kind: 'cron', cron: '0  8 * * 1-5' }, 'By the cron expression 0 8 * * 1-5, Europe/Berlin'],
] satisfies [ScheduleConfig, string][])('%o reads “%s”', (config, sentence) => {
  expect(sentenceOfSchedule(config, { timeZone: BERLIN })).toBe(sentence)
})

test.each([
  [{ kind: 'monthly' }, 'Choose a day of the month.'],
  [
    { kind: 'monthly', day: 1, nth: { week: 1, weekday: 1 } },
    'Choose a day or a weekday of the month, not both. Remove one of them.',
  ],
  [{ kind: 'weekly', weekdays: [] }, 'Choose at least one day.'],
  [{ kind: 'daily', time: '24:00' }, 'Write a time like 08:00, from 00:00 to 23:59.'],
  [{ kind: 'daily', timeZone: 'Europe/Atlantis' }, 'There is no such time zone. Write a name like Europe/Berlin.'],
  [
    { kind: 'daily', startsOn: '2026-02-30' },
    'Write a date like 2026-03-01, or a date and time like 2026-03-01T09:00.',
  ],
  [{ kind: 'interval', every: 0, unit: 'hours' }, 'Use at least 1.'],
])('%o is refused: %s', (config, message) => {
  expect(ScheduleSchema.safeParse(config).error?.issues.map((issue) => issue.message)).toEqual([message])
})
