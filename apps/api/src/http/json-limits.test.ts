import { expect, test } from 'vitest'
import { checkJsonLimits } from './json-limits.ts'

test('64 levels are taken and 65 are not', () => {
  expect(() => checkJsonLimits('['.repeat(64) + ']'.repeat(64))).not.toThrow()
  expect(() => checkJsonLimits('['.repeat(65) + ']'.repeat(65))).toThrow(/64 levels/)
  expect(() => checkJsonLimits(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`)).toThrow(/64 levels/)
})

test('10,000 fields are taken and 10,001 are not', () => {
  const object = (keys: number) => `{${Array.from({ length: keys }, (_, index) => `"k${index}":1`).join(',')}}`
  expect(() => checkJsonLimits(object(10_000))).not.toThrow()
  expect(() => checkJsonLimits(object(10_001))).toThrow(/10000 fields/)
})

test('brackets and colons inside of texts do not count', () => {
  expect(() =>
    checkJsonLimits(JSON.stringify({ a: '[{:'.repeat(20_000), b: '\\"[[[', c: '"'.repeat(100) })),
  ).not.toThrow()
})

test('what is no JSON at all ends too', () => {
  expect(() => checkJsonLimits('"never closed \\')).not.toThrow()
  expect(() => checkJsonLimits(']]]]')).not.toThrow()
})
