import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { isLive } from '../workflows/view.ts'

const { secrets, workflows, workflowVersions } = tables

export async function deleteSecret(services: Services, caller: Caller, id: string): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [deleted] = await tx.delete(secrets).where(eq(secrets.id, id)).returning({ name: secrets.name })
    if (!deleted) throw notFound()
    const users = await liveUsersOf(tx, id)
    if (users.length > 0) {
      const names = users.map((name) => `"${name}"`).join(', ')
      throw new HttpProblem(
        409,
        `This secret is used by ${names}. Take it out there and publish, or give it a new value instead.`,
      )
    }
    await writeAudit(tx, caller, 'secret.deleted', { type: 'secret', id }, { name: deleted.name })
  })
}

/** Names of the workflows whose live version holds the id anywhere: nothing else looks like it. */
async function liveUsersOf(tx: Transaction, id: string): Promise<string[]> {
  const rows = await tx
    .select({ name: workflows.name })
    .from(workflows)
    .innerJoin(workflowVersions, isLive)
    .where(
      and(
        isNull(workflows.deletedAt),
        inArray(workflows.status, ['active', 'paused']),
        sql`strpos(lower(${workflowVersions.definition}::text), ${id.toLowerCase()}) > 0`,
      ),
    )
    .orderBy(asc(workflows.name))
  return rows.map((row) => row.name)
}
