import type { Json } from '@hubflow/core'
import { type TestPlan, type Transaction, tables } from '@hubflow/db'
import { and, eq } from 'drizzle-orm'

const { workflowRunSteps } = tables

/** What the steps of a run gave, by node id; of a test run, also what it was given of steps that it did not walk. */
export async function outputsOf(
  tx: Transaction,
  run: { id: string; test: TestPlan | null },
): Promise<{ [nodeId: string]: Json }> {
  const steps = await tx
    .select({ nodeId: workflowRunSteps.nodeId, output: workflowRunSteps.output })
    .from(workflowRunSteps)
    .where(and(eq(workflowRunSteps.runId, run.id), eq(workflowRunSteps.status, 'completed')))
  return { ...run.test?.outputs, ...Object.fromEntries(steps.map(({ nodeId, output }) => [nodeId, output])) }
}
