import { expect, test } from 'vitest'
import { humanKey, initials, plural } from './words.ts'

test('keys of any spelling become words', () => {
  expect(['first_name', 'scheduledFor', 'idempotency-key', 'policy_id', 'url'].map(humanKey)).toEqual([
    'First name',
    'Scheduled for',
    'Idempotency key',
    'Policy ID',
    'URL',
  ])
})

test('initials are of the first and the last name', () => {
  expect(['Maria Lopez', 'Ann', 'Jan van der Berg', ''].map(initials)).toEqual(['ML', 'A', 'JB', ''])
})

test('one is not many', () => {
  expect([plural(1, 'run'), plural(2, 'run'), plural(0, 'policy', 'policies')]).toEqual([
    '1 run',
    '2 runs',
    '0 policies',
  ])
})
