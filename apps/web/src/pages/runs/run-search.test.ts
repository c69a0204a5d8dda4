import { expect, test } from 'vitest'
import { readRunSearch, toRunFilter } from './run-search.ts'

test('what makes no sense in the address is left out', () => {
  expect(
    readRunSearch({ status: 'exploded', from: 'yesterday', q: '', workflowId: 'w1', page: 3, subject: 'clients' }),
  ).toEqual({
    workflowId: 'w1',
  })
  expect(readRunSearch({ status: 'waiting', to: '2026-03-31' })).toEqual({ status: 'waiting', to: '2026-03-31' })
})

test('a day is taken whole, in the zone of the user', () => {
  const { from, to } = toRunFilter({ from: '2026-03-31', to: '2026-03-31' })
  expect(new Date(to ?? '').getTime() - new Date(from ?? '').getTime()).toBe(24 * 3_600_000 - 1)
})
