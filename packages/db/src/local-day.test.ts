import { expect, test } from 'vitest'
import { lastLocalDays, startOfLocalDay } from './local-day.ts'

test.each([
  ['2026-11-23T01:00:00Z', 'UTC', '2026-11-23T00:00:00.000Z'],
  ['2026-11-23T01:00:00Z', 'America/New_York', '2026-11-22T05:00:00.000Z'],
  ['2026-03-08T12:00:00Z', 'America/New_York', '2026-03-08T05:00:00.000Z'],
  ['2026-11-01T12:00:00Z', 'America/New_York', '2026-11-01T04:00:00.000Z'],
  ['2026-06-01T00:30:00Z', 'Asia/Kathmandu', '2026-05-31T18:15:00.000Z'],
  // Midnight is skipped when summer time begins in Beirut: the day begins at one o'clock.
  ['2026-03-29T12:00:00Z', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ['2026-06-01T00:00:00Z', 'Pacific/Kiritimati', '2026-05-31T10:00:00.000Z'],
])('the day of %s in %s began at %s', (now, zone, expected) => {
  expect(startOfLocalDay(new Date(now), zone).toISOString()).toBe(expected)
})

test('the last days are those of the calendar, also where the clock is changed', () => {
  expect(lastLocalDays(new Date('2026-03-30T09:00:00Z'), 'Europe/Berlin', 3)).toEqual([
    { day: '2026-03-28', startsAt: new Date('2026-03-27T23:00:00Z') },
    { day: '2026-03-29', startsAt: new Date('2026-03-28T23:00:00Z') },
    { day: '2026-03-30', startsAt: new Date('2026-03-29T22:00:00Z') },
  ])
})
