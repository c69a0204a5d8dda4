import { asPerson, tables } from '@hubflow/db'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { Workflow } from '../contract/workflow.ts'
import type { DuplicateWorkflow } from '../contract/workflow-list.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { newHookToken } from './hook-token.ts'
import { firstFreeName, whereNamesAreFree } from './names.ts'
import { triggerColumns } from './trigger-columns.ts'
import { viewWorkflow } from './view.ts'

const { workflows } = tables

/** A draft of the caller's with the steps and settings of the other one's draft; it runs nothing before it is published. */
export async function duplicateWorkflow(
  services: Services,
  caller: Caller,
  id: string,
  body: z.output<typeof DuplicateWorkflow>,
): Promise<Workflow> {
  const source = await asPerson(services.database, caller.id, async (tx) => {
    const [row] = await tx
      .select({
        name: workflows.name,
        draft: workflows.draft,
        description: workflows.description,
        category: workflows.category,
        maxRunsPerDay: workflows.maxRunsPerDay,
        priority: workflows.priority,
      })
      .from(workflows)
      .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
    if (!row) throw notFound()
    return row
  })
  const name =
    body.name ?? (await firstFreeName(services, { ownerId: caller.id, name: `Copy of ${source.name}`.slice(0, 120) }))
  return whereNamesAreFree(services, { ownerId: caller.id, name }, () =>
    asPerson(services.database, caller.id, async (tx) => {
      const [created] = await tx
        .insert(workflows)
        .values({
          ...source,
          ...triggerColumns(source.draft),
          name,
          hookToken: newHookToken(),
          createdBy: caller.id,
        })
        .returning({ id: workflows.id })
      if (!created) throw new Error('the insert of a workflow gave no row back')
      const object = { type: 'workflow' as const, id: created.id }
      await writeAudit(tx, caller, 'workflow.duplicated', object, { name, from: id })
      return viewWorkflow(services, tx, created.id)
    }),
  )
}
