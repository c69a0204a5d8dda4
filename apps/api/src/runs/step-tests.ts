import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { StepTests } from '../contract/step-test.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { workflowRuns, workflowRunSteps, workflows } = tables

/** Whoever has tested more often since may test again. */
const RUNS_LOOKED_AT = 30

/** The newest test of each step, with what was tested then. */
export async function readStepTests(services: Services, caller: Caller, workflowId: string): Promise<StepTests> {
  return asPerson(services.database, caller.id, async (tx) => {
    const [workflow] = await tx
      .select({ id: workflows.id })
      .from(workflows)
      .where(and(eq(workflows.id, workflowId), isNull(workflows.deletedAt)))
    if (!workflow) throw notFound()
    const runs = await tx
      .select({ id: workflowRuns.id })
      .from(workflowRuns)
      .where(
        and(eq(workflowRuns.workflowId, workflowId), eq(workflowRuns.isTest, true), isNull(workflowRuns.archivedAt)),
      )
      .orderBy(desc(workflowRuns.createdAt))
      .limit(RUNS_LOOKED_AT)
    const steps = await newestSteps(
      tx,
      runs.map(({ id }) => id),
    )
    const definitions = await definitionsOf(tx, [...new Set(steps.map(({ runId }) => runId))])
    return { steps, definitions, latestRunId: runs[0]?.id ?? null }
  })
}

/** `runIds`: the newest first. */
async function newestSteps(tx: Transaction, runIds: string[]): Promise<StepTests['steps']> {
  if (runIds.length === 0) return []
  const rows = await tx
    .select({
      nodeId: workflowRunSteps.nodeId,
      runId: workflowRunSteps.runId,
      status: workflowRunSteps.status,
      error: workflowRunSteps.error,
      at: workflowRunSteps.completedAt,
    })
    .from(workflowRunSteps)
    .where(and(inArray(workflowRunSteps.runId, runIds), inArray(workflowRunSteps.status, ['completed', 'failed'])))
  const age = new Map(runIds.map((id, index) => [id, index]))
  rows.sort((one, other) => (age.get(one.runId) ?? 0) - (age.get(other.runId) ?? 0))
  const newest = new Map<string, StepTests['steps'][number]>()
  for (const { nodeId, runId, status, error, at } of rows) {
    if (newest.has(nodeId) || at === null || (status !== 'completed' && status !== 'failed')) continue
    newest.set(nodeId, { nodeId, runId, status, message: error?.message ?? null, at: at.toISOString() })
  }
  return [...newest.values()]
}

async function definitionsOf(tx: Transaction, runIds: string[]): Promise<StepTests['definitions']> {
  if (runIds.length === 0) return []
  const rows = await tx
    .select({ runId: workflowRuns.id, definition: workflowRuns.definition })
    .from(workflowRuns)
    .where(inArray(workflowRuns.id, runIds))
  return rows.flatMap(({ runId, definition }) => (definition === null ? [] : [{ runId, definition }]))
}
