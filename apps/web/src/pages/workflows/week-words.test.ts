import { expect, test } from 'vitest'
import { dayInWords, runsInWords, sumOfWeek } from './week-words.ts'

test('a week is told in words', () => {
  expect(runsInWords({ completed: 0, failed: 0, other: 0 })).toBe('no runs')
  expect(runsInWords({ completed: 1, failed: 0, other: 0 })).toBe('1 run')
  expect(runsInWords({ completed: 9, failed: 3, other: 0 })).toBe('12 runs, 3 failed')
  expect(runsInWords({ completed: 0, failed: 2, other: 0 })).toBe('2 runs, all failed')
  expect(runsInWords({ completed: 1, failed: 0, other: 2 })).toBe('3 runs, 2 under way, held or cancelled')
})

test('a day keeps its date in every zone', () => {
  expect(dayInWords({ day: '2026-11-17', completed: 1, failed: 0, other: 0 })).toMatch(/17.*: 1 run$/)
})

test('a week is the sum of its days', () => {
  const day = { day: '2026-11-17', completed: 2, failed: 1, other: 0 }
  expect(sumOfWeek([day, day, { ...day, other: 4 }])).toEqual({ completed: 6, failed: 3, other: 4 })
})
