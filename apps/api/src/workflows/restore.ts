import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { Workflow } from '../contract/workflow.ts'
import type { RestoreFromBin } from '../contract/workflow-list.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { nameKey, whereNamesAreFree } from './names.ts'
import { viewWorkflow } from './view.ts'

const { workflows } = tables

/** How a workflow comes back from the bin: paused, so that nothing starts before somebody has looked; or the draft that it was. */
export const restored = {
  status: sql`case when ${workflows.liveVersion} is null then 'draft' else 'paused' end::hubflow.workflow_status`,
  deletedAt: null,
}

/** Takes a workflow out of the bin, under another name where its own was given again. */
export async function restoreWorkflow(
  services: Services,
  caller: Caller,
  id: string,
  { name }: z.output<typeof RestoreFromBin>,
): Promise<Workflow> {
  const binned = await asPerson(services.database, caller.id, async (tx) => {
    const [row] = await tx
      .select({ name: workflows.name, ownerId: workflows.createdBy })
      .from(workflows)
      .where(and(eq(workflows.id, id), isNotNull(workflows.deletedAt)))
    if (!row) throw notFound()
    return row
  })
  const wanted = { ownerId: binned.ownerId, name: name ?? binned.name }
  return whereNamesAreFree(services, wanted, () =>
    asPerson(services.database, caller.id, async (tx) => {
      const back = await tx
        .update(workflows)
        .set({ ...restored, name: wanted.name, updatedAt: sql`hubflow.now()` })
        .where(and(eq(workflows.id, id), isNotNull(workflows.deletedAt)))
        .returning({ id: workflows.id })
      if (back.length === 0) throw notFound()
      await writeAudit(tx, caller, 'workflow.restored', { type: 'workflow', id }, { name: wanted.name })
      return viewWorkflow(services, tx, id)
    }),
  )
}

/** Of the names of these workflows, those that their owners use again outside the bin. */
export async function namesInUse(tx: Transaction, binned: { nameKey: string }[]): Promise<Set<string>> {
  if (binned.length === 0) return new Set()
  const keys = binned.map((each) => each.nameKey)
  const rows = await tx
    .select({ nameKey })
    .from(workflows)
    .where(and(isNull(workflows.deletedAt), inArray(nameKey, keys)))
  return new Set(rows.map((row) => row.nameKey))
}
