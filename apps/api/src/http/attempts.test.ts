import { expect, test } from 'vitest'
import { Attempts } from './attempts.ts'

test('as many as allowed pass in a window, then none until it ends', () => {
  const attempts = new Attempts({ max: 2, windowMs: 1000 })
  expect(attempts.count('a', 0)).toBeNull()
  expect(attempts.count('a', 400)).toBeNull()
  expect(attempts.count('a', 400)).toBe(600)
  expect(attempts.count('b', 400)).toBeNull()
  expect(attempts.count('a', 1000)).toBeNull()
})

test('a flood of keys does not fill the memory', () => {
  const attempts = new Attempts({ max: 1, windowMs: 1_000_000 })
  for (let key = 0; key < 50_000; key++) attempts.count(`key ${key}`, key)
  expect(attempts.count('key 49999', 50_000)).not.toBeNull()
  attempts.count('one more', 50_000)
  expect(attempts.count('key 0', 50_000)).toBeNull()
})
