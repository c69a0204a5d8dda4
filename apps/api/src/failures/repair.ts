import { findNode } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit, writeAudits } from '../audit.ts'
import type { Cause, DismissCause, RetryCause, RetryPreview } from '../contract/failure.ts'
import type { BulkDone } from '../contract/run.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import { restartOnLive } from '../runs/restart.ts'
import { resumeRuns } from '../runs/retry.ts'
import { isAmong } from '../runs/state.ts'
import type { Services } from '../services.ts'
import { runsOf } from './cause.ts'

const { failureDismissals, workflowRuns, workflows, workflowVersions } = tables

/** As many as go on in one transaction; the caller asks again for the rest. */
const MOST_AT_ONCE = 1000

/** What a retry of all runs of a cause would do again, and what not. */
export async function previewRetry(
  services: Services,
  caller: Caller,
  cause: z.output<typeof Cause>,
): Promise<z.output<typeof RetryPreview>> {
  return asPerson(services.database, caller.id, async (tx) => {
    const live = await readLive(tx, cause)
    const [counts] = await tx.execute<{
      runs: number
      versions: number[]
      emails: number
      notifications: number
      requests: number
      fields: number
      again: number
      step_name: string | null
    }>(sql`
      with meant as (select id, version from ${workflowRuns} where ${runsOf(cause)}),
        done as (
          select effect ->> 'kind' as kind, count(*)::int as count
          from hubflow.workflow_run_steps step, jsonb_array_elements(step.effects) effect
          where step.run_id in (select id from meant) and step.status = 'completed' group by 1),
        failed as (
          select count(*) filter (where type = 'http-request' and started_at is not null)::int as again, max(name) as name
          from hubflow.workflow_run_steps where run_id in (select id from meant) and node_id = ${cause.nodeId})
      select (select count(*)::int from meant) as runs,
        (select coalesce(json_agg(distinct version), '[]') from meant) as versions,
        coalesce((select count from done where kind = 'email'), 0) as emails,
        coalesce((select count from done where kind = 'notification'), 0) as notifications,
        coalesce((select count from done where kind = 'request'), 0) as requests,
        coalesce((select count from done where kind = 'field'), 0) as fields,
        failed.again, failed.name as step_name
      from failed`)
    if (!counts) throw notFound()
    const { runs, versions, emails, notifications, requests, fields, again, step_name: stepName } = counts
    return {
      runs,
      stepName,
      versions,
      ...live,
      kept: { emails, notifications, requests, fields },
      requestsAgain: again,
    }
  })
}

async function readLive(tx: Transaction, { workflowId, nodeId }: z.output<typeof Cause>) {
  const [workflow] = await tx
    .select({ liveVersion: workflows.liveVersion, definition: workflowVersions.definition })
    .from(workflows)
    .leftJoin(
      workflowVersions,
      and(eq(workflowVersions.workflowId, workflows.id), eq(workflowVersions.version, workflows.liveVersion)),
    )
    .where(eq(workflows.id, workflowId))
  if (!workflow) throw notFound()
  const { liveVersion, definition } = workflow
  const liveHasStep = nodeId !== null && definition !== null && findNode(definition, nodeId) !== undefined
  return { liveVersion, liveHasStep }
}

/** Lets the runs of a cause go on from their failed step, those that failed first before the others. */
export async function retryCause(
  services: Services,
  caller: Caller,
  { version, ...cause }: z.output<typeof RetryCause>,
): Promise<z.output<typeof BulkDone>> {
  const queue = await services.queue()
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx
      .select({ id: workflowRuns.id })
      .from(workflowRuns)
      .where(runsOf(cause))
      .orderBy(asc(workflowRuns.completedAt))
      .limit(MOST_AT_ONCE + 1)
      .for('update', { skipLocked: true })
    const ids = rows.slice(0, MOST_AT_ONCE).map(({ id }) => id)
    const changed =
      ids.length === 0
        ? []
        : version === 'live'
          ? await restartOnLive(tx, queue, isAmong(ids))
          : await resumeRuns(tx, queue, isAmong(ids))
    await writeAudits(tx, caller, 'run.retried', { type: 'run', ids: changed }, { inBulk: true, version })
    return { changed: changed.length, skipped: ids.length - changed.length, more: rows.length > ids.length }
  })
}

/** Puts a cause aside until it fails anew. */
export async function dismissCause(
  services: Services,
  caller: Caller,
  { until, workflowId, nodeId, code, concerns }: z.output<typeof DismissCause>,
): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [workflow] = await tx.select({ id: workflows.id }).from(workflows).where(eq(workflows.id, workflowId))
    if (!workflow) throw notFound()
    const seen = { until: new Date(until), dismissedBy: caller.id }
    await tx
      .insert(failureDismissals)
      .values({ workflowId, nodeId: nodeId ?? '', code, concerns, ...seen })
      .onConflictDoUpdate({
        target: [
          failureDismissals.workflowId,
          failureDismissals.nodeId,
          failureDismissals.code,
          failureDismissals.concerns,
        ],
        set: { ...seen, dismissedAt: sql`hubflow.now()` },
      })
    await writeAudit(tx, caller, 'failure.dismissed', { type: 'workflow', id: workflowId }, { nodeId, code, concerns })
  })
}
