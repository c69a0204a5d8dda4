import type { Rules, WorkflowStatus } from '@hubflow/core'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client.ts'
import { keys, present, RARELY_CHANGED } from './keys.ts'
import { workflowService } from './workflow-service.ts'

export interface WorkflowFilter {
  /** One or more, with commas between. */
  status?: string | undefined
  category?: string | undefined
  owner?: string | undefined
  q?: string | undefined
  bin?: 'true' | undefined
}

export const workflowsQuery = (status?: WorkflowStatus) =>
  queryOptions({
    queryKey: [...keys.allWorkflows, status ?? 'any'],
    queryFn: () => workflowService.getWorkflows(status),
  })

/** Kept true row by row: see `refreshRows`. */
export const workflowListQuery = (filter: WorkflowFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.workflowList, filter],
    queryFn: ({ pageParam }) =>
      workflowService.listWorkflows({ limit: '50', ...present(filter), ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const workflowCountsQuery = (filter: WorkflowFilter) =>
  queryOptions({
    queryKey: [...keys.workflowCounts, filter],
    queryFn: () => unwrap(client.api['workflow-counts'].$get({ query: present(filter) })),
    placeholderData: keepPreviousData,
  })

export const workflowQuery = (id: string) =>
  queryOptions({ queryKey: keys.workflow(id), queryFn: () => workflowService.getWorkflow(id) })

/** Fetched again with its workflow: a call that is caught is told as a change of it. */
export const webhookSampleQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.workflow(id), 'webhook-sample'],
    queryFn: () => unwrap(client.api.workflows[':id']['webhook-sample'].$get({ param: { id } })),
  })

/** How the steps were last tested. Fetched again when a test ends. */
export const stepTestsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.workflow(id), 'tests'],
    queryFn: () => unwrap(client.api.workflows[':id'].tests.$get({ param: { id } })),
  })

/** What a run knew, as data to try a workflow on. */
export const exampleQuery = (runId: string) =>
  queryOptions({
    queryKey: [...keys.run(runId), 'example'],
    queryFn: () => unwrap(client.api.runs[':id'].example.$get({ param: { id: runId } })),
    retry: false,
  })

/** The newest events of a type. */
export const recordedEventsQuery = (type: string) =>
  queryOptions({
    queryKey: [...keys.runs, 'events', type],
    queryFn: async () => (await unwrap(client.api.events.$get({ query: { type } }))).items,
  })

/** Whether a name can be given; `except` is the workflow that has it already. */
export const nameCheckQuery = (name: string, except?: string) =>
  queryOptions({
    queryKey: [...keys.workflowNames, name, except ?? ''],
    queryFn: () => unwrap(client.api['workflow-names'].$get({ query: { name, ...(except ? { except } : {}) } })),
  })

export const workflowTemplatesQuery = queryOptions({
  queryKey: keys.workflowTemplates,
  queryFn: async () => (await unwrap(client.api['workflow-templates'].$get())).items,
  staleTime: RARELY_CHANGED,
})

/** All versions of a workflow, the newest first. */
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.workflow(id), 'versions'],
    queryFn: async () => (await unwrap(client.api.workflows[':id'].versions.$get({ param: { id } }))).items,
  })

/** A published version never changes. */
export const versionQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: [...keys.workflow(id), 'version', version],
    queryFn: () =>
      unwrap(client.api.workflows[':id'].versions[':version'].$get({ param: { id, version: String(version) } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const catalogQuery = queryOptions({
  queryKey: keys.catalog,
  queryFn: async () => (await unwrap(client.api.catalog.$get())).items,
  staleTime: RARELY_CHANGED,
})

/** What rules let through, as the hub is now; asked anew when they change. */
export const ruleMatchesQuery = (rules: Rules, eventType: string) =>
  queryOptions({
    queryKey: [...keys.records, 'matches', eventType, rules],
    queryFn: () => unwrap(client.api['rule-matches'].$post({ json: { rules, eventType } })),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })
