import { type Transaction, tables } from '@hubflow/db'
import type { Caller } from './http/env.ts'

/** Notes who did what, in the transaction that does it. */
export async function writeAudit(
  tx: Transaction,
  caller: Caller,
  action: string,
  object: { type: 'workflow' | 'run'; id: string },
  detail: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .insert(tables.auditLog)
    .values({ userId: caller.id, action, objectType: object.type, objectId: object.id, detail })
}
