import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { Analytics } from '../contract/analytics.ts'

/** What stands still at this moment, whenever it began: held runs, and due ones that no worker has taken. */
export async function standingNow(tx: Transaction, workflowId: string | undefined): Promise<Analytics['now']> {
  const ofWorkflow = workflowId === undefined ? sql`true` : sql`run.workflow_id = ${workflowId}`
  const [row] = await tx.execute<{ held: number; queued: number; oldest: string | null }>(sql`
    select held.held, due.queued, due.oldest from (
      select count(*)::int as held from hubflow.workflow_runs run
      where run.status = 'held' and not run.is_test and ${ofWorkflow}) held,
    (
      select count(*)::int as queued, min(run.due_at) as oldest from hubflow.workflow_runs run
      where run.status in ('pending', 'running', 'waiting') and run.due_at <= hubflow.now()
        and not run.is_test and ${ofWorkflow}) due`)
  const { held = 0, queued = 0, oldest = null } = row ?? {}
  return { held, queued, oldestQueuedAt: oldest === null ? null : new Date(oldest).toISOString() }
}
