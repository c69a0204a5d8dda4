import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { ListSuppressed, SuppressAddress, SuppressedAddress, SuppressedAddressList } from '../contract/messages.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { emailSuppressions, userProfiles } = tables

/** By address, which is its own cursor. */
export async function listSuppressed(
  services: Services,
  caller: Caller,
  { limit, cursor, q = '' }: z.output<typeof ListSuppressed>,
): Promise<z.output<typeof SuppressedAddressList>> {
  const beginsWith = sql`starts_with(${emailSuppressions.address}, ${q.trim().toLowerCase()})`
  const after = cursor === undefined ? undefined : gt(emailSuppressions.address, cursor)
  const rows = await asPerson(services.database, caller.id, (tx) => read(tx, and(beginsWith, after), limit + 1))
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.address ?? null) : null }
}

/** An address that is there already stays as it is. */
export async function suppressAddress(
  services: Services,
  caller: Caller,
  { address, reason }: z.output<typeof SuppressAddress>,
): Promise<SuppressedAddress> {
  return asPerson(services.database, caller.id, async (tx) => {
    // Only these columns may be written, and drizzle's own insert names all.
    const added = await tx.execute(sql`
      insert into hubflow.email_suppressions (address, reason, created_by) values (${address}, ${reason}, ${caller.id})
      on conflict do nothing returning address`)
    if (added.length > 0)
      await writeAudit(tx, caller, 'address.suppressed', { type: 'address', id: address }, { reason })
    const [found] = await read(tx, eq(emailSuppressions.address, address), 1)
    if (!found) throw notFound()
    return found
  })
}

export async function allowAddress(services: Services, caller: Caller, address: string): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [removed] = await tx
      .delete(emailSuppressions)
      .where(eq(emailSuppressions.address, address))
      .returning({ reason: emailSuppressions.reason })
    if (!removed) throw notFound()
    await writeAudit(tx, caller, 'address.allowed', { type: 'address', id: address }, removed)
  })
}

async function read(tx: Transaction, which: SQL | undefined, limit: number): Promise<SuppressedAddress[]> {
  const rows = await tx
    .select({
      address: emailSuppressions.address,
      reason: emailSuppressions.reason,
      createdBy: { id: userProfiles.id, name: userProfiles.name },
      createdAt: emailSuppressions.createdAt,
    })
    .from(emailSuppressions)
    .leftJoin(userProfiles, eq(userProfiles.id, emailSuppressions.createdBy))
    .where(which)
    .orderBy(asc(emailSuppressions.address))
    .limit(limit)
  return rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() }))
}
