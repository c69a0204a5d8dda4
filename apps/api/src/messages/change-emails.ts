import type { EmailStatus } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudits } from '../audit.ts'
import type { BulkEmails, QueuedEmailDetail } from '../contract/messages.ts'
import type { BulkDone } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { filtersOf, viewEmail } from './emails.ts'

const { emailQueue, workflowRuns } = tables

type Body = z.output<typeof BulkEmails>
type Action = Body['action']

const MAX_AT_ONCE = 5000

/** The one state that each may be done in: what is being sent at the moment is left to its end. */
const FROM = { retry: 'failed', cancel: 'pending' } as const
const DONE = { retry: 'email.retried', cancel: 'email.cancelled' } as const

/** 409 with the reason where its state does not allow it. */
export async function changeEmail(
  services: Services,
  caller: Caller,
  action: Action,
  id: string,
): Promise<QueuedEmailDetail> {
  return asPerson(services.database, caller.id, async (tx) => {
    const changed = await change(tx, caller, action, [id])
    const email = await viewEmail(tx, id)
    if (changed.length === 0) throw new HttpProblem(409, REFUSALS[action][email.status])
    return email
  })
}

/** Does the same to many mails in one transaction; those whose state does not allow it are passed over. */
export async function changeEmails(
  services: Services,
  caller: Caller,
  { action, ids, filter }: Body,
): Promise<z.output<typeof BulkDone>> {
  return asPerson(services.database, caller.id, async (tx) => {
    const meant = ids ?? (await idsOf(tx, action, filter ?? {}))
    const now = meant.slice(0, MAX_AT_ONCE)
    const changed = await change(tx, caller, action, now, { inBulk: true })
    return { changed: changed.length, skipped: now.length - changed.length, more: meant.length > now.length }
  })
}

/** One more than are changed at once. */
async function idsOf(tx: Transaction, action: Action, filter: NonNullable<Body['filter']>): Promise<string[]> {
  const rows = await tx
    .select({ id: emailQueue.id })
    .from(emailQueue)
    .leftJoin(workflowRuns, eq(workflowRuns.id, emailQueue.runId))
    .where(and(eq(emailQueue.status, FROM[action]), ...filtersOf(filter)))
    .orderBy(asc(emailQueue.createdAt))
    .limit(MAX_AT_ONCE + 1)
  return rows.map(({ id }) => id)
}

async function change(
  tx: Transaction,
  caller: Caller,
  action: Action,
  ids: string[],
  detail: Record<string, unknown> = {},
): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .update(emailQueue)
    .set(
      action === 'cancel'
        ? { status: 'cancelled', errorMessage: `Cancelled by ${caller.name}.` }
        : { status: 'pending', attempts: 0, sendAfter: sql`hubflow.now()`, errorMessage: null },
    )
    .where(and(inArray(emailQueue.id, ids), eq(emailQueue.status, FROM[action])))
    .returning({ id: emailQueue.id, to: emailQueue.toAddress, subject: emailQueue.subject })
  // Who sends mail hears by itself of what is added only.
  if (action === 'retry' && rows.length > 0) await tx.execute(sql`select pg_notify('hubflow_mail', '')`)
  const changed = new Map(rows.map(({ id, to, subject }) => [id, { ...detail, to, subject }]))
  const object = { type: 'email' as const, ids: [...changed.keys()] }
  await writeAudits(tx, caller, DONE[action], object, (id) => changed.get(id) ?? detail)
  return object.ids
}

const REFUSALS: Record<Action, Record<EmailStatus, string>> = {
  retry: {
    pending: 'This mail waits to be sent already.',
    sending: 'This mail is being sent at this moment.',
    sent: 'This mail was sent. Retry the run, or its step, if it has to go out once more.',
    failed: 'This mail failed again meanwhile. Try once more.',
    cancelled: 'This mail was cancelled. Retry the run, or its step, if it has to go out after all.',
  },
  cancel: {
    pending: 'This mail waits again since a moment. Try once more.',
    sending: 'This mail is being sent at this moment: it cannot be called back.',
    sent: 'This mail was sent already: it cannot be called back.',
    failed: 'This mail has failed: it does not go out unless somebody retries it.',
    cancelled: 'This mail was cancelled already.',
  },
}
