import type { WorkflowStatus } from '@hubflow/core'
import { asPerson, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { disabledOwner, requireOwner } from './owner-state.ts'
import { viewWorkflow } from './view.ts'

const { workflows } = tables

type Settable = Exclude<WorkflowStatus, 'draft'>

/** Pauses, resumes or archives. Runs that wait go on in every case. */
export async function setStatus(services: Services, caller: Caller, id: string, status: Settable): Promise<Workflow> {
  return asPerson(services.database, caller.id, async (tx) => {
    const [workflow] = await tx
      .select({
        status: workflows.status,
        liveVersion: workflows.liveVersion,
        disabledOwner,
      })
      .from(workflows)
      .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
      .for('update')
    if (!workflow) throw notFound()
    if (workflow.liveVersion === null && status !== 'archived') throw neverPublished(status)
    if (status === 'active') requireOwner(workflow.disabledOwner)
    if (workflow.status !== status) {
      await tx
        .update(workflows)
        .set({ status, pausedReason: null, updatedAt: sql`hubflow.now()` })
        .where(eq(workflows.id, id))
      await writeAudit(
        tx,
        caller,
        'workflow.status-changed',
        { type: 'workflow', id },
        { from: workflow.status, to: status },
      )
    }
    return viewWorkflow(services, tx, id)
  })
}

function neverPublished(status: 'active' | 'paused'): HttpProblem {
  return new HttpProblem(
    409,
    status === 'active'
      ? 'This workflow was never published, so there is nothing to make active. Publish it first.'
      : 'This workflow was never published, so there is nothing to pause.',
  )
}
