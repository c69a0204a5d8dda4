import { asPerson, tables } from '@hubflow/db'
import { and, desc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { ListWorkflows, WorkflowList } from '../../contract/workflow-list.ts'
import { cursorText, isBefore, pageOf, readCursor } from '../../http/cursor.ts'
import type { Caller } from '../../http/env.ts'
import type { Services } from '../../services.ts'
import { isLive, lastRunsOf, summarized, toWorkflowSummary } from '../view.ts'
import { filtersOf, isAmong } from './filters.ts'
import { nextRunsOf } from './next-runs.ts'
import { weeksOf } from './weeks.ts'

const { userProfiles, workflows, workflowVersions } = tables

export async function listWorkflows(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListWorkflows>,
): Promise<z.output<typeof WorkflowList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({ ...summarized, deletedAt: workflows.deletedAt, cursor: cursorText(workflows.createdAt) })
      .from(workflows)
      .innerJoin(userProfiles, eq(userProfiles.id, workflows.createdBy))
      .leftJoin(workflowVersions, isLive)
      .where(
        and(
          ...Object.values(filtersOf(query)),
          query.ids === undefined ? undefined : isAmong(query.ids),
          isBefore(cursor, workflows.createdAt, workflows.id),
        ),
      )
      .orderBy(desc(workflows.createdAt), workflows.id)
      .limit(query.limit + 1)
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const ids = page.rows.map((row) => row.id)
    const lastRuns = await lastRunsOf(tx, ids)
    const nextRuns = await nextRunsOf(tx, ids)
    const weeks = await weeksOf(tx, ids, services.config.timeZone)
    const items = page.rows.map(({ cursor: _, deletedAt, ...row }) => ({
      ...toWorkflowSummary(row, lastRuns),
      nextRun: nextRuns.get(row.id) ?? null,
      week: weeks(row.id),
      deletedAt: deletedAt?.toISOString() ?? null,
    }))
    return { items, nextCursor: page.nextCursor }
  })
}
