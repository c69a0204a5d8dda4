import { expect, test } from 'vitest'
import { changeRunSearch, readRunSearch, toRunFilter } from './run-search.ts'

const CAUSE = '01900000-0000-7000-8000-0000000000aa/answer-error/n2/host:crm.test 500'

test('what makes no sense in the address is left out', () => {
  const nonsense = {
    status: 'exploded',
    from: 'yesterday',
    q: '',
    page: 3,
    subject: 'clients',
    version: 'x',
    cause: 'y',
  }
  expect(readRunSearch({ ...nonsense, workflowId: 'w1' })).toEqual({ workflowId: 'w1' })
  expect(readRunSearch({ version: 0 })).toEqual({})
  expect(readRunSearch({ version: 1.5, cause: null })).toEqual({})
})

test('what makes sense stays as it is, however often it is read', () => {
  const search = { status: 'failed', workflowId: 'w1', version: 3, cause: CAUSE, to: '2026-03-31' }
  expect(readRunSearch(search)).toEqual(search)
  expect(readRunSearch({ version: '3' })).toEqual({ version: 3 })
})

test('with another workflow its version and cause go; with anything else they stay', () => {
  const search = readRunSearch({ workflowId: 'w1', version: 3, cause: CAUSE })
  expect(changeRunSearch(search, { workflowId: 'w2' })).toEqual({ workflowId: 'w2' })
  expect(changeRunSearch(search, { workflowId: undefined })).toEqual({})
  expect(changeRunSearch(search, { status: 'failed' })).toEqual({ ...search, status: 'failed' })
})

test('a day is taken whole, to its last instant, in the zone of the user', () => {
  const { from, to } = toRunFilter({ from: '2026-01-31', to: '2026-01-31' })
  // The API takes what is before `to`.
  expect(to).toBe(new Date(2026, 1, 1).toISOString())
  expect(new Date(to ?? '').getTime() - new Date(from ?? '').getTime()).toBe(24 * 3_600_000)
})
