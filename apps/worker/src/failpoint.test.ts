import { expect, test } from 'vitest'
import { failpoint, failpointsSet, setFailpoints } from './failpoint.ts'

test('does nothing until it is set', () => {
  expect(failpointsSet()).toBe(false)
  failpoint('after-effect', 'n1')
})

test('is refused in production, whatever it says', () => {
  for (const setting of ['claimed=kill', 'fence=off'])
    expect(() => setFailpoints(setting, true)).toThrow('refused in production')
})

test('names what is misspelled', () => {
  expect(() => setFailpoints('after-efect=kill', false)).toThrow('"after-efect=kill" is none')
  for (const setting of ['after-effect', 'after-effect=kill#0', 'fence=on'])
    expect(() => setFailpoints(setting, false)).toThrow('is none')
})
