import { asPerson, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { newHookToken } from './hook-token.ts'
import { viewWorkflow } from './view.ts'

const { workflows } = tables

/** Gives the webhook a new address; calls to the old one find nothing from then on. */
export async function rotateWebhook(services: Services, caller: Caller, id: string): Promise<Workflow> {
  return asPerson(services.database, caller.id, async (tx) => {
    const [rotated] = await tx
      .update(workflows)
      .set({ hookToken: newHookToken(), updatedAt: sql`hubflow.now()` })
      .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
      .returning({ id: workflows.id })
    if (!rotated) throw notFound()
    const workflow = await viewWorkflow(services, tx, id)
    if (!workflow.webhook) {
      throw new HttpProblem(
        409,
        'This workflow has no webhook, so there is no address to change. Give it that trigger first.',
      )
    }
    await writeAudit(tx, caller, 'workflow.webhook-rotated', { type: 'workflow', id })
    return workflow
  })
}
