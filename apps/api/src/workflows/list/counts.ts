import { WORKFLOW_STATUSES, type WorkflowStatus } from '@hubflow/core'
import { asPerson, tables } from '@hubflow/db'
import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { CountWorkflows, WorkflowCounts } from '../../contract/workflow-list.ts'
import type { Caller } from '../../http/env.ts'
import type { Services } from '../../services.ts'
import { filtersOf } from './filters.ts'

const { userProfiles, workflows } = tables

/** What stands on the list's filters: each choice counted with all filters but its own, from one reading of the table. */
export async function countWorkflows(
  services: Services,
  caller: Caller,
  query: z.output<typeof CountWorkflows>,
): Promise<WorkflowCounts> {
  const fits = filtersOf(query)
  const groups = await asPerson(services.database, caller.id, (tx) =>
    tx
      .select({
        status: workflows.status,
        category: workflows.category,
        owner: { id: userProfiles.id, name: userProfiles.name },
        isBinned: sql<boolean>`${workflows.deletedAt} is not null`,
        fitsStatus: sql<boolean>`${fits.status}`,
        fitsCategory: sql<boolean>`${fits.category}`,
        fitsOwner: sql<boolean>`${fits.owner}`,
        fitsRest: sql<boolean>`${fits.q} and ${fits.bin}`,
        count: sql<number>`count(*)::int`,
      })
      .from(workflows)
      .innerJoin(userProfiles, eq(userProfiles.id, workflows.createdBy))
      .groupBy(sql`1, 2, 3, 4, 5, 6, 7, 8, 9`),
  )
  const rest = groups.filter((group) => group.fitsRest)
  const byStatus = tally(
    rest.filter((group) => group.fitsCategory && group.fitsOwner),
    (group) => group.status,
  )
  const owners = new Map(rest.map(({ owner }) => [owner.id, owner]))
  const byOwner = tally(
    rest.filter((group) => group.fitsStatus && group.fitsCategory),
    (group) => group.owner.id,
  )
  // A category that fits no more keeps its place with a nought, so that the chips do not jump while one types.
  const known = groups.filter((group) => group.isBinned === (query.bin === 'true')).map((group) => group.category)
  const byCategory = tally(
    rest.filter((group) => group.fitsStatus && group.fitsOwner),
    (group) => group.category,
  )
  return {
    statuses: Object.fromEntries(WORKFLOW_STATUSES.map((status) => [status, byStatus.get(status) ?? 0])) as Record<
      WorkflowStatus,
      number
    >,
    categories: [...new Set(known)]
      .map((category) => ({ category, count: byCategory.get(category) ?? 0 }))
      .sort((one, other) => other.count - one.count || one.category.localeCompare(other.category)),
    owners: [...owners.values()]
      .map((owner) => ({ ...owner, count: byOwner.get(owner.id) ?? 0 }))
      .sort((one, other) => one.name.localeCompare(other.name)),
    listed: sum(rest.filter((group) => group.fitsStatus && group.fitsCategory && group.fitsOwner)),
    all: sum(groups.filter((group) => !group.isBinned)),
    binned: sum(groups.filter((group) => group.isBinned)),
  }
}

function tally<Group extends { count: number }, Key>(groups: Group[], keyOf: (group: Group) => Key): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const group of groups) counts.set(keyOf(group), (counts.get(keyOf(group)) ?? 0) + group.count)
  return counts
}

function sum(groups: { count: number }[]): number {
  return groups.reduce((total, { count }) => total + count, 0)
}
