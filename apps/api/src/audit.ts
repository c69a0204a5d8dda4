import { type Transaction, tables } from '@hubflow/db'
import type { Caller } from './http/env.ts'

type AuditedType =
  | 'workflow'
  | 'run'
  | 'secret'
  | 'event-type'
  | 'address'
  | 'alert'
  | 'setting'
  | 'person'
  | 'session'
  | 'api-key'
  | 'email'
  | 'email-template'

/** Notes who did what, in the transaction that does it. */
export async function writeAudit(
  tx: Transaction,
  caller: Caller,
  action: string,
  object: { type: AuditedType; id: string },
  detail: Record<string, unknown> = {},
): Promise<void> {
  await writeAudits(tx, caller, action, { type: object.type, ids: [object.id] }, detail)
}

/** As `writeAudit`, for many objects that the same was done to; `detail` the same for all, or of each. */
export async function writeAudits(
  tx: Transaction,
  caller: Caller,
  action: string,
  objects: { type: AuditedType; ids: string[] },
  detail: Record<string, unknown> | ((id: string) => Record<string, unknown>) = {},
): Promise<void> {
  if (objects.ids.length === 0) return
  await tx.insert(tables.auditLog).values(
    objects.ids.map((objectId) => ({
      userId: caller.id,
      action,
      objectType: objects.type,
      objectId,
      detail: typeof detail === 'function' ? detail(objectId) : detail,
    })),
  )
}
