import { postgresJson } from '../postgres-json.ts'
import type { Statements } from '../statements.ts'

/** So many failed runs in a row pause their workflow. */
export const MAX_FAILURES = 20

/** A run that failed or is held, and whose owner has not been told. */
export interface UnnoticedRun {
  id: string
  workflowId: string
  workflowName: string
  status: 'failed' | 'held'
  nodeId: string | null
  errorCode: string | null
  /** The thing that it failed on; empty for none. */
  concerns: string
  errorMessage: string | null
  heldReason: string | null
}

export interface Paused {
  workflowId: string
  workflowName: string
  lastRun: UnnoticedRun
}

/** Adds what failed to its workflows' counts, and pauses those that come to the bound; gives these. */
export async function countFailures(sql: Statements, runs: UnnoticedRun[]): Promise<Paused[]> {
  const failed = Map.groupBy(
    runs.filter((run) => run.status === 'failed'),
    (run) => run.workflowId,
  )
  if (failed.size === 0) return []
  const given = [...failed].map(([id, of]) => ({ id, failed: of.length }))
  // Never more than truly failed in a row: runs that completed meanwhile write no count.
  await sql`
    update hubflow.workflows workflow set failures_in_row = least(workflow.failures_in_row + given.failed, (
      select count(*) filter (where completed = 0) from (
        select count(*) filter (where status = 'completed') over (order by created_at desc, id) as completed from (
          select status, created_at, id from hubflow.workflow_runs run
          where run.workflow_id = workflow.id and status in ('completed', 'failed') and not is_test
          order by created_at desc, id limit ${MAX_FAILURES}) newest) counted))
    from jsonb_to_recordset(${postgresJson(given)}::text::jsonb) as given (id uuid, failed int)
    where workflow.id = given.id`
  const paused = await sql<{ id: string }[]>`
    update hubflow.workflows set status = 'paused', failures_in_row = 0, updated_at = hubflow.now(),
      paused_reason = ${`Its last ${MAX_FAILURES} runs failed. Correct the cause, then resume it.`}
    where id = any(${[...failed.keys()]}::uuid[]) and failures_in_row >= ${MAX_FAILURES} and status = 'active'
    returning id`
  for (const { id } of paused)
    await sql`
      insert into hubflow.audit_log (action, object_type, object_id, detail)
      values ('workflow.paused', 'workflow', ${id}, ${postgresJson({ failuresInRow: MAX_FAILURES })}::text::jsonb)`
  return paused.flatMap(({ id }) => {
    const lastRun = failed.get(id)?.at(-1)
    return lastRun ? [{ workflowId: id, workflowName: lastRun.workflowName, lastRun }] : []
  })
}

/** A workflow whose newest ended run completed has none failed in a row. Only workflows that had failures are looked at. */
export async function forgetFailures(sql: Statements): Promise<void> {
  await sql`
    update hubflow.workflows workflow set failures_in_row = 0
    where failures_in_row > 0 and (
      select status from hubflow.workflow_runs run
      where run.workflow_id = workflow.id and status in ('completed', 'failed') and not is_test
      order by created_at desc, id limit 1) = 'completed'`
}
