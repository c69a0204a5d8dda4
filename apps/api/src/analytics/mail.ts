import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { Analytics } from '../contract/analytics.ts'

/** Mail that runs wrote since `from`, and all that waits to be sent now. */
export async function mailFigures(
  tx: Transaction,
  from: Date,
  workflowId: string | undefined,
): Promise<Analytics['mail']> {
  const ofWorkflow =
    workflowId === undefined
      ? sql`true`
      : sql`exists (select from hubflow.workflow_runs run where run.id = mail.run_id and run.workflow_id = ${workflowId})`
  const [row] = await tx.execute<{ sent: number; failed: number; pending: number; oldest: string | null }>(sql`
    select written.sent, written.failed, waiting.pending, waiting.oldest from (
      select count(*) filter (where mail.status = 'sent')::int as sent,
        count(*) filter (where mail.status = 'failed')::int as failed
      from hubflow.email_queue mail
      where mail.created_at >= ${from.toISOString()}::timestamptz and ${ofWorkflow}) written,
    (
      select count(*)::int as pending, min(mail.created_at) as oldest
      from hubflow.email_queue mail where mail.status in ('pending', 'sending') and ${ofWorkflow}) waiting`)
  const { sent = 0, failed = 0, pending = 0, oldest = null } = row ?? {}
  return { sent, failed, pending, oldestPendingAt: oldest === null ? null : new Date(oldest).toISOString() }
}
