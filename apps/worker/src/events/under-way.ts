import { type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray } from 'drizzle-orm'

const { workflowRuns: runs } = tables
type Subject = { table: string; id: string }

/**
 * A real run of the workflow that is under way; of this subject alone when one is given. A held run is not: nobody
 * may ever release it.
 */
export function findUnderWay(tx: Transaction, workflowId: string, subject?: Subject): Promise<string | null> {
  return findRun(tx, workflowId, ['pending', 'running', 'waiting'], subject)
}

/** The run with which the subject went, or goes, through the workflow: one that failed or was cancelled does not count. */
export function findPassage(tx: Transaction, workflowId: string, subject: Subject): Promise<string | null> {
  return findRun(tx, workflowId, ['pending', 'running', 'waiting', 'held', 'completed'], subject)
}

async function findRun(
  tx: Transaction,
  workflowId: string,
  statuses: (typeof runs.$inferSelect)['status'][],
  subject: Subject | undefined,
): Promise<string | null> {
  const about = subject && and(eq(runs.subjectTable, subject.table), eq(runs.subjectId, subject.id))
  const found = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workflowId, workflowId), eq(runs.isTest, false), inArray(runs.status, statuses), about))
    .limit(1)
  return found[0]?.id ?? null
}
