import { findNode } from '@hubflow/core'
import { type NewRun, type Queue, type StartedRun, startRuns, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, isNotNull, type SQL, sql } from 'drizzle-orm'

const { workflowRuns, workflows, workflowVersions } = tables

type Ended = Pick<
  typeof workflowRuns.$inferSelect,
  'id' | 'workflowId' | 'context' | 'eventId' | 'chainDepth' | 'chain' | 'subjectTable' | 'subjectId'
>

/** A run to begin anew: on a version, at its start or, after the steps that were done, at a node. */
export interface Restart {
  run: Ended
  version: number
  nodeId: string | null
  /** Of the request that asks for it. */
  dedupe?: Pick<NewRun, 'dedupeKey' | 'dedupeHash'>
}

/** Starts new runs with what ended ones began with, linked to them; gives one answer each, in the order given. */
export async function restartRuns(tx: Transaction, queue: Queue, restarts: Restart[]): Promise<StartedRun[]> {
  const started = await startRuns(
    tx,
    queue,
    restarts.map(({ run, version, dedupe }) => ({ ...newRunOf(run, version), ...dedupe })),
  )
  const links = restarts.flatMap(({ run, nodeId }, index) => {
    const next = started[index]
    return next === undefined || next.duplicate ? [] : [{ from: run.id, to: next.runId, nodeId }]
  })
  const given = sql`jsonb_to_recordset(${JSON.stringify(links)}::text::jsonb) as link ("from" uuid, "to" uuid, "nodeId" text)`
  await tx.execute(sql`
    update hubflow.workflow_runs run set retry_of = link."from", next_node_id = link."nodeId"
    from ${given} where run.id = link."to"`)
  await tx.execute(sql`
    update hubflow.workflow_runs run set repeated_at = hubflow.now() from ${given} where run.id = link."from"`)
  await copySteps(tx, given)
  return started
}

/**
 * Begins the failed runs among those meant anew on their workflow's live version, at the failed step and after what was
 * done; gives the ids of those that were repeated. A run whose step is not in the live version is left.
 */
export async function restartOnLive(tx: Transaction, queue: Queue, which: SQL): Promise<string[]> {
  const rows = await tx
    .select({ run: workflowRuns, version: workflowVersions.version, definition: workflowVersions.definition })
    .from(workflowRuns)
    .innerJoin(workflows, eq(workflows.id, workflowRuns.workflowId))
    .innerJoin(
      workflowVersions,
      and(eq(workflowVersions.workflowId, workflows.id), eq(workflowVersions.version, workflows.liveVersion)),
    )
    .where(and(which, eq(workflowRuns.status, 'failed'), isNotNull(workflowRuns.errorNodeId)))
    .orderBy(asc(workflowRuns.completedAt))
  const restarts = rows.flatMap(({ run, version, definition }) =>
    run.errorNodeId !== null && findNode(definition, run.errorNodeId)
      ? [{ run, version, nodeId: run.errorNodeId }]
      : [],
  )
  await restartRuns(tx, queue, restarts)
  return restarts.map(({ run }) => run.id)
}

function newRunOf(run: Ended, version: number): NewRun {
  const { workflowId, context, eventId, chainDepth, chain, subjectTable: table, subjectId } = run
  return {
    workflowId,
    version,
    context,
    chainDepth,
    chain,
    ...(table !== null && subjectId !== null ? { subject: { table, id: subjectId } } : {}),
    ...(eventId === null ? {} : { eventId }),
  }
}

/**
 * What the steps before gave stays readable for those that follow; what they did is not done again. The failed step is
 * pending, with what it sent and under which key: the same request keeps it.
 */
async function copySteps(tx: Transaction, links: SQL): Promise<void> {
  await tx.execute(sql`
    insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, attempt, input, output, effects,
      error, branch, idempotency_key, started_at, completed_at)
    select link."to", step.node_id, position, type, name, status, attempt, input, output, effects, error, branch,
      idempotency_key, started_at, completed_at
    from ${links} join hubflow.workflow_run_steps step on step.run_id = link."from"
    where step.node_id <> link."nodeId" and status in ('completed', 'skipped', 'failed')`)
  await tx.execute(sql`
    insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, input, idempotency_key)
    select link."to", step.node_id, position, type, name, 'pending', input, idempotency_key
    from ${links} join hubflow.workflow_run_steps step on step.run_id = link."from" and step.node_id = link."nodeId"`)
}
