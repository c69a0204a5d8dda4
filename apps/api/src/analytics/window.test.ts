import { expect, test } from 'vitest'
import { windowOf } from './window.ts'

test('days begin at the zone’s midnight, also around a change of its clock', () => {
  const { unit, starts, until } = windowOf(7, new Date('2026-03-31T10:00:00Z'), 'Europe/Berlin')
  expect(unit).toBe('day')
  expect([...starts, until].map((start) => start.toISOString())).toEqual([
    '2026-03-24T23:00:00.000Z',
    '2026-03-25T23:00:00.000Z',
    '2026-03-26T23:00:00.000Z',
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
    '2026-03-30T22:00:00.000Z',
    '2026-03-31T22:00:00.000Z',
  ])
})

test.each([
  ['2026-03-29T10:00:00Z', 23],
  ['2026-03-30T10:00:00Z', 24],
  ['2026-10-25T10:00:00Z', 25],
])('the day of %s has %i hours', (now, hours) => {
  const { unit, starts } = windowOf(1, new Date(now), 'Europe/Berlin')
  expect([unit, starts.length]).toEqual(['hour', hours])
})
