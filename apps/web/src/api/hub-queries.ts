import type { AuditKind } from '@hubflow/api/client'
import type { HubTableName } from '@hubflow/core'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client.ts'
import { keys, present, RARELY_CHANGED } from './keys.ts'
import { workflowService } from './workflow-service.ts'

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

export const eventTypesQuery = queryOptions({
  queryKey: keys.eventTypes,
  queryFn: () => workflowService.getTriggerEventTypes(),
  staleTime: RARELY_CHANGED,
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
