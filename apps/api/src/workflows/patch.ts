import { asPerson, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { PatchWorkflow, Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { whereNamesAreFree } from './names.ts'
import { viewWorkflow } from './view.ts'

const { workflows } = tables

export async function patchWorkflow(
  services: Services,
  caller: Caller,
  id: string,
  body: z.output<typeof PatchWorkflow>,
): Promise<Workflow> {
  const before = await asPerson(services.database, caller.id, (tx) => viewWorkflow(services, tx, id))
  const ownerId = before.createdBy.id
  const changes = changesOf(before, body)
  return whereNamesAreFree(services, { ownerId, name: body.name ?? '' }, () =>
    asPerson(services.database, caller.id, async (tx) => {
      const changed = await tx
        .update(workflows)
        .set({ ...body, updatedAt: sql`hubflow.now()` })
        .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
        .returning({ id: workflows.id })
      if (changed.length === 0) throw notFound()
      if (Object.keys(changes).length > 0)
        await writeAudit(tx, caller, 'workflow.details-changed', { type: 'workflow', id }, { changes })
      return viewWorkflow(services, tx, id)
    }),
  )
}

/** What differs, by field: what it was and what it is. */
function changesOf(before: Workflow, body: z.output<typeof PatchWorkflow>) {
  const fields = ['name', 'description', 'category', 'maxRunsPerDay', 'priority'] as const
  const changed = fields.filter((field) => body[field] !== undefined && body[field] !== before[field])
  return Object.fromEntries(changed.map((field) => [field, { before: before[field], after: body[field] ?? null }]))
}
