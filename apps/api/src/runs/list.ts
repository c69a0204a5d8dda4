import { asPerson, tables } from '@hubflow/db'
import { and, desc, eq, gte, ilike, lt, or, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { ListRuns, RunFilter, RunList } from '../contract/run.ts'
import { cursorText, isBefore, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import { containing } from '../http/search-text.ts'
import type { Services } from '../services.ts'
import { summaryColumns, toSummaries } from './summary.ts'

const { workflowRuns, workflows } = tables

export async function listRuns(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListRuns>,
): Promise<z.output<typeof RunList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({ ...summaryColumns, cursor: cursorText(workflowRuns.createdAt) })
      .from(workflowRuns)
      .innerJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
      .where(and(...filtersOf(query), isBefore(cursor, workflowRuns.createdAt, workflowRuns.id)))
      .orderBy(desc(workflowRuns.createdAt), workflowRuns.id)
      .limit(query.limit + 1)
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const items = await toSummaries(
      tx,
      page.rows.map(({ cursor: _, ...row }) => row),
    )
    return { items, nextCursor: page.nextCursor }
  })
}

/** Over `workflow_runs` joined with `workflows`. */
export function filtersOf(query: z.output<typeof RunFilter>): (SQL | undefined)[] {
  const [subjectTable, subjectId] = query.subject?.split(':') ?? []
  return [
    query.workflowId === undefined ? undefined : eq(workflowRuns.workflowId, query.workflowId),
    query.status === undefined ? undefined : eq(workflowRuns.status, query.status),
    subjectTable === undefined ? undefined : eq(workflowRuns.subjectTable, subjectTable),
    subjectId === undefined ? undefined : eq(workflowRuns.subjectId, subjectId),
    query.test === 'all' ? undefined : eq(workflowRuns.isTest, query.test === 'true'),
    query.from === undefined ? undefined : gte(workflowRuns.createdAt, new Date(query.from)),
    query.to === undefined ? undefined : lt(workflowRuns.createdAt, new Date(query.to)),
    query.q === undefined
      ? undefined
      : or(ilike(workflows.name, containing(query.q)), ilike(workflowRuns.errorMessage, containing(query.q))),
  ]
}
