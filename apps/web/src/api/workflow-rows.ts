import type { WorkflowListItem } from '@hubflow/api/client'
import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'
import { keys, present } from './keys.ts'
import type { WorkflowFilter } from './workflow-queries.ts'
import { type WorkflowPage, workflowService } from './workflow-service.ts'

type Pages = InfiniteData<WorkflowPage, string>

/** As many as the API takes by id; with more, the list is asked for anew. */
const MOST_AT_ONCE = 100
const MOST_TRIES = 3

/** What is known of these workflows in lists is made true, before a change is said to be done. */
export async function workflowsChanged(queryClient: QueryClient, ids: string[]): Promise<void> {
  await Promise.all([
    refreshRows(queryClient, { changed: ids }),
    queryClient.invalidateQueries({ queryKey: keys.allWorkflows }),
    queryClient.invalidateQueries({ queryKey: keys.workflowCounts }),
    ...ids.map((id) => queryClient.invalidateQueries({ queryKey: keys.workflow(id) })),
  ])
}

/**
 * Asks again for single rows of the lists on screen, and puts each where it belongs by now. `ran`: workflows with a run that
 * changed, asked for where they are shown; `changed`: workflows that may have come into a list, or left it.
 */
export async function refreshRows(
  queryClient: QueryClient,
  { ran = [], changed = [] }: { ran?: Iterable<string>; changed?: Iterable<string> },
): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: keys.workflowList, type: 'inactive', refetchType: 'none' })
  const lists = queryClient.getQueryCache().findAll({ queryKey: keys.workflowList, type: 'active' })
  await Promise.all(
    lists.map(async (list) => {
      await atRest(list)
      const shown = idsOf(list.state.data as Pages | undefined)
      const ids = new Set([...changed, ...[...ran].filter((id) => shown.has(id))])
      if (ids.size > 0) await refreshList(queryClient, list, ids)
    }),
  )
}

async function refreshList(queryClient: QueryClient, list: Query, ids: Set<string>): Promise<void> {
  const filter = list.queryKey[keys.workflowList.length] as WorkflowFilter
  const query = { ...present(filter), ids: [...ids].join(','), limit: String(MOST_AT_ONCE) }
  for (let tries = ids.size > MOST_AT_ONCE ? MOST_TRIES : 0; tries < MOST_TRIES; tries++) {
    await atRest(list)
    const before = list.state.dataUpdatedAt
    const rows = await workflowService.listWorkflows(query).catch(() => null)
    if (rows === null) break
    if (list.state.dataUpdatedAt !== before || list.state.fetchStatus === 'fetching') continue
    queryClient.setQueryData<Pages>(list.queryKey, (data) => data && withRows(data, ids, rows.items))
    return
  }
  await queryClient.invalidateQueries({ queryKey: list.queryKey, exact: true })
}

/** A page that is on its way may be older than what is told now, and would be shown after it. */
async function atRest(list: Query): Promise<void> {
  if (list.state.fetchStatus === 'fetching') await list.promise?.catch(() => undefined)
}

/** Pages in which what was asked for stands as it was found, in its place; what was not found is left out. */
export function withRows(data: Pages, asked: ReadonlySet<string>, found: WorkflowListItem[]): Pages {
  const byId = new Map(found.map((item) => [item.id, item]))
  const shown = idsOf(data)
  const pages = data.pages.map(({ items, nextCursor }) => ({
    items: items.flatMap((item) => (asked.has(item.id) ? (byId.get(item.id) ?? []) : item)),
    nextCursor,
  }))
  for (const item of found) {
    if (shown.has(item.id)) continue
    // One that belongs behind all that was fetched so far comes with its page.
    const page = pages.find(({ items, nextCursor }) => {
      const last = items.at(-1)
      return nextCursor === null || (last !== undefined && isBefore(item, last))
    })
    if (page) page.items = [...page.items, item].sort((one, other) => (isBefore(one, other) ? -1 : 1))
  }
  return { ...data, pages }
}

function idsOf(data: Pages | undefined): Set<string> {
  return new Set(data?.pages.flatMap((page) => page.items.map(({ id }) => id)))
}

/** As the API sorts: the newest first. */
function isBefore(one: WorkflowListItem, other: WorkflowListItem): boolean {
  return one.createdAt === other.createdAt ? one.id < other.id : one.createdAt > other.createdAt
}
