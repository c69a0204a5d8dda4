import { type Definition, findNode, type RunStatus } from '@hubflow/core'
import { asPerson, enqueueRuns, type Queue, type Transaction, tables } from '@hubflow/db'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { RetryRun, Run } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { type CallerKey, callerKey, requireSameRequest } from './caller-key.ts'
import { priorityOfRun } from './release.ts'
import { restartRuns } from './restart.ts'
import { viewRun } from './view.ts'

const { workflowRuns, workflows, workflowVersions } = tables

type Body = z.output<typeof RetryRun>
type Ended = Awaited<ReturnType<typeof lockEnded>>

/** Gives the run that goes on: the same one from its failed step, or a new one that is linked to it. */
export async function retryRun(
  services: Services,
  caller: Caller,
  id: string,
  body: Body,
  key: string | null,
): Promise<Run> {
  const queue = await services.queue()
  return asPerson(services.database, caller.id, async (tx) => {
    const run = await lockEnded(tx, id)
    checkRetryable(run, body)
    if (body.from === 'failed-step' && body.version === 'same') {
      await resumeRuns(tx, queue, eq(workflowRuns.id, id))
      await writeAudit(tx, caller, 'run.retried', { type: 'run', id }, { ...body, nodeId: run.errorNodeId })
      return viewRun(tx, id)
    }
    const dedupe = callerKey(caller, key, { retryOf: id, ...body })
    const started = await startAgain(tx, queue, run, body, dedupe)
    requireSameRequest(started, dedupe)
    if (!started.duplicate) {
      await writeAudit(tx, caller, 'run.retried', { type: 'run', id }, { ...body, runId: started.runId })
    }
    return viewRun(tx, started.runId)
  })
}

/** A real run that failed in a step, of a workflow that is not in the bin. */
export const isResumable: SQL = sql`(${eq(workflowRuns.status, 'failed')} and not ${workflowRuns.isTest}
  and ${workflowRuns.errorNodeId} is not null
  and exists (select from ${workflows} w where w.id = ${workflowRuns.workflowId} and w.deleted_at is null))`

/**
 * Lets the failed runs among those meant go on from their failed step; gives their ids. The step is pending, so that it is
 * resolved anew; what it sent before stays with its key, which the same request keeps.
 */
export async function resumeRuns(tx: Transaction, queue: Queue, which: SQL): Promise<string[]> {
  const resumed = await tx
    .update(workflowRuns)
    .set({
      status: 'pending',
      nextNodeId: sql`${workflowRuns.errorNodeId}`,
      dueAt: sql`hubflow.now()`,
      crashes: 0,
      completedAt: null,
      durationMs: null,
      errorMessage: null,
      errorNodeId: null,
      errorCode: null,
      errorConcerns: '',
      noticedAt: null,
      activeMs: 0,
    })
    .where(and(which, isResumable))
    .returning({ runId: workflowRuns.id, priority: priorityOfRun })
  const ids = resumed.map((run) => run.runId)
  await tx.execute(sql`
    update hubflow.workflow_run_steps step set status = 'pending', output = null, effects = '[]', error = null, branch = null,
      started_at = null, completed_at = null, resume_at = null
    from hubflow.workflow_runs run
    where run.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
      and step.run_id = run.id and step.node_id = run.next_node_id`)
  await enqueueRuns(tx, queue, resumed)
  return ids
}

async function lockEnded(tx: Transaction, id: string) {
  const [run] = await tx.select().from(workflowRuns).where(eq(workflowRuns.id, id)).for('update')
  if (!run) throw notFound()
  const [workflow] = await tx
    .select({ liveVersion: workflows.liveVersion, deletedAt: workflows.deletedAt })
    .from(workflows)
    .where(eq(workflows.id, run.workflowId))
  if (!workflow) throw notFound()
  return { ...run, liveVersion: workflow.liveVersion, isDeleted: workflow.deletedAt !== null }
}

const ENDED: RunStatus[] = ['completed', 'failed', 'cancelled']

function checkRetryable(run: Ended, { from }: Body): void {
  if (run.isDeleted) throw new HttpProblem(409, 'The workflow of this run was deleted. It cannot be retried.')
  if (run.isTest) throw new HttpProblem(409, 'This was a test run. Test the workflow again instead.')
  if (from === 'start') {
    if (ENDED.includes(run.status)) return
    throw new HttpProblem(409, `This run has not ended: it is ${run.status}. Cancel it first, then retry it.`)
  }
  if (run.status !== 'failed') {
    throw new HttpProblem(409, `No step of this run has failed: it is ${run.status}. Retry it from the start.`)
  }
  if (run.errorNodeId === null) {
    throw new HttpProblem(409, 'This run failed before its first step. Retry it from the start.')
  }
}

/** A new run with what the old one began with, at the beginning or after the steps that were done. */
async function startAgain(tx: Transaction, queue: Queue, run: Ended, { from, version }: Body, dedupe: CallerKey) {
  const target = version === 'live' ? run.liveVersion : run.version
  if (target === null) {
    throw new HttpProblem(409, 'This workflow has no live version. Publish it, or retry on the same version.')
  }
  const nodeId = from === 'failed-step' ? run.errorNodeId : null
  if (nodeId !== null) await requireNode(tx, run.workflowId, target, nodeId)
  const [started] = await restartRuns(tx, queue, [{ run, version: target, nodeId, dedupe }])
  if (!started) throw new Error('starting one run gave none back')
  return started
}

async function requireNode(tx: Transaction, workflowId: string, version: number, nodeId: string): Promise<void> {
  const definition = await readDefinition(tx, workflowId, version)
  if (definition !== null && findNode(definition, nodeId)) return
  throw new HttpProblem(
    409,
    'The step that failed is not in the live version any more. Retry from the start, or on the same version.',
  )
}

async function readDefinition(tx: Transaction, workflowId: string, version: number): Promise<Definition | null> {
  const [row] = await tx
    .select({ definition: workflowVersions.definition })
    .from(workflowVersions)
    .where(and(eq(workflowVersions.workflowId, workflowId), eq(workflowVersions.version, version)))
  return row?.definition ?? null
}
