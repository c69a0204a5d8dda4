import { asPerson, enqueueRuns, type Queue, type Transaction, tables } from '@hubflow/db'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { Run } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { priorityOfRun } from './release.ts'
import { wrongState } from './state.ts'
import { viewRun } from './view.ts'

const { workflowRuns } = tables

/** Lets a waiting run go on now: after its wait, or with the next try of a step that is tried again later. */
export async function skipWait(services: Services, caller: Caller, id: string): Promise<Run> {
  const queue = await services.queue()
  return asPerson(services.database, caller.id, async (tx) => {
    const [woken] = await wakeRuns(tx, queue, eq(workflowRuns.id, id))
    if (!woken) {
      throw await wrongState(tx, id, (status) => `This run does not wait: it is ${status}. There is no wait to skip.`)
    }
    await writeAudit(tx, caller, 'run.wait-skipped', { type: 'run', id }, { nodeId: woken.nodeId })
    return viewRun(tx, id)
  })
}

/** Makes the waiting runs among those meant due now, with a job; gives them and where they stand. */
export async function wakeRuns(tx: Transaction, queue: Queue, which: SQL) {
  const woken = await tx
    .update(workflowRuns)
    .set({ dueAt: sql`hubflow.now()` })
    .where(and(which, eq(workflowRuns.status, 'waiting')))
    .returning({ runId: workflowRuns.id, nodeId: workflowRuns.nextNodeId, priority: priorityOfRun })
  await tx.execute(sql`
    update hubflow.workflow_run_steps step set resume_at = run.due_at
    from hubflow.workflow_runs run
    where run.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(woken.map(({ runId }) => runId))}::text::jsonb))
      and step.run_id = run.id and step.status = 'waiting'`)
  // The alarms of the waits ring for nothing later: the runs are not due then.
  await enqueueRuns(
    tx,
    queue,
    woken.map(({ runId, priority }) => ({ runId, priority })),
  )
  return woken
}
