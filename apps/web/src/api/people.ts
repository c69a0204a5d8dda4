import { queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client.ts'
import { keys } from './keys.ts'

/** Everybody who signs in; for admins. */
export const usersQuery = queryOptions({
  queryKey: keys.users,
  queryFn: async () => (await unwrap(client.api.users.$get())).items,
})

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.users, id],
    queryFn: () => unwrap(client.api.users[':id'].$get({ param: { id } })),
  })

/** Where somebody is signed in; without an id, oneself. */
export const sessionsQuery = (userId?: string) =>
  queryOptions({
    queryKey: [...keys.sessions, userId ?? 'mine'],
    queryFn: async () => (await unwrap(client.api.sessions.$get({ query: userId ? { userId } : {} }))).items,
  })

/** How one is told of each kind of notification. */
export const notificationChoicesQuery = queryOptions({
  queryKey: keys.notificationChoices,
  queryFn: async () => (await unwrap(client.api['notification-choices'].$get())).items,
})

export const apiKeysQuery = (userId?: string) =>
  queryOptions({
    queryKey: [...keys.apiKeys, userId ?? 'mine'],
    queryFn: async () => (await unwrap(client.api['api-keys'].$get({ query: userId ? { userId } : {} }))).items,
  })
