import { asPerson, type Transaction, tables } from '@hubflow/db'
import { mailParts } from '@hubflow/nodes'
import { and, desc, eq, ilike, or, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { EmailFilter, ListEmails, QueuedEmail, QueuedEmailDetail, QueuedEmailList } from '../contract/messages.ts'
import { cursorText, isBefore, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import { containing } from '../http/search-text.ts'
import { isStaff } from '../http/staff.ts'
import type { Services } from '../services.ts'

const { emailQueue, emailTemplates, workflowRuns, workflows } = tables

const COLUMNS = {
  id: emailQueue.id,
  to: emailQueue.toAddress,
  toName: emailQueue.toName,
  subject: emailQueue.subject,
  bodyHtml: emailQueue.bodyHtml,
  status: emailQueue.status,
  attempts: emailQueue.attempts,
  errorMessage: emailQueue.errorMessage,
  isTest: emailQueue.isTest,
  sendAfter: emailQueue.sendAfter,
  runId: emailQueue.runId,
  workflowId: workflowRuns.workflowId,
  workflowName: workflows.name,
  createdAt: emailQueue.createdAt,
  sentAt: emailQueue.sentAt,
}

export async function listQueuedEmails(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListEmails>,
): Promise<z.output<typeof QueuedEmailList>> {
  const cursor = readCursor(query.cursor)
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({ ...COLUMNS, cursor: cursorText(emailQueue.createdAt) })
      .from(emailQueue)
      .leftJoin(workflowRuns, eq(workflowRuns.id, emailQueue.runId))
      .leftJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
      .where(and(isStaff, ...filtersOf(query), isBefore(cursor, emailQueue.createdAt, emailQueue.id)))
      .orderBy(desc(emailQueue.createdAt), emailQueue.id)
      .limit(query.limit + 1)
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const items = page.rows.map(({ cursor: _, ...row }) => viewOf(row))
    return { items, nextCursor: page.nextCursor }
  })
}

/** Conditions over the queue, joined with its runs, one for each part of the filter. */
export function filtersOf({ status, runId, workflowId, q }: EmailFilter): (SQL | undefined)[] {
  return [
    status === undefined ? undefined : eq(emailQueue.status, status),
    runId === undefined ? undefined : eq(emailQueue.runId, runId),
    workflowId === undefined ? undefined : eq(workflowRuns.workflowId, workflowId),
    q === undefined
      ? undefined
      : or(ilike(emailQueue.toAddress, containing(q)), ilike(emailQueue.toName, containing(q))),
  ]
}

/** One mail with its parts and headers as they go out; the link to unsubscribe is made as it is sent. */
export async function readEmail(services: Services, caller: Caller, id: string): Promise<QueuedEmailDetail> {
  return asPerson(services.database, caller.id, (tx) => viewEmail(tx, id))
}

export async function viewEmail(tx: Transaction, id: string): Promise<QueuedEmailDetail> {
  const [row] = await tx
    .select({
      ...COLUMNS,
      bodyText: emailQueue.bodyText,
      messageId: emailQueue.messageId,
      isMarketing: emailQueue.isMarketing,
      template: { id: emailTemplates.id, name: emailTemplates.name },
    })
    .from(emailQueue)
    .leftJoin(workflowRuns, eq(workflowRuns.id, emailQueue.runId))
    .leftJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
    .leftJoin(emailTemplates, eq(emailTemplates.id, emailQueue.templateId))
    .where(eq(emailQueue.id, id))
  if (!row) throw notFound()
  const { bodyText, messageId, isMarketing, template, ...email } = row
  const { bodyHtml, to, toName, subject, sentAt } = email
  const { html, text } = mailParts({ bodyHtml, bodyText, unsubscribeUrl: null })
  return {
    ...viewOf(email),
    template,
    bodyHtml: html,
    text,
    headers: [
      { name: 'To', value: toName === null ? to : `${toName} <${to}>` },
      { name: 'Subject', value: subject },
      { name: 'Message-ID', value: messageId },
      ...(sentAt === null ? [] : [{ name: 'Date', value: sentAt.toUTCString() }]),
      ...(isMarketing ? [{ name: 'List-Unsubscribe', value: 'a link of its reader’s own' }] : []),
    ],
  }
}

type Row = Omit<QueuedEmail, 'createdAt' | 'sentAt' | 'sendAfter'> & {
  createdAt: Date
  sentAt: Date | null
  sendAfter: Date
}

function viewOf({ createdAt, sentAt, sendAfter, ...row }: Row): QueuedEmail {
  return {
    ...row,
    sendAfter: sendAfter.toISOString(),
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  }
}
