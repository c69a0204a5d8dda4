import type { PreviewMail } from '@hubflow/api/client'
import type { EmailStatus } from '@hubflow/core'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client.ts'
import { keys, present, RARELY_CHANGED } from './keys.ts'

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

export const suppressedQuery = infiniteQueryOptions({
  queryKey: keys.suppressed,
  queryFn: ({ pageParam }) =>
    unwrap(
      client.api['email-suppressions'].$get({ query: { limit: '50', ...(pageParam ? { cursor: pageParam } : {}) } }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextCursor,
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
