import type { WorkflowStatus } from '@hubflow/core'
import { asPerson, type Transaction } from '@hubflow/db'
import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { businessTime } from '../business-time.ts'
import type { Analytics, AskAnalytics } from '../contract/analytics.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { mailFigures } from './mail.ts'
import { scheduleFigures } from './schedules.ts'
import { standingNow } from './standing.ts'
import { type Window, windowOf } from './window.ts'

interface Outcomes {
  started: number
  completed: number
  failed: number
  cancelled: number
  held: number
}

interface CountedRuns {
  [column: string]: unknown
  periods: (Outcomes & { period: number })[] | null
  workflows:
    | (Outcomes & {
        id: string
        name: string
        status: WorkflowStatus
        took: number[] | null
        last_failed_at: string | null
      })[]
    | null
  queued: number[] | null
  took: number[] | null
}

/** The figures of a window; 404 for who may not see runs. */
export async function readAnalytics(
  services: Services,
  caller: Caller,
  { days, workflowId }: z.output<typeof AskAnalytics>,
): Promise<Analytics> {
  if (caller.role === 'agent') throw notFound()
  const { timeZone } = services.config
  return asPerson(services.database, caller.id, async (tx) => {
    // Enough to sort a month of runs in memory.
    await tx.execute(sql`select set_config('work_mem', '32MB', true)`)
    const window = windowOf(Number(days), await businessTime(tx), timeZone)
    const from = window.starts[0] ?? window.until
    const counted = await countRuns(tx, window, workflowId)
    const runs = sum(counted.periods ?? [])
    return {
      from: from.toISOString(),
      until: window.until.toISOString(),
      timeZone,
      unit: window.unit,
      periods: periodsOf(window, counted.periods ?? []),
      runs,
      successPercent: percent(runs.completed, runs.completed + runs.failed),
      queued: spread(counted.queued),
      took: spread(counted.took),
      mail: await mailFigures(tx, from, workflowId),
      now: await standingNow(tx, workflowId),
      schedules: await scheduleFigures(tx, from, workflowId),
      workflows: (counted.workflows ?? []).map(({ took, last_failed_at, ...row }) => ({
        ...row,
        failedPercent: percent(row.failed, row.completed + row.failed),
        medianMs: took?.[0] ?? null,
        lastFailedAt: last_failed_at === null ? null : new Date(last_failed_at).toISOString(),
      })),
    }
  })
}

async function countRuns(tx: Transaction, window: Window, workflowId: string | undefined): Promise<CountedRuns> {
  const [counted] = await tx.execute<CountedRuns>(runsQuery(window, workflowId))
  return counted ?? { periods: null, workflows: null, queued: null, took: null }
}

const OUTCOMES = sql`count(*)::int as started, count(*) filter (where status = 'completed')::int as completed,
  count(*) filter (where status = 'failed')::int as failed, count(*) filter (where status = 'cancelled')::int as cancelled,
  count(*) filter (where status = 'held')::int as held`
const HALF_AND_MOST = sql.raw('percentile_disc(array[0.5, 0.95])')

/** The window’s runs are read once, by their index, and counted in several ways. */
function runsQuery({ starts, until }: Window, workflowId: string | undefined): SQL {
  const edges = sql.join(
    starts.map((start) => sql`${start.toISOString()}::timestamptz`),
    sql`, `,
  )
  return sql`
    with began as materialized (
      select run.workflow_id, run.status, width_bucket(run.created_at, array[${edges}]) - 1 as period,
        run.completed_at, run.duration_ms::float8 as duration_ms,
        case when run.held_at is null then extract(epoch from run.started_at - run.created_at)::float8 * 1000 end as queued_ms
      from hubflow.workflow_runs run
      where not run.is_test and run.created_at >= ${starts[0]?.toISOString()}::timestamptz
        and run.created_at < ${until.toISOString()}::timestamptz
        and ${workflowId === undefined ? sql`true` : sql`run.workflow_id = ${workflowId}`})
    select
      (select json_agg(counted) from (select period, ${OUTCOMES} from began group by period) counted) as periods,
      (select json_agg(counted order by counted.failed desc, counted.started desc, counted.name) from (
        select workflow.id, workflow.name, workflow.status, figures.* from (
          select workflow_id, ${OUTCOMES}, ${HALF_AND_MOST} within group (order by duration_ms) as took,
            max(completed_at) filter (where status = 'failed') as last_failed_at
          from began group by workflow_id) figures
        join hubflow.workflows workflow on workflow.id = figures.workflow_id and workflow.deleted_at is null) counted) as workflows,
      (select ${HALF_AND_MOST} within group (order by queued_ms) from began) as queued,
      (select ${HALF_AND_MOST} within group (order by duration_ms) from began) as took`
}

const NONE: Outcomes = { started: 0, completed: 0, failed: 0, cancelled: 0, held: 0 }

function periodsOf({ starts, until }: Window, counted: readonly (Outcomes & { period: number })[]) {
  const byPeriod = new Map(counted.map(({ period, ...outcomes }) => [period, outcomes]))
  return starts.map((start, index) => ({
    from: start.toISOString(),
    until: (starts[index + 1] ?? until).toISOString(),
    ...(byPeriod.get(index) ?? NONE),
  }))
}

function sum(counted: readonly Outcomes[]): Outcomes {
  return counted.reduce<Outcomes>(
    (total, one) => ({
      started: total.started + one.started,
      completed: total.completed + one.completed,
      failed: total.failed + one.failed,
      cancelled: total.cancelled + one.cancelled,
      held: total.held + one.held,
    }),
    NONE,
  )
}

/** To a tenth; null of nothing. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 10
}

/** Of an array of the two percentiles; null where nothing was measured. */
export function spread(percentiles: readonly (number | null)[] | null) {
  const [medianMs, p95Ms] = percentiles ?? []
  return medianMs == null || p95Ms == null ? null : { medianMs, p95Ms }
}
