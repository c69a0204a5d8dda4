import { EMPTY_DEFINITION } from '@hubflow/core'
import { asPerson, tables } from '@hubflow/db'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { CreateWorkflow, Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { newHookToken } from './hook-token.ts'
import { whereNamesAreFree } from './names.ts'
import { triggerColumns } from './trigger-columns.ts'
import { viewWorkflow } from './view.ts'

/** A new workflow is a draft of the caller's: it runs nothing before it is published. `action` is how it came to be. */
export async function createWorkflow(
  services: Services,
  caller: Caller,
  body: z.output<typeof CreateWorkflow>,
  action: 'workflow.created' | 'workflow.imported' = 'workflow.created',
): Promise<Workflow> {
  const { definition = EMPTY_DEFINITION, ...settings } = body
  return whereNamesAreFree(services, { ownerId: caller.id, name: body.name }, () =>
    asPerson(services.database, caller.id, async (tx) => {
      const [created] = await tx
        .insert(tables.workflows)
        .values({
          ...settings,
          ...triggerColumns(definition),
          draft: definition,
          hookToken: newHookToken(),
          createdBy: caller.id,
        })
        .returning({ id: tables.workflows.id })
      if (!created) throw new Error('the insert of a workflow gave no row back')
      await writeAudit(tx, caller, action, { type: 'workflow', id: created.id }, { name: body.name })
      return viewWorkflow(services, tx, created.id)
    }),
  )
}
