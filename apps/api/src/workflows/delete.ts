import { asPerson, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { cancelRuns } from '../runs/cancel.ts'
import type { Services } from '../services.ts'

const { workflowRuns, workflows } = tables

/** To the bin; its unfinished runs are cancelled, never left dangling. With `purge`, the row and its history go at once. */
export async function deleteWorkflow(services: Services, caller: Caller, id: string, purge: boolean): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [workflow] = await tx
      .select({ name: workflows.name })
      .from(workflows)
      .where(and(eq(workflows.id, id), purge ? undefined : isNull(workflows.deletedAt)))
      .for('update')
    if (!workflow) throw notFound()
    if (purge && caller.role !== 'admin') {
      throw new HttpProblem(
        403,
        'Only an admin may delete a workflow with its run history. Delete it to the bin instead.',
      )
    }
    await writeAudit(tx, caller, purge ? 'workflow.purged' : 'workflow.deleted', { type: 'workflow', id }, workflow)
    if (purge) {
      await tx.delete(workflows).where(eq(workflows.id, id))
      return
    }
    await cancelRuns(tx, eq(workflowRuns.workflowId, id))
    await tx
      .update(workflows)
      .set({ status: 'archived', deletedAt: sql`hubflow.now()`, updatedAt: sql`hubflow.now()` })
      .where(eq(workflows.id, id))
  })
}
