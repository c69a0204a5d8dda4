import { expect, test } from 'vitest'
import { momentOf } from './zone.ts'

test.each([
  ['2026-03-31T09:00:00Z', 'Europe/Berlin', '2026-03-31T09:00:00.000Z'],
  ['2026-03-31T09:00:00.500+02:00', 'America/New_York', '2026-03-31T07:00:00.500Z'],
  ['2026-03-31T09:00', 'Europe/Berlin', '2026-03-31T07:00:00.000Z'],
  ['2026-01-31 09:00:30', 'Europe/Berlin', '2026-01-31T08:00:30.000Z'],
  ['2026-06-01', 'America/New_York', '2026-06-01T04:00:00.000Z'],
  ['2026-06-01', 'Asia/Kathmandu', '2026-05-31T18:15:00.000Z'],
  ['2026-06-01', 'UTC', '2026-06-01T00:00:00.000Z'],
  // The clock goes from 02:00 to 03:00, so 02:30 never is: the first moment after the gap.
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['2026-03-08T02:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
  // The gap is at midnight: the day begins at 01:00.
  ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  // 02:30 is there twice: the first of the two.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  // Half an hour of daylight saving.
  ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
])('%s in %s is %s', (text, timeZone, expected) => {
  expect(momentOf(text, timeZone)?.toISOString()).toBe(expected)
})

test.each([
  '',
  'tomorrow',
  '2026',
  '2026-02-30',
  '2026-13-01',
  '2026-03-31T25:00',
  '2026-03-31T09:60',
  '31.03.2026',
  '1774947600000',
])('“%s” is no moment', (text) => {
  expect(momentOf(text, 'Europe/Berlin')).toBeNull()
})
