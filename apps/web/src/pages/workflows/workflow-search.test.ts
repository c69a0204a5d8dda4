import { expect, test } from 'vitest'
import { readWorkflowSearch, toBulkFilter, toWorkflowFilter } from './workflow-search.ts'

test('what makes no sense in the address is left out', () => {
  expect(readWorkflowSearch({ status: 'exploded', owner: 'me', q: '', bin: 'yes', category: 7 })).toEqual({})
  expect(readWorkflowSearch({ status: 'paused', q: 2026 })).toEqual({ status: 'paused', q: '2026' })
  expect(readWorkflowSearch({ status: 'paused', bin: true })).toEqual({ bin: true })
})

test('archived workflows are listed only when they are asked for, and those in the bin nowhere else', () => {
  expect(toWorkflowFilter({ q: 'mail' })).toEqual({ q: 'mail', status: 'draft,active,paused' })
  expect(toWorkflowFilter({ status: 'archived' })).toEqual({ status: 'archived' })
  expect(toWorkflowFilter({ bin: true, category: 'Sales' })).toEqual({ bin: 'true', category: 'Sales' })
})

test('what is done in bulk means what is listed', () => {
  expect(toBulkFilter({ category: 'Sales' })).toEqual({ category: 'Sales', status: ['draft', 'active', 'paused'] })
  expect(toBulkFilter({ bin: true })).toEqual({ bin: 'true' })
})
