import { type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray } from 'drizzle-orm'

const { workflowRuns: runs } = tables
type Subject = { table: string; id: string }

/**
 * Whether a real run of the workflow is under way; of this subject alone when one is given. A held run is not: nobody
 * may ever release it.
 */
export function isUnderWay(tx: Transaction, workflowId: string, subject?: Subject): Promise<boolean> {
  return hasRun(tx, workflowId, ['pending', 'running', 'waiting'], subject)
}

/** Whether the subject went through the workflow, or is on its way: a run that failed or was cancelled does not count. */
export function wentThrough(tx: Transaction, workflowId: string, subject: Subject): Promise<boolean> {
  return hasRun(tx, workflowId, ['pending', 'running', 'waiting', 'held', 'completed'], subject)
}

async function hasRun(
  tx: Transaction,
  workflowId: string,
  statuses: (typeof runs.$inferSelect)['status'][],
  subject: Subject | undefined,
): Promise<boolean> {
  const about = subject && and(eq(runs.subjectTable, subject.table), eq(runs.subjectId, subject.id))
  const found = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workflowId, workflowId), eq(runs.isTest, false), inArray(runs.status, statuses), about))
    .limit(1)
  return found.length > 0
}
