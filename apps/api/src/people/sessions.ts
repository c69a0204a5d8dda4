import { asPerson, tables } from '@hubflow/db'
import { and, desc, eq, gt, ne, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit, writeAudits } from '../audit.ts'
import { ABSOLUTE_SECONDS } from '../auth/auth.ts'
import type { EndedSessions, OfPerson, SessionList } from '../contract/people.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { sessions } = tables

/** Those that are good still, the last used first. */
export async function listSessions(
  services: Services,
  caller: Caller,
  { userId = caller.id }: z.output<typeof OfPerson>,
): Promise<z.output<typeof SessionList>> {
  const rows = await asPerson(services.database, caller.id, (tx) =>
    tx
      .select({
        id: sessions.id,
        userAgent: sessions.userAgent,
        createdAt: sessions.createdAt,
        updatedAt: sessions.updatedAt,
        expiresAt: sessions.expiresAt,
      })
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, userId),
          gt(sessions.expiresAt, sql`now()`),
          gt(sessions.createdAt, sql`now() - make_interval(secs => ${ABSOLUTE_SECONDS})`),
        ),
      )
      .orderBy(desc(sessions.updatedAt)),
  )
  const items = rows.map(({ id, userAgent, createdAt, updatedAt, expiresAt }) => ({
    id,
    userAgent: userAgent || null,
    isCurrent: caller.credential.kind === 'session' && caller.credential.id === id,
    signedInAt: createdAt.toISOString(),
    lastSeenAt: updatedAt.toISOString(),
    endsAt: new Date(Math.min(expiresAt.getTime(), createdAt.getTime() + ABSOLUTE_SECONDS * 1000)).toISOString(),
  }))
  return { items, nextCursor: null }
}

/** Signs one out: one's own, or, as an admin, anybody's. */
export async function endSession(services: Services, caller: Caller, id: string): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [ended] = await tx.delete(sessions).where(eq(sessions.id, id)).returning({ userId: sessions.userId })
    if (!ended) throw notFound()
    await writeAudit(tx, caller, 'session.ended', { type: 'session', id }, { of: ended.userId })
  })
  await services.live.recheck()
}

/** Signs the caller out everywhere but here. */
export async function endOtherSessions(services: Services, caller: Caller): Promise<z.output<typeof EndedSessions>> {
  const ended = await asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, caller.id), ne(sessions.id, caller.credential.id)))
      .returning({ id: sessions.id })
    const ids = rows.map(({ id }) => id)
    await writeAudits(tx, caller, 'session.ended', { type: 'session', ids }, { of: caller.id })
    return ids.length
  })
  await services.live.recheck()
  return { ended }
}
