import { asPerson, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Editing } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { workflows } = tables

/** Tells everybody who may see the workflow that the caller has it open to edit, or no more. Nothing is stored. */
export async function tellEditing(
  services: Services,
  caller: Caller,
  id: string,
  { window, state }: z.output<typeof Editing>,
): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [workflow] = await tx
      .select({ id: workflows.id })
      .from(workflows)
      .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
    if (!workflow) throw notFound()
    const messages = [{ kind: 'editing', workflowId: id, userId: caller.id, window, state }]
    await tx.execute(sql`select pg_notify('hubflow_live', ${JSON.stringify(messages)})`)
  })
}
