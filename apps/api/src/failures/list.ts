import { STEP_ERROR_CODES, STEP_ERRORS } from '@hubflow/core'
import { asPerson, type Transaction } from '@hubflow/db'
import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { FailureCause, FailureList, ListFailures } from '../contract/failure.ts'
import type { Caller } from '../http/env.ts'
import { isStaff } from '../http/staff.ts'
import type { Services } from '../services.ts'
import { causeKey, isToSeeTo } from './cause.ts'
import { fixesFor } from './fixes.ts'

/** More causes than anybody looks through; the ones that failed last are told. */
const MOST_CAUSES = 200

type CauseRow = {
  workflow_id: string
  workflow_name: string
  node_id: string | null
  step_name: string | null
  step_type: string | null
  field: string | null
  code: string
  concerns: string
  count: number
  first_at: string
  last_at: string
  message: string | null
  run_id: string
  subject_table: string | null
  subject_id: string | null
}

/** What failed and is still to be seen to, by cause, the one that failed last first. */
export async function listFailures(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListFailures>,
): Promise<z.output<typeof FailureList>> {
  const rows = await asPerson(services.database, caller.id, (tx) => tx.execute<CauseRow>(causesQuery(query)))
  return { items: rows.map(causeOf), nextCursor: null }
}

/** How PostgreSQL finds them, as the caller may see them; for the test that the index follows the query. */
export async function explainFailures(tx: Transaction): Promise<string> {
  const rows = await tx.execute<{ 'QUERY PLAN': string }>(
    sql`explain (analyze, buffers, summary) ${causesQuery({ days: 30 })}`,
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

/** Counted in the index of failures alone; of each cause only its last run is looked at. */
function causesQuery({ days, workflowId }: z.output<typeof ListFailures>): SQL {
  const isOfCause = sql`${isToSeeTo(sql`run`)} and run.workflow_id = cause.workflow_id
    and run.error_node_id is not distinct from cause.node_id and run.error_code is not distinct from cause.error_code
    and run.error_concerns = cause.concerns`
  return sql`
    with counted as materialized (
      select run.workflow_id, run.error_node_id as node_id, run.error_code, run.error_concerns as concerns,
        count(*)::int as count, min(run.completed_at) as first_at, max(run.completed_at) as last_at
      from hubflow.workflow_runs run
      where ${isStaff} and ${isToSeeTo(sql`run`)} and run.completed_at >= hubflow.now() - make_interval(days => ${days}::int)
        and ${workflowId === undefined ? sql`true` : sql`run.workflow_id = ${workflowId}`}
      group by run.workflow_id, run.error_node_id, run.error_code, run.error_concerns),
    causes as (
      select counted.*, workflow.name as workflow_name, dismissed.until
      from counted
        join hubflow.workflows workflow on workflow.id = counted.workflow_id and workflow.deleted_at is null
        left join hubflow.failure_dismissals dismissed on dismissed.workflow_id = counted.workflow_id
          and dismissed.node_id = coalesce(counted.node_id, '') and dismissed.concerns = counted.concerns
          and dismissed.code = coalesce(counted.error_code, 'unexpected')
      where dismissed.until is null or counted.last_at >= dismissed.until + interval '1 millisecond'
      order by counted.last_at desc limit ${MOST_CAUSES})
    select cause.workflow_id, cause.workflow_name, cause.node_id, coalesce(cause.error_code, 'unexpected') as code,
      cause.concerns, coalesce(anew.count, cause.count) as count, coalesce(anew.first_at, cause.first_at) as first_at,
      cause.last_at, last.id as run_id, last.subject_table, last.subject_id,
      step.name as step_name, step.type as step_type, step.error -> 'concerns' ->> 'field' as field,
      coalesce(step.error ->> 'message', last.error_message) as message
    from causes cause
      left join lateral (
        select count(*)::int as count, min(run.completed_at) as first_at from hubflow.workflow_runs run
        where ${isOfCause} and run.completed_at >= cause.until + interval '1 millisecond') anew on cause.until is not null
      cross join lateral (
        select run.id, run.subject_table, run.subject_id, run.error_message from hubflow.workflow_runs run
        where ${isOfCause} and run.completed_at = cause.last_at limit 1) last
      left join hubflow.workflow_run_steps step on step.run_id = last.id and step.node_id = cause.node_id
    order by cause.last_at desc`
}

function causeOf(row: CauseRow): FailureCause {
  const code = STEP_ERROR_CODES.find((known) => known === row.code) ?? 'unexpected'
  const { title, why, remedy } = STEP_ERRORS[code]
  const subject =
    row.subject_table === null || row.subject_id === null ? null : { table: row.subject_table, id: row.subject_id }
  const cause = { workflowId: row.workflow_id, nodeId: row.node_id, code, concerns: row.concerns }
  return {
    ...cause,
    key: causeKey(cause),
    workflowName: row.workflow_name,
    stepName: row.step_name,
    stepType: row.step_type,
    count: row.count,
    firstAt: new Date(row.first_at).toISOString(),
    lastAt: new Date(row.last_at).toISOString(),
    title,
    message: row.message ?? 'It stopped without a reason of its own.',
    why,
    remedy,
    fixes: fixesFor({ code, nodeId: row.node_id, concerns: row.concerns, field: row.field, subject }),
    lastRunId: row.run_id,
  }
}
