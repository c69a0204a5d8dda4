import { expect, test } from 'vitest'
import { failpoint, failpointsSet, setFailpoints } from './failpoint.ts'

test('does nothing until it is set', () => {
  expect(failpointsSet()).toBe(false)
  failpoint('after-effect', 'n1')
})

test('is refused in production, whatever it says', () => {
  expect(() => setFailpoints('claimed=kill', true)).toThrow('refused in production')
})

test('names what is misspelled', () => {
  expect(() => setFailpoints('after-efect=kill', false)).toThrow('"after-efect=kill" is none')
  expect(() => setFailpoints('after-effect', false)).toThrow('is none')
})
