import { asPerson, tables } from '@hubflow/db'
import { and, desc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { ListEmails, QueuedEmailList } from '../contract/messages.ts'
import { cursorText, isBefore, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import { isStaff } from '../http/staff.ts'
import type { Services } from '../services.ts'

const { emailQueue, workflowRuns, workflows } = tables

export async function listQueuedEmails(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListEmails>,
): Promise<z.output<typeof QueuedEmailList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({
        id: emailQueue.id,
        to: emailQueue.toAddress,
        toName: emailQueue.toName,
        subject: emailQueue.subject,
        bodyHtml: emailQueue.bodyHtml,
        status: emailQueue.status,
        attempts: emailQueue.attempts,
        errorMessage: emailQueue.errorMessage,
        runId: emailQueue.runId,
        workflowId: workflowRuns.workflowId,
        workflowName: workflows.name,
        createdAt: emailQueue.createdAt,
        sentAt: emailQueue.sentAt,
        cursor: cursorText(emailQueue.createdAt),
      })
      .from(emailQueue)
      .leftJoin(workflowRuns, eq(workflowRuns.id, emailQueue.runId))
      .leftJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
      .where(
        and(
          isStaff,
          query.status === undefined ? undefined : eq(emailQueue.status, query.status),
          query.runId === undefined ? undefined : eq(emailQueue.runId, query.runId),
          isBefore(cursor, emailQueue.createdAt, emailQueue.id),
        ),
      )
      .orderBy(desc(emailQueue.createdAt), emailQueue.id)
      .limit(query.limit + 1)
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const items = page.rows.map(({ cursor: _, createdAt, sentAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
    }))
    return { items, nextCursor: page.nextCursor }
  })
}
