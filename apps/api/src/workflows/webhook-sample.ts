import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { WebhookSample } from '../contract/webhook-sample.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { webhookSamples, workflows } = tables

/** Long enough to go to the other system and send something; an address that is forgotten stops catching by itself. */
const LISTENS_FOR = '10 minutes'

export async function readWebhookSample(services: Services, caller: Caller, id: string): Promise<WebhookSample> {
  return asPerson(services.database, caller.id, async (tx) => {
    await requireWorkflow(tx, id)
    return viewSample(tx, id)
  })
}

/** Begins or ends listening for a call; what was caught before stays until another call is caught. */
export async function listenForCall(
  services: Services,
  caller: Caller,
  id: string,
  listen: boolean,
): Promise<WebhookSample> {
  return asPerson(services.database, caller.id, async (tx) => {
    await requireWorkflow(tx, id)
    const until = listen ? sql`hubflow.now() + ${LISTENS_FOR}::interval` : sql`null`
    // Only these columns may be written, and drizzle's own insert names all.
    await tx.execute(sql`
      insert into hubflow.webhook_samples (workflow_id, listening_until) values (${id}, ${until})
      on conflict (workflow_id) do update set listening_until = excluded.listening_until`)
    return viewSample(tx, id)
  })
}

async function requireWorkflow(tx: Transaction, id: string): Promise<void> {
  const [workflow] = await tx
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
  if (!workflow) throw notFound()
}

async function viewSample(tx: Transaction, id: string): Promise<WebhookSample> {
  const [row] = await tx
    .select({
      // What is over counts as not listening, by the database's clock.
      listeningUntil:
        sql`case when ${webhookSamples.listeningUntil} > hubflow.now() then ${webhookSamples.listeningUntil} end`.mapWith(
          webhookSamples.listeningUntil,
        ),
      capturedAt: webhookSamples.capturedAt,
      sample: webhookSamples.sample,
    })
    .from(webhookSamples)
    .where(eq(webhookSamples.workflowId, id))
  return WebhookSample.parse({
    listeningUntil: row?.listeningUntil?.toISOString() ?? null,
    capturedAt: row?.capturedAt?.toISOString() ?? null,
    sample: row?.sample ?? null,
  })
}
