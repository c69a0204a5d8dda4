import { asPerson, tables } from '@hubflow/db'
import { and, desc, eq, ilike, isNull, or } from 'drizzle-orm'
import type { z } from 'zod'
import type { ListWorkflows, WorkflowList } from '../contract/workflow.ts'
import { cursorText, isBefore, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import { containing } from '../http/search-text.ts'
import type { Services } from '../services.ts'
import { isLive, lastRunsOf, summarized, toWorkflowSummary } from './view.ts'

const { userProfiles, workflows, workflowVersions } = tables

export async function listWorkflows(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListWorkflows>,
): Promise<z.output<typeof WorkflowList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({ ...summarized, cursor: cursorText(workflows.createdAt) })
      .from(workflows)
      .innerJoin(userProfiles, eq(userProfiles.id, workflows.createdBy))
      .leftJoin(workflowVersions, isLive)
      .where(
        and(
          isNull(workflows.deletedAt),
          query.status === undefined ? undefined : eq(workflows.status, query.status),
          query.category === undefined ? undefined : eq(workflows.category, query.category),
          query.q === undefined
            ? undefined
            : or(ilike(workflows.name, containing(query.q)), ilike(workflows.description, containing(query.q))),
          isBefore(cursor, workflows.createdAt, workflows.id),
        ),
      )
      .orderBy(desc(workflows.createdAt), workflows.id)
      .limit(query.limit + 1)
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const lastRuns = await lastRunsOf(
      tx,
      page.rows.map((row) => row.id),
    )
    const items = page.rows.map(({ cursor: _, ...row }) => toWorkflowSummary(row, lastRuns))
    return { items, nextCursor: page.nextCursor }
  })
}
