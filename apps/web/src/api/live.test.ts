import type { HubTableName } from '@hubflow/core'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { timelineQuery } from './hub-queries.ts'
import { keysOf } from './live.ts'

const runId = '018f3c1e-7b1a-7c3d-9e21-0a1b2c3d4e5f'
const recordId = '018f3c1e-7b1a-7c3d-9e21-0a1b2c3d4e60'

test('a record that changes makes its own timeline stale; many at once, those of their table', () => {
  const queryClient = new QueryClient()
  const timeline = (table: HubTableName, id: string) => {
    const { queryKey } = timelineQuery(table, id)
    queryClient.setQueryData(queryKey, { pages: [], pageParams: [] })
    return () => queryClient.getQueryState(queryKey)?.isInvalidated
  }
  const [changed, another] = [timeline('recruits', recordId), timeline('recruits', runId)]
  const elsewhere = timeline('policies', recordId)
  const hear = (id: string | null) => {
    for (const queryKey of keysOf({ kind: 'record', table: 'recruits', recordId: id }))
      void queryClient.invalidateQueries({ queryKey })
    return [changed(), another(), elsewhere()]
  }
  expect(hear(recordId)).toEqual([true, false, false])
  expect(hear(null)).toEqual([true, true, false])
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
