import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('doubles from a second to five minutes, a quarter more or less', () => {
  const middle = () => 0.5
  expect([1, 2, 3, 4, 20].map((attempt) => backoffMs(attempt, middle))).toEqual([1000, 2000, 4000, 8000, 300_000])
  expect(backoffMs(1, () => 0)).toBe(750)
  expect(backoffMs(1, () => 1)).toBe(1250)
})
