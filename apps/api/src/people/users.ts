import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { OwnedWorkflow, User, UserList, UserWithWorkflows } from '../contract/people.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { requireAdmin } from './rules.ts'

const { userProfiles, workflows } = tables

/** Everybody, by name. */
export async function listUsers(services: Services, caller: Caller): Promise<z.output<typeof UserList>> {
  requireAdmin(caller)
  const items = await asPerson(services.database, caller.id, (tx) => readUsers(tx))
  return { items, nextCursor: null }
}

/** One person, with the workflows that they own. */
export async function readUser(services: Services, caller: Caller, id: string): Promise<UserWithWorkflows> {
  requireAdmin(caller)
  return asPerson(services.database, caller.id, async (tx) => ({
    ...(await viewUser(tx, id)),
    owned: await ownedBy(tx, id),
  }))
}

/** 404 where there is none. */
export async function viewUser(tx: Transaction, id: string): Promise<User> {
  const [user] = await readUsers(tx, eq(userProfiles.id, id))
  if (!user) throw notFound()
  return user
}

/** By name, those in the bin left out. */
export function ownedBy(tx: Transaction, ownerId: string): Promise<OwnedWorkflow[]> {
  return tx
    .select({ id: workflows.id, name: workflows.name, status: workflows.status })
    .from(workflows)
    .where(and(eq(workflows.createdBy, ownerId), isNull(workflows.deletedAt)))
    .orderBy(asc(workflows.name))
}

async function readUsers(tx: Transaction, which?: SQL): Promise<User[]> {
  const invitations = await tx.execute<{ person_id: string; valid_until: string | null }>(
    sql`select person_id, valid_until from hubflow.read_invitations()`,
  )
  const invited = new Map(invitations.map((row) => [row.person_id, row.valid_until]))
  const rows = await tx
    .select({
      id: userProfiles.id,
      name: userProfiles.name,
      email: userProfiles.email,
      role: userProfiles.role,
      disabledAt: userProfiles.disabledAt,
      lastSeenAt: userProfiles.lastSeenAt,
      createdAt: userProfiles.createdAt,
      workflows: tx.$count(workflows, and(eq(workflows.createdBy, userProfiles.id), isNull(workflows.deletedAt))),
    })
    .from(userProfiles)
    .where(which)
    .orderBy(asc(sql`lower(${userProfiles.name})`), asc(userProfiles.id))
  return rows.map(({ disabledAt, lastSeenAt, createdAt, ...row }) => {
    const validUntil = invited.get(row.id)
    return {
      ...row,
      state: disabledAt !== null ? 'disabled' : validUntil === undefined ? 'active' : 'invited',
      invitedUntil: validUntil ? new Date(validUntil).toISOString() : null,
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    }
  })
}
