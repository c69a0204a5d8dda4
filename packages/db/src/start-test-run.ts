import type { Definition } from '@hubflow/core'
import { sql } from 'drizzle-orm'
import type { Transaction } from './connect.ts'
import { enqueueRuns, type Queue } from './queue.ts'
import { type RunContext, type TestPlan, workflowRuns } from './schema/runs.ts'

/** A run that performs nothing, of any definition. */
export interface NewTestRun {
  workflowId: string
  definition: Definition
  context: RunContext
  subject?: { table: string; id: string }
  test: TestPlan & { testerId: string }
}

/**
 * Starts a test run in the caller's transaction; gives its id. It is never held, and takes no place under the daily
 * limit. Nothing but the run's row and its job is written.
 */
export async function startTestRun(tx: Transaction, queue: Queue, run: NewTestRun): Promise<string> {
  const { workflowId, definition, context, subject, test } = run
  const [started] = await tx
    .insert(workflowRuns)
    .values({
      workflowId,
      definition,
      isTest: true,
      context,
      test,
      subjectTable: subject?.table ?? null,
      subjectId: subject?.id ?? null,
      nextNodeId: test.nodeId ?? null,
    })
    .returning({
      runId: workflowRuns.id,
      priority: sql<number>`(select w.priority from hubflow.workflows w where w.id = ${workflowRuns.workflowId})`,
    })
  if (!started) throw new Error('the insert of a run gave no row back')
  await enqueueRuns(tx, queue, [started])
  return started.runId
}
