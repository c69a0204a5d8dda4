import { asPerson, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
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
  const ownerId = await asPerson(services.database, caller.id, (tx) => viewWorkflow(services, tx, id)).then(
    (workflow) => workflow.createdBy.id,
  )
  return whereNamesAreFree(services, { ownerId, name: body.name ?? '' }, () =>
    asPerson(services.database, caller.id, async (tx) => {
      const changed = await tx
        .update(workflows)
        .set({ ...body, updatedAt: sql`hubflow.now()` })
        .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
        .returning({ id: workflows.id })
      if (changed.length === 0) throw notFound()
      return viewWorkflow(services, tx, id)
    }),
  )
}
