import { STEP_ERRORS, type StepError, textOfConcern } from '@hubflow/core'
import { asPerson, type TestPlan, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq } from 'drizzle-orm'
import type { Run, RunStep } from '../contract/run.ts'
import { fixesFor } from '../failures/fixes.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { summaryColumns, toSummaries } from './summary.ts'

const { workflowRuns, workflowRunSteps, workflows, workflowVersions } = tables

export async function readRun(services: Services, caller: Caller, id: string): Promise<Run> {
  return asPerson(services.database, caller.id, (tx) => viewRun(tx, id))
}

/** One run, whole, with the definition of the version that ran, as the transaction's person may see it. */
export async function viewRun(tx: Transaction, id: string): Promise<Run> {
  const [row] = await tx
    .select({
      summary: summaryColumns,
      context: workflowRuns.context,
      retryOf: workflowRuns.retryOf,
      test: workflowRuns.test,
      own: workflowRuns.definition,
      published: workflowVersions.definition,
    })
    .from(workflowRuns)
    .innerJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
    .leftJoin(
      workflowVersions,
      and(eq(workflowVersions.workflowId, workflowRuns.workflowId), eq(workflowVersions.version, workflowRuns.version)),
    )
    .where(eq(workflowRuns.id, id))
  const definition = row?.own ?? row?.published
  if (!row || !definition) throw notFound()
  const [summary] = await toSummaries(tx, [row.summary])
  if (!summary) throw notFound()
  const steps = await readSteps(tx, id, summary.subject)
  const retryOf = row.retryOf === null ? {} : { retryOf: row.retryOf }
  return {
    ...summary,
    context: row.context,
    definition,
    steps,
    actionsExecuted: steps,
    ...retryOf,
    ...planOf(row.test),
  }
}

function planOf(test: TestPlan | null): Pick<Run, 'test'> {
  if (test === null) return {}
  const { scope, nodeId } = test
  return { test: { scope, ...(nodeId === undefined ? {} : { nodeId }) } }
}

async function readSteps(tx: Transaction, runId: string, subject: Run['subject']): Promise<RunStep[]> {
  const rows = await tx
    .select()
    .from(workflowRunSteps)
    .where(eq(workflowRunSteps.runId, runId))
    .orderBy(asc(workflowRunSteps.position))
  return rows.map(({ nodeId, type, name, status, attempt, input, output, effects, branch, error, ...times }) => ({
    nodeId,
    type,
    name,
    status,
    attempt,
    input,
    output,
    effects,
    branch,
    error: error && explained(error, nodeId, subject),
    startedAt: times.startedAt?.toISOString() ?? null,
    completedAt: times.completedAt?.toISOString() ?? null,
    resumeAt: times.resumeAt?.toISOString() ?? null,
  }))
}

function explained({ concerns, ...error }: StepError, nodeId: string, subject: Run['subject']): RunStep['error'] {
  const fixes = fixesFor({
    code: error.code,
    nodeId,
    concerns: textOfConcern(concerns),
    field: concerns?.field ?? null,
    subject,
  })
  return { ...(STEP_ERRORS[error.code] ?? STEP_ERRORS.unexpected), ...error, fixes }
}
