import type { AuditKind, PreviewMail, RunSummary } from '@hubflow/api/client'
import type { EmailStatus, HubTableName, Rules, RunStatus, WorkflowStatus } from '@hubflow/core'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client.ts'
import { workflowService } from './workflow-service.ts'

/** The first part of every query's key: live messages name what to fetch again by these. */
export const keys = {
  me: ['me'],
  people: ['people'],
  /** All that is known of workflows in lists: the next three together. */
  workflows: ['workflows'],
  allWorkflows: ['workflows', 'all'],
  workflowList: ['workflows', 'list'],
  workflowCounts: ['workflows', 'counts'],
  workflow: (id: string) => ['workflow', id],
  workflowNames: ['workflow-names'],
  workflowTemplates: ['workflow-templates'],
  runs: ['runs'],
  run: (id: string) => ['run', id],
  /** What happened to records: asked anew with the runs. */
  timelines: ['runs', 'timeline'],
  catalog: ['catalog'],
  eventTypes: ['event-types'],
  emailTemplates: ['email-templates'],
  secrets: ['secrets'],
  emails: ['emails'],
  notifications: ['notifications'],
  records: ['records'],
  settings: ['settings'],
  users: ['users'],
  sessions: ['sessions'],
  notificationChoices: ['notification-choices'],
  apiKeys: ['api-keys'],
  suppressed: ['suppressed'],
  audit: ['audit'],
  alerts: ['alerts'],
} satisfies Record<string, unknown>

/** What changes only with a new release or by other people's hands, and is looked up often. */
const RARELY_CHANGED = 5 * 60_000

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

export interface WorkflowFilter {
  /** One or more, with commas between. */
  status?: string | undefined
  category?: string | undefined
  owner?: string | undefined
  q?: string | undefined
  bin?: 'true' | undefined
}

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: () => unwrap(client.api.me.$get()),
  staleTime: RARELY_CHANGED,
})

export const peopleQuery = queryOptions({
  queryKey: keys.people,
  queryFn: async () => (await unwrap(client.api.people.$get())).items,
  staleTime: RARELY_CHANGED,
})

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

export const catalogQuery = queryOptions({
  queryKey: keys.catalog,
  queryFn: async () => (await unwrap(client.api.catalog.$get())).items,
  staleTime: RARELY_CHANGED,
})

export const eventTypesQuery = queryOptions({
  queryKey: keys.eventTypes,
  queryFn: () => workflowService.getTriggerEventTypes(),
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

export const emailTemplatesQuery = queryOptions({
  queryKey: keys.emailTemplates,
  queryFn: async () => (await unwrap(client.api['email-templates'].$get())).items,
  staleTime: RARELY_CHANGED,
})

export const emailTemplateQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.emailTemplates, id],
    queryFn: () => unwrap(client.api['email-templates'][':id'].$get({ param: { id } })),
  })

export const templateUsesQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.emailTemplates, id, 'uses'],
    queryFn: async () => (await unwrap(client.api['email-templates'][':id'].uses.$get({ param: { id } }))).items,
  })

export const mailPreviewQuery = (mail: PreviewMail) =>
  queryOptions({
    queryKey: ['mail-preview', mail],
    queryFn: () => unwrap(client.api['mail-previews'].$post({ json: mail })),
    placeholderData: keepPreviousData,
    retry: false,
  })

/** Those that are switched off among them. */
export const allEventTypesQuery = queryOptions({
  queryKey: [...keys.eventTypes, 'all'],
  queryFn: async () => (await unwrap(client.api['trigger-event-types'].$get({ query: { all: 'true' } }))).items,
})

export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: () => unwrap(client.api.settings.$get()),
})

export const suppressedQuery = infiniteQueryOptions({
  queryKey: keys.suppressed,
  queryFn: ({ pageParam }) =>
    unwrap(
      client.api['email-suppressions'].$get({ query: { limit: '50', ...(pageParam ? { cursor: pageParam } : {}) } }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
})

export const auditQuery = (filter: {
  personId?: string
  workflowId?: string
  kind?: AuditKind
  from?: string
  to?: string
}) =>
  infiniteQueryOptions({
    queryKey: [...keys.audit, filter],
    queryFn: ({ pageParam }) =>
      unwrap(client.api.audit.$get({ query: { limit: '30', ...filter, ...(pageParam ? { cursor: pageParam } : {}) } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

/** The workflow before and after an entry. */
export const auditChangeQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.audit, 'change', id],
    queryFn: () => unwrap(client.api.audit[':id'].change.$get({ param: { id } })),
  })

/** Names only: nothing gives a secret's value. */
export const secretsQuery = queryOptions({
  queryKey: keys.secrets,
  queryFn: async () => (await unwrap(client.api.secrets.$get())).items,
  staleTime: RARELY_CHANGED,
})

export interface EmailFilter {
  status?: EmailStatus | undefined
  runId?: string | undefined
  workflowId?: string | undefined
  q?: string | undefined
}

export const emailsQuery = (filter: EmailFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.emails, filter],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.api['email-queue'].$get({
          query: { limit: '50', ...present(filter), ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const mailServerQuery = queryOptions({
  queryKey: [...keys.emails, 'server'],
  queryFn: () => unwrap(client.api['mail-server'].$get()),
})

export const emailQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.emails, 'one', id],
    queryFn: () => unwrap(client.api['email-queue'][':id'].$get({ param: { id } })),
  })

export const notificationsQuery = infiniteQueryOptions({
  queryKey: keys.notifications,
  queryFn: ({ pageParam }) =>
    unwrap(client.api.notifications.$get({ query: { limit: '30', ...(pageParam ? { cursor: pageParam } : {}) } })),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
})

/** `sort` is a column, with `-` before it the other way round; without it the newest come first. */
export const recordsQuery = (table: HubTableName, q = '', sort = '') =>
  infiniteQueryOptions({
    queryKey: [...keys.records, table, q, sort],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.api.hub[':table'].$get({
          param: { table },
          query: { limit: '50', ...present({ q, sort }), ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const recordQuery = (table: HubTableName, id: string) =>
  queryOptions({
    queryKey: [...keys.records, table, 'one', id],
    queryFn: () => unwrap(client.api.hub[':table'][':id'].$get({ param: { table, id } })),
  })

export const timelineQuery = (table: HubTableName, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.timelines, table, id],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.api.hub[':table'][':id'].timeline.$get({
          param: { table, id },
          query: { limit: '30', ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

/** Without the members that are not set or empty: they would be sent as text. */
export function present<T extends object>(filter: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(kept) as { [K in keyof T]?: NonNullable<T[K]> }
}
