import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { ListNotifications, NotificationList, UnreadCount } from '../contract/messages.ts'
import { cursorText, isBefore, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'

const { notifications, workflowRuns } = tables

export async function listNotifications(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListNotifications>,
): Promise<z.output<typeof NotificationList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({
        id: notifications.id,
        kind: notifications.kind,
        title: notifications.title,
        message: notifications.message,
        link: notifications.link,
        runId: notifications.runId,
        readAt: notifications.readAt,
        createdAt: notifications.createdAt,
        subjectTable: workflowRuns.subjectTable,
        subjectId: workflowRuns.subjectId,
        cursor: cursorText(notifications.createdAt),
      })
      .from(notifications)
      .leftJoin(workflowRuns, eq(workflowRuns.id, notifications.runId))
      .where(and(eq(notifications.userId, caller.id), isBefore(cursor, notifications.createdAt, notifications.id)))
      .orderBy(desc(notifications.createdAt), notifications.id)
      .limit(query.limit + 1)
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const items = page.rows.map(({ cursor: _, subjectTable, subjectId, readAt, createdAt, ...row }) => ({
      ...row,
      subject: subjectTable !== null && subjectId !== null ? { table: subjectTable, id: subjectId } : null,
      readAt: readAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    }))
    return { items, nextCursor: page.nextCursor, unread: await countUnread(tx, caller) }
  })
}

export async function markRead(
  services: Services,
  caller: Caller,
  ids: string[] | undefined,
): Promise<z.output<typeof UnreadCount>> {
  return asPerson(services.database, caller.id, async (tx) => {
    await tx
      .update(notifications)
      .set({ readAt: sql`hubflow.now()` })
      .where(and(isUnread(caller), ids === undefined ? undefined : inArray(notifications.id, ids)))
    return { unread: await countUnread(tx, caller) }
  })
}

async function countUnread(tx: Transaction, caller: Caller): Promise<number> {
  const [row] = await tx.select({ unread: count() }).from(notifications).where(isUnread(caller))
  return row?.unread ?? 0
}

function isUnread(caller: Caller) {
  return and(eq(notifications.userId, caller.id), isNull(notifications.readAt))
}
