import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit, writeAudits } from '../audit.ts'
import type { DisabledUser, DisableUser, OwnedWorkflow, User } from '../contract/people.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { handOver } from './hand-over.ts'
import { requireAdmin, withinPeopleRules } from './rules.ts'
import { ownedBy, viewUser } from './users.ts'

const { workflows } = tables

/** Ends everything that somebody has open, and gives their workflows to another person, or pauses those that are active. */
export async function disableUser(
  services: Services,
  caller: Caller,
  id: string,
  { takeOverBy, names = {} }: z.output<typeof DisableUser>,
): Promise<z.output<typeof DisabledUser>> {
  requireAdmin(caller)
  const done = await withinPeopleRules(() =>
    asPerson(services.database, caller.id, async (tx) => {
      const before = await viewUser(tx, id)
      await tx.execute(sql`select hubflow.disable_person(${id})`)
      const owned = await ownedBy(tx, id)
      if (takeOverBy !== null) {
        const given = owned.map((workflow) => ({ ...workflow, newName: names[workflow.id] ?? workflow.name }))
        await handOver(tx, caller, given, { from: id, to: takeOverBy })
      }
      const paused = takeOverBy === null ? await pauseOrphans(tx, caller, before, owned) : 0
      await writeAudit(tx, caller, 'person.disabled', { type: 'person', id }, { takeOverBy, paused })
      const handedOver = takeOverBy === null ? 0 : owned.length
      return { user: await viewUser(tx, id), handedOver, paused }
    }),
  )
  await services.live.recheck()
  return done
}

async function pauseOrphans(tx: Transaction, caller: Caller, owner: User, owned: OwnedWorkflow[]): Promise<number> {
  const ids = owned.filter(({ status }) => status === 'active').map((workflow) => workflow.id)
  if (ids.length === 0) return 0
  const reason = `Its owner, ${owner.name}, is disabled. Give it to somebody else, then resume it.`
  const paused = await tx
    .update(workflows)
    .set({ status: 'paused', pausedReason: reason, updatedAt: sql`hubflow.now()` })
    .where(and(inArray(workflows.id, ids), eq(workflows.status, 'active')))
    .returning({ id: workflows.id, name: workflows.name })
  await writeAudits(
    tx,
    caller,
    'workflow.status-changed',
    { type: 'workflow', ids: paused.map((workflow) => workflow.id) },
    { from: 'active', to: 'paused', ownerDisabled: owner.id },
  )
  const names = paused.map(({ name }) => `“${name}”`).join(', ')
  const title =
    paused.length === 1
      ? 'A workflow has nobody to answer for it'
      : `${paused.length} workflows have nobody to answer for them`
  const message = `${owner.name} was disabled by ${caller.name}, and nobody took over. Paused: ${names}. Give them to somebody, then resume them.`
  await tx.execute(sql`select hubflow.tell_admins('takeover', ${title}, ${message}, ${`/people/${owner.id}`})`)
  return paused.length
}
