import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { keysOf } from './live.ts'
import { keys } from './queries.ts'

const runId = '018f3c1e-7b1a-7c3d-9e21-0a1b2c3d4e5f'
const workflowId = '018f3c1e-7b1a-7c3d-9e21-0a1b2c3d4e60'

test('records are fetched again when a run has ended, not while it goes on', () => {
  expect(keysOf({ kind: 'run', runId, workflowId, status: 'running' })).not.toContainEqual(keys.records)
  expect(keysOf({ kind: 'run', runId, workflowId, status: 'completed' })).toContainEqual(keys.records)
})

test('hello makes everything stale', async () => {
  const queryClient = new QueryClient()
  queryClient.setQueryData(['run', runId], 1)
  queryClient.setQueryData(['notifications'], 1)
  for (const queryKey of keysOf({ kind: 'hello' })) await queryClient.invalidateQueries({ queryKey })
  expect(
    queryClient
      .getQueryCache()
      .getAll()
      .every(({ state }) => state.isInvalidated),
  ).toBe(true)
})
