import { randomBytes } from 'node:crypto'
import { asPerson, type Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import { hashOfLink } from '../auth/link-token.ts'
import type { CreateUser, Invitation, InvitedUser } from '../contract/people.ts'
import type { Caller } from '../http/env.ts'
import { escapeHtml } from '../http/escape-html.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { requireAdmin, withinPeopleRules } from './rules.ts'
import { viewUser } from './users.ts'

const VALID_DAYS = 7

/** Adds a person, who is invited by mail to choose a password; the link is given to the caller, too. */
export async function addUser(
  services: Services,
  caller: Caller,
  { name, email, role }: z.output<typeof CreateUser>,
): Promise<z.output<typeof InvitedUser>> {
  requireAdmin(caller)
  return withinPeopleRules(() =>
    asPerson(services.database, caller.id, async (tx) => {
      const [added] = await tx.execute<{ id: string }>(sql`select hubflow.add_person(${name}, ${email}, ${role}) as id`)
      if (!added) throw notFound()
      await writeAudit(tx, caller, 'person.added', { type: 'person', id: added.id }, { name, email, role })
      const invitation = await invite(services, tx, caller, { id: added.id, name })
      return { user: await viewUser(tx, added.id), invitation }
    }),
  )
}

/** A new link for somebody who has no password yet; the one before works no more. */
export async function inviteAgain(
  services: Services,
  caller: Caller,
  id: string,
): Promise<z.output<typeof InvitedUser>> {
  requireAdmin(caller)
  return withinPeopleRules(() =>
    asPerson(services.database, caller.id, async (tx) => {
      const { name } = await viewUser(tx, id)
      const invitation = await invite(services, tx, caller, { id, name })
      await writeAudit(tx, caller, 'person.invited', { type: 'person', id })
      return { user: await viewUser(tx, id), invitation }
    }),
  )
}

async function invite(
  services: Services,
  tx: Transaction,
  caller: Caller,
  person: { id: string; name: string },
): Promise<Invitation> {
  const token = randomBytes(24).toString('base64url')
  const link = `${services.publicUrl()}/invitation?token=${token}`
  const validUntil = new Date(Date.now() + VALID_DAYS * 24 * 3_600_000).toISOString()
  const url = escapeHtml(link)
  const html = `<p>Hello ${escapeHtml(person.name)},</p>
<p>${escapeHtml(caller.name)} invites you to Hubflow. <a href="${url}">Choose a password</a> within the next ${VALID_DAYS} days, and you are signed in.</p>
<p>If the link does not open, copy this address: ${url}</p>`
  await tx.execute(
    sql`select hubflow.invite_person(${person.id}, ${hashOfLink(token)}, ${validUntil}, 'Your invitation to Hubflow', ${html})`,
  )
  return { link, validUntil }
}
