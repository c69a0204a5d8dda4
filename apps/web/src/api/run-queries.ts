import type { RunSummary } from '@hubflow/api/client'
import type { HubTableName, RunStatus } from '@hubflow/core'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client.ts'
import { keys, present } from './keys.ts'
import { workflowService } from './workflow-service.ts'

export interface RunFilter {
  workflowId?: string | undefined
  version?: string | undefined
  cause?: string | undefined
  status?: RunStatus | undefined
  q?: string | undefined
  from?: string | undefined
  to?: string | undefined
  subject?: string | undefined
  test?: 'true' | 'all' | undefined
}

export const workflowRunsQuery = (workflowId?: string, limit = 50) =>
  queryOptions({
    queryKey: [...keys.runs, 'latest', workflowId ?? 'all', limit],
    queryFn: () => workflowService.getWorkflowRuns(workflowId, limit),
  })

export const runsQuery = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.runs, 'pages', filter],
    queryFn: ({ pageParam }): Promise<{ items: RunSummary[]; nextCursor: string | null }> =>
      unwrap(
        client.api.runs.$get({
          query: { limit: '50', ...present(filter), ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

/** Under the runs: whatever changes one of them may end or begin a failure. */
export const failuresQuery = queryOptions({
  queryKey: [...keys.runs, 'failures'],
  queryFn: async () => (await unwrap(client.api.failures.$get({ query: {} }))).items,
})

/** Under the runs, whose every change moves a figure; and asked by itself, since time passes for what waits. */
export const analyticsQuery = (days: '1' | '7' | '30', workflowId?: string) =>
  queryOptions({
    queryKey: [...keys.runs, 'analytics', days, workflowId ?? 'all'],
    queryFn: () => unwrap(client.api.analytics.$get({ query: { days, ...(workflowId ? { workflowId } : {}) } })),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  })

export const workflowStepsQuery = (id: string, days: '1' | '7' | '30') =>
  queryOptions({
    queryKey: [...keys.runs, 'analytics', days, id, 'steps'],
    queryFn: () => unwrap(client.api.analytics.workflows[':id'].steps.$get({ param: { id }, query: { days } })),
    placeholderData: keepPreviousData,
  })

/** Asked by itself: a state begins and ends without a message. */
export const alertsQuery = (workflowId?: string) =>
  queryOptions({
    queryKey: [...keys.alerts, workflowId ?? 'all'],
    queryFn: async () => (await unwrap(client.api.alerts.$get({ query: workflowId ? { workflowId } : {} }))).items,
    refetchInterval: 10_000,
  })

/** Asked anew with the runs, and by itself: what starts no run is told by nobody. */
export const whyQuery = (asked: { workflowId?: string; table?: HubTableName; recordId?: string }) =>
  queryOptions({
    queryKey: [...keys.runs, 'why', asked],
    queryFn: () => unwrap(client.api.why.$get({ query: asked })),
    refetchInterval: 10_000,
  })

export const runQuery = (id: string) =>
  queryOptions({ queryKey: keys.run(id), queryFn: () => unwrap(client.api.runs[':id'].$get({ param: { id } })) })
