import { expect, test } from 'vitest'
import { duration, relativeTime } from './time.ts'

const now = new Date('2026-03-31T12:00:00Z')
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000)

test.each([
  [-3, 'just now'],
  [5, 'in a moment'],
  [-45, '45 s ago'],
  [-300, '5 min ago'],
  [-2 * 3600, '2 h ago'],
  [600, 'in 10 min'],
])('%i s from now is told as "%s"', (seconds, words) => {
  expect(relativeTime(at(seconds), now)).toBe(words)
})

test.each([
  [0.4, 'under 1 ms'],
  [340, '340 ms'],
  [2400, '2.4 s'],
  [3000, '3 s'],
  [185_000, '3 min 5 s'],
  [7_800_000, '2 h 10 min'],
  [4 * 86_400_000, '4 d'],
])('%d ms is told as "%s"', (ms, words) => {
  expect(duration(ms)).toBe(words)
})
