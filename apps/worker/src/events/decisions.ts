import type { TriggerDecision } from '@hubflow/core'
import { type Database, inTransaction, type Transaction, tables } from '@hubflow/db'
import { sql } from 'drizzle-orm'

/** What was decided, and the run that it is about: the one started, or the one that was in the way. */
export interface Decided extends TriggerDecision {
  runId?: string | null
}

/** A decision as it is kept: of which workflow, about which event and record. */
export interface DecisionRow extends Decided {
  workflowId: string
  eventId?: string
  subject?: { table: string; id: string } | undefined
}

/** Keeps why triggers did or did not start runs, in the transaction that decided so. */
export async function keepDecisions(tx: Transaction, rows: DecisionRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.insert(tables.triggerDecisions).values(
    rows.map(({ subject, runId, ...row }) => ({
      ...row,
      runId: runId ?? null,
      subjectTable: subject?.table ?? null,
      subjectId: subject?.id ?? null,
    })),
  )
}

const KEPT_DAYS = 30
/** Rows that are forgotten in one transaction, so that none is long. */
const BATCH = 1000

/** Forgets decisions that are older than 30 days, some at a time; true when there are certainly more. */
export async function forgetDecisions(database: Database): Promise<boolean> {
  return await inTransaction(database, async (tx) => {
    const gone = await tx.execute(sql`
      delete from hubflow.trigger_decisions where id in (
        select id from hubflow.trigger_decisions where decided_at < hubflow.now() - make_interval(days => ${KEPT_DAYS})
        order by decided_at limit ${BATCH})
      returning id`)
    return gone.length === BATCH
  })
}
