import { asPerson, tables } from '@hubflow/db'
import { desc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { ApiKeyList, OfPerson } from '../contract/people.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { apiKeys } = tables

/** The newest first; what has expired is among them. */
export async function listApiKeys(
  services: Services,
  caller: Caller,
  { userId = caller.id }: z.output<typeof OfPerson>,
): Promise<z.output<typeof ApiKeyList>> {
  const rows = await asPerson(services.database, caller.id, (tx) =>
    tx
      .select({
        id: apiKeys.id,
        name: apiKeys.name,
        start: apiKeys.start,
        createdAt: apiKeys.createdAt,
        lastRequest: apiKeys.lastRequest,
        expiresAt: apiKeys.expiresAt,
      })
      .from(apiKeys)
      .where(eq(apiKeys.referenceId, userId))
      .orderBy(desc(apiKeys.createdAt)),
  )
  const items = rows.map(({ id, name, start, createdAt, lastRequest, expiresAt }) => ({
    id,
    name: name ?? 'Without a name',
    beginning: start ?? '',
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastRequest?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  }))
  return { items, nextCursor: null }
}

/** For good: one's own, or, as an admin, anybody's. */
export async function revokeApiKey(services: Services, caller: Caller, id: string): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [revoked] = await tx
      .delete(apiKeys)
      .where(eq(apiKeys.id, id))
      .returning({ name: apiKeys.name, of: apiKeys.referenceId })
    if (!revoked) throw notFound()
    await writeAudit(tx, caller, 'api-key.revoked', { type: 'api-key', id }, revoked)
  })
  await services.live.recheck()
}
