import { asPerson, tables } from '@hubflow/db'
import { desc, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { ListRuns, RunList } from '../contract/run.ts'
import { cursorText, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { findRuns } from './find.ts'
import { summaryColumns, toSummaries } from './summary.ts'

const { workflowRuns, workflows } = tables

export async function listRuns(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListRuns>,
): Promise<z.output<typeof RunList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const found = await findRuns(tx, query, { cursor, most: query.limit + 1 })
    const rows = await tx
      .select({ ...summaryColumns, cursor: cursorText(workflowRuns.createdAt) })
      .from(workflowRuns)
      .innerJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
      .where(inArray(workflowRuns.id, found))
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
