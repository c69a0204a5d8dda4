import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { Run } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { wrongState } from './state.ts'
import { viewRun } from './view.ts'

const { workflowRuns, workflowRunSteps } = tables

export async function cancelRun(services: Services, caller: Caller, id: string): Promise<Run> {
  return asPerson(services.database, caller.id, async (tx) => {
    const [cancelled] = await cancelRuns(tx, eq(workflowRuns.id, id))
    if (cancelled === undefined) {
      throw await wrongState(
        tx,
        id,
        (status) => `This run has ended already: it is ${status}. There is nothing to cancel.`,
      )
    }
    await writeAudit(tx, caller, 'run.cancelled', { type: 'run', id })
    return viewRun(tx, id)
  })
}

export const isUnfinished = inArray(workflowRuns.status, ['pending', 'running', 'waiting', 'held'])

/** Ends the unfinished runs among those meant, with their open steps; gives their ids. */
export async function cancelRuns(tx: Transaction, which: SQL): Promise<string[]> {
  const cancelled = await tx
    .update(workflowRuns)
    .set({
      status: 'cancelled',
      completedAt: sql`hubflow.now()`,
      durationMs: sql`case when ${workflowRuns.startedAt} is not null then
        extract(epoch from hubflow.now() - ${workflowRuns.startedAt})::numeric * 1000 end`,
      // A worker that still walks the run holds the attempt before: whatever it writes from now on is refused.
      attempt: sql`${workflowRuns.attempt} + 1`,
      workerId: null,
      nextNodeId: null,
      dueAt: null,
      heldReason: null,
    })
    .where(and(which, isUnfinished))
    .returning({ id: workflowRuns.id })
  const ids = cancelled.map((run) => run.id)
  if (ids.length > 0) {
    await tx
      .update(workflowRunSteps)
      .set({ status: 'cancelled', completedAt: sql`hubflow.now()`, resumeAt: null })
      .where(
        and(inArray(workflowRunSteps.runId, ids), inArray(workflowRunSteps.status, ['pending', 'running', 'waiting'])),
      )
  }
  return ids
}
