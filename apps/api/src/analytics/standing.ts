import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { Analytics } from '../contract/analytics.ts'

/** What stands still at this moment, whenever it began: held runs, and due ones that no worker has taken. */
export async function standingNow(tx: Transaction, workflowId: string | undefined): Promise<Analytics['now']> {
  const ofWorkflow = workflowId === undefined ? sql`true` : sql`run.workflow_id = ${workflowId}`
  const [row] = await tx.execute<{ held: number; queued: number; oldest: string | null }>(sql`
    with unfinished as materialized (
      select run.id from hubflow.findable_runs run
      where run.status in ('pending', 'running', 'waiting') and not run.is_test and ${ofWorkflow})
    select held.held, due.queued, due.oldest from (
      select count(*)::int as held from hubflow.findable_runs run
      where run.status = 'held' and not run.is_test and ${ofWorkflow}) held,
    (
      select count(*)::int as queued, min(due.due_at) as oldest
      from unfinished join hubflow.workflow_runs due on due.id = unfinished.id
      where due.due_at <= hubflow.now()) due`)
  const { held = 0, queued = 0, oldest = null } = row ?? {}
  return { held, queued, oldestQueuedAt: oldest === null ? null : new Date(oldest).toISOString() }
}
