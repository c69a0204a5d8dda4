import { STEP_ERROR_CODES, STEP_ERRORS, type StepErrorCode } from '@hubflow/core'
import { asPerson, type Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { FailureCause, FailureList, ListFailures } from '../contract/failure.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'

/** More causes than anybody looks through; the ones that failed last are told. */
const MOST_CAUSES = 200
/** As many as are retried at once. */
const MOST_RUNS = 1000

type CauseRow = {
  workflow_id: string
  workflow_name: string
  node_id: string | null
  step_name: string | null
  step_type: string | null
  code: string
  concerns: string
  count: number
  first_at: string
  last_at: string
  message: string | null
  run_ids: string[]
}

/** What failed and is still to be seen to, by cause, the one that failed last first. */
export async function listFailures(
  services: Services,
  caller: Caller,
  query: z.output<typeof ListFailures>,
): Promise<z.output<typeof FailureList>> {
  const rows = await asPerson(services.database, caller.id, (tx) => readCauses(tx, query))
  return { items: rows.map(causeOf), nextCursor: null }
}

function readCauses(tx: Transaction, { days, workflowId }: z.output<typeof ListFailures>) {
  const since = sql`hubflow.now() - make_interval(days => ${days}::int)`
  // Each half has an index of its own; a retry that is another run is younger than what it repeats.
  return tx.execute<CauseRow>(sql`
    with failed as (
      select run.id, run.workflow_id, workflow.name as workflow_name, run.error_node_id as node_id, step.name as step_name,
        step.type as step_type, coalesce(step.error ->> 'code', 'unexpected') as code,
        coalesce(step.error ->> 'message', run.error_message) as message, run.completed_at,
        coalesce(case
          when step.error ->> 'code' in ('request-refused', 'request-failed', 'request-timeout', 'answer-error')
            then substring(step.input ->> 'url' from '^https?://(?:[^/?#@]*@)?([^/?#]+)')
          when step.error ->> 'code' in ('value-missing', 'template-failed') then step.error ->> 'message'
        end, '') as concerns
      from hubflow.workflow_runs run
        join hubflow.workflows workflow on workflow.id = run.workflow_id and workflow.deleted_at is null
        left join hubflow.workflow_run_steps step on step.run_id = run.id and step.node_id = run.error_node_id
      where run.status = 'failed' and not run.is_test
        and ((run.archived_at is null and run.completed_at >= ${since})
          or (run.archived_at is not null and run.completed_at >= ${since}))
        and ${workflowId === undefined ? sql`true` : sql`run.workflow_id = ${workflowId}`}
        and not exists (
          select from hubflow.workflow_runs again where again.retry_of = run.id and again.created_at >= ${since}))
    select workflow_id, workflow_name, node_id, code, concerns, count(*)::int as count,
      min(completed_at) as first_at, max(completed_at) as last_at,
      (array_agg(step_name order by completed_at desc))[1] as step_name,
      (array_agg(step_type order by completed_at desc))[1] as step_type,
      (array_agg(message order by completed_at desc))[1] as message,
      to_json((array_agg(id order by completed_at desc))[1:${sql.raw(String(MOST_RUNS))}]) as run_ids
    from failed
    group by workflow_id, workflow_name, node_id, code, concerns
    order by max(completed_at) desc limit ${MOST_CAUSES}`)
}

function causeOf(row: CauseRow): FailureCause {
  const code = STEP_ERROR_CODES.find((known) => known === row.code) ?? 'unexpected'
  const { title, why, remedy } = STEP_ERRORS[code]
  return {
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    nodeId: row.node_id,
    stepName: row.step_name,
    stepType: row.step_type,
    code,
    concerns: row.concerns,
    count: row.count,
    firstAt: new Date(row.first_at).toISOString(),
    lastAt: new Date(row.last_at).toISOString(),
    title,
    message: row.message ?? 'It stopped without a reason of its own.',
    why,
    remedy,
    fix: fixOf(code, row.node_id),
    runIds: row.run_ids,
  }
}

function fixOf(code: StepErrorCode, nodeId: string | null): FailureCause['fix'] {
  if (code === 'secret-missing') return { place: 'secrets', label: 'Go to the secrets' }
  if (code === 'run-timeout' || nodeId === null) return { place: 'workflow', label: 'Open the workflow' }
  return { place: 'step', label: 'Open the step' }
}
