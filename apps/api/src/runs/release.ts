import { asPerson, enqueueRuns, type Queue, type Transaction, tables } from '@hubflow/db'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { Run } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { wrongState } from './state.ts'
import { viewRun } from './view.ts'

const { workflowRuns } = tables

export async function releaseRun(services: Services, caller: Caller, id: string): Promise<Run> {
  const queue = await services.queue()
  return asPerson(services.database, caller.id, async (tx) => {
    const [released] = await releaseRuns(tx, queue, eq(workflowRuns.id, id))
    if (released === undefined) {
      throw await wrongState(tx, id, (status) => `This run is not held: it is ${status}. There is nothing to release.`)
    }
    await writeAudit(tx, caller, 'run.released', { type: 'run', id })
    return viewRun(tx, id)
  })
}

/** Starts the held runs among those meant, whatever the limits say; gives their ids. */
export async function releaseRuns(tx: Transaction, queue: Queue, which: SQL): Promise<string[]> {
  const released = await tx
    .update(workflowRuns)
    .set({ status: 'pending', heldReason: null, noticedAt: null, dueAt: sql`hubflow.now()` })
    .where(and(which, eq(workflowRuns.status, 'held')))
    .returning({ runId: workflowRuns.id, priority: priorityOfRun })
  await enqueueRuns(tx, queue, released)
  return released.map((run) => run.runId)
}

/** The priority of the run's workflow, where a changed run is given back. */
export const priorityOfRun = sql<number>`(select w.priority from hubflow.workflows w where w.id = ${workflowRuns.workflowId})`
