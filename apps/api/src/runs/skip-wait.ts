import { asPerson, enqueueRuns, tables } from '@hubflow/db'
import { and, eq, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { Run } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { priorityOfRun } from './release.ts'
import { wrongState } from './state.ts'
import { viewRun } from './view.ts'

const { workflowRuns, workflowRunSteps } = tables

/** Lets a waiting run go on now: after its wait, or with the next try of a step that is tried again later. */
export async function skipWait(services: Services, caller: Caller, id: string): Promise<Run> {
  const queue = await services.queue()
  return asPerson(services.database, caller.id, async (tx) => {
    const [woken] = await tx
      .update(workflowRuns)
      .set({ dueAt: sql`hubflow.now()` })
      .where(and(eq(workflowRuns.id, id), eq(workflowRuns.status, 'waiting')))
      .returning({
        runId: workflowRuns.id,
        dueAt: workflowRuns.dueAt,
        nodeId: workflowRuns.nextNodeId,
        priority: priorityOfRun,
      })
    if (!woken) {
      throw await wrongState(tx, id, (status) => `This run does not wait: it is ${status}. There is no wait to skip.`)
    }
    const { nodeId, runId, priority } = woken
    await tx
      .update(workflowRunSteps)
      .set({ resumeAt: woken.dueAt })
      .where(and(eq(workflowRunSteps.runId, id), eq(workflowRunSteps.status, 'waiting')))
    // The alarm of the wait rings for nothing later: the run is not due then.
    await enqueueRuns(tx, queue, [{ runId, priority }])
    await writeAudit(tx, caller, 'run.wait-skipped', { type: 'run', id }, { nodeId })
    return viewRun(tx, id)
  })
}
