import type { Json } from '@hubflow/core'
import { asPerson, tables } from '@hubflow/db'
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import type { AuditList, ListAudit } from '../contract/audit.ts'
import { cursorText, isBefore, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import { isStaff } from '../http/staff.ts'
import type { Services } from '../services.ts'
import { OF_KIND } from './kinds.ts'

const { auditLog, secrets, userProfiles, workflows } = tables
const person = alias(userProfiles, 'person')

/** What was done, newest first, as far as the caller may read it. */
export async function listAudit(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListAudit>,
): Promise<z.output<typeof AuditList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({
        id: auditLog.id,
        at: auditLog.createdAt,
        action: auditLog.action,
        userId: auditLog.userId,
        userName: userProfiles.name,
        objectType: auditLog.objectType,
        objectId: auditLog.objectId,
        objectName: sql<string | null>`coalesce(${person.name}, ${secrets.name}, ${auditLog.detail} ->> 'name')`,
        workflowId: auditLog.workflowId,
        workflowName: workflows.name,
        isThere: sql<boolean>`${workflows.id} is not null and ${workflows.deletedAt} is null`,
        // Whole definitions are for who asks for the change.
        detail: sql<Record<string, Json>>`${auditLog.detail} - 'definitionBefore'`,
        hasDefinition: sql<boolean>`${auditLog.detail} ? 'definitionBefore'`,
        cursor: cursorText(auditLog.createdAt),
      })
      .from(auditLog)
      .leftJoin(userProfiles, eq(userProfiles.id, auditLog.userId))
      .leftJoin(person, and(eq(auditLog.objectType, 'person'), eq(sql`${person.id}::text`, auditLog.objectId)))
      .leftJoin(secrets, and(eq(auditLog.objectType, 'secret'), eq(sql`${secrets.id}::text`, auditLog.objectId)))
      .leftJoin(workflows, eq(workflows.id, auditLog.workflowId))
      .where(
        and(
          isStaff,
          query.personId === undefined ? undefined : eq(auditLog.userId, query.personId),
          query.workflowId === undefined ? undefined : eq(auditLog.workflowId, query.workflowId),
          query.kind === undefined ? undefined : OF_KIND[query.kind],
          query.from === undefined ? undefined : gte(auditLog.createdAt, new Date(query.from)),
          query.to === undefined ? undefined : lt(auditLog.createdAt, new Date(query.to)),
          isBefore(cursor, auditLog.createdAt, auditLog.id),
        ),
      )
      .orderBy(desc(auditLog.createdAt), auditLog.id)
      .limit(query.limit + 1)
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const items = page.rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      action: row.action,
      by: row.userId === null ? null : { id: row.userId, name: row.userName },
      object: { type: row.objectType, id: row.objectId, name: row.objectName },
      workflow:
        row.workflowId === null
          ? null
          : { id: row.workflowId, name: row.workflowName ?? row.objectName, isThere: row.isThere },
      detail: row.detail,
      hasChange: row.hasDefinition || row.action === 'workflow.published',
    }))
    return { items, nextCursor: page.nextCursor }
  })
}
