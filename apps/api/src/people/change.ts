import { asPerson } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { ChangeUser, User } from '../contract/people.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { requireAdmin, withinPeopleRules } from './rules.ts'
import { viewUser } from './users.ts'

/** Gives somebody another role; what they have open ends, and comes back with what they may see from now on. */
export async function changeRole(
  services: Services,
  caller: Caller,
  id: string,
  { role }: z.output<typeof ChangeUser>,
): Promise<User> {
  requireAdmin(caller)
  const user = await withinPeopleRules(() =>
    asPerson(services.database, caller.id, async (tx) => {
      const before = await viewUser(tx, id)
      if (before.role === role) return before
      if (role === 'agent' && before.workflows > 0) throw ownsWorkflows(before)
      await tx.execute(sql`select hubflow.change_role(${id}, ${role})`)
      await writeAudit(tx, caller, 'person.role-changed', { type: 'person', id }, { from: before.role, to: role })
      return viewUser(tx, id)
    }),
  )
  await services.live.recheck()
  return user
}

/** Lets somebody sign in again; sessions and keys that ended stay so. */
export async function enableUser(services: Services, caller: Caller, id: string): Promise<User> {
  requireAdmin(caller)
  return asPerson(services.database, caller.id, async (tx) => {
    const before = await viewUser(tx, id)
    if (before.state !== 'disabled') return before
    await tx.execute(sql`select hubflow.enable_person(${id})`)
    await writeAudit(tx, caller, 'person.enabled', { type: 'person', id })
    return viewUser(tx, id)
  })
}

function ownsWorkflows({ name, workflows }: User): HttpProblem {
  const owned = workflows === 1 ? 'a workflow' : `${workflows} workflows`
  return new HttpProblem(
    409,
    `${name} owns ${owned}, and an agent can have none. Give them to somebody else first, then change the role.`,
  )
}
