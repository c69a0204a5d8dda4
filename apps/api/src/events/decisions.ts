import { sentenceOfDecision } from '@hubflow/core'
import { asPerson, tables } from '@hubflow/db'
import { and, desc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { DecisionList, ListDecisions } from '../contract/event.ts'
import { cursorText, isBefore, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import { isStaff } from '../http/staff.ts'
import { isHubTable } from '../records/tables.ts'
import { titlesOf } from '../records/titles.ts'
import type { Services } from '../services.ts'

const { events, triggerDecisions: decisions, workflows } = tables

/** Why triggers did or did not start runs, newest first: of a workflow, of a record, or of all. */
export async function listDecisions(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListDecisions>,
): Promise<z.output<typeof DecisionList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({
        id: decisions.id,
        workflowId: decisions.workflowId,
        workflowName: workflows.name,
        verdict: decisions.verdict,
        detail: decisions.detail,
        eventId: decisions.eventId,
        eventType: events.type,
        runId: decisions.runId,
        subjectTable: decisions.subjectTable,
        subjectId: decisions.subjectId,
        decidedAt: decisions.decidedAt,
        cursor: cursorText(decisions.decidedAt),
      })
      .from(decisions)
      .innerJoin(workflows, eq(workflows.id, decisions.workflowId))
      .leftJoin(events, eq(events.id, decisions.eventId))
      .where(
        and(
          isStaff,
          query.workflowId === undefined ? undefined : eq(decisions.workflowId, query.workflowId),
          query.verdict === undefined ? undefined : eq(decisions.verdict, query.verdict),
          query.table === undefined ? undefined : eq(decisions.subjectTable, query.table),
          query.recordId === undefined ? undefined : eq(decisions.subjectId, query.recordId),
          isBefore(cursor, decisions.decidedAt, decisions.id),
        ),
      )
      .orderBy(desc(decisions.decidedAt), decisions.id)
      .limit(query.limit + 1)
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const titles = await titlesOf(
      tx,
      page.rows.flatMap(({ subjectTable: table, subjectId: id }) =>
        table !== null && id !== null && isHubTable(table) ? [{ table, id }] : [],
      ),
    )
    const items = page.rows.map(({ cursor: _, subjectTable: table, subjectId: id, ...row }) => ({
      ...row,
      sentence: sentenceOfDecision(row),
      subject: table === null || id === null ? null : { table, id, title: titles.get(`${table}:${id}`) ?? null },
      decidedAt: row.decidedAt.toISOString(),
    }))
    return { items, nextCursor: page.nextCursor }
  })
}
