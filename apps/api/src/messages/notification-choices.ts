import { NOTIFICATION_KINDS, type NotificationKind, REQUIRED_KINDS, type Role } from '@hubflow/core'
import { asPerson, tables } from '@hubflow/db'
import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { ChooseNotification, NotificationChoice, NotificationChoiceList } from '../contract/notification-choice.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { notificationChoices } = tables

/** What the caller can be told of at all, and how. */
export async function listChoices(
  services: Services,
  caller: Caller,
): Promise<z.output<typeof NotificationChoiceList>> {
  const rows = await asPerson(services.database, caller.id, (tx) =>
    tx.select().from(notificationChoices).where(eq(notificationChoices.userId, caller.id)),
  )
  const chosen = new Map(rows.map((row) => [row.kind, row]))
  const items = kindsFor(caller.role).map((kind) => {
    const { inApp = true, byMail = false } = chosen.get(kind) ?? {}
    return { kind, inApp, byMail, isRequired: REQUIRED_KINDS.includes(kind) }
  })
  return { items, nextCursor: null }
}

/** Holds for what is written from now on. 422 for turning off what is required. */
export async function choose(
  services: Services,
  caller: Caller,
  kind: NotificationKind,
  { inApp, byMail }: z.output<typeof ChooseNotification>,
): Promise<NotificationChoice> {
  if (!kindsFor(caller.role).includes(kind)) throw notFound()
  const isRequired = REQUIRED_KINDS.includes(kind)
  if (isRequired && !inApp)
    throw new HttpProblem(422, 'This kind is always told in the app, since nobody else would notice. Leave it on.')
  await asPerson(services.database, caller.id, (tx) =>
    tx
      .insert(notificationChoices)
      .values({ userId: caller.id, kind, inApp, byMail })
      .onConflictDoUpdate({
        target: [notificationChoices.userId, notificationChoices.kind],
        set: { inApp, byMail, updatedAt: sql`hubflow.now()` },
      }),
  )
  return { kind, inApp, byMail, isRequired }
}

/** Agents see no workflows: what concerns these is told to others. */
function kindsFor(role: Role): readonly NotificationKind[] {
  if (role === 'agent') return ['step']
  return NOTIFICATION_KINDS.filter((kind) => role === 'admin' || kind !== 'takeover')
}
