import { TIME_EVENT_TYPES } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { Analytics } from '../contract/analytics.ts'

/** A time is kept when its run begins within this of it; the worker takes what is later for missed. */
const LATE_SECONDS = 60

/** What came of the times that schedules promised since `from`. */
export async function scheduleFigures(
  tx: Transaction,
  from: Date,
  workflowId: string | undefined,
): Promise<Analytics['schedules']> {
  const since = sql`${from.toISOString()}::timestamptz`
  const ofWorkflow = workflowId === undefined ? sql`true` : sql`workflow.id = ${workflowId}`
  const aliases = sql.join(
    TIME_EVENT_TYPES.map((type) => sql`${type}`),
    sql`, `,
  )
  const [row] = await tx.execute<Omit<Analytics['schedules'], 'promised'>>(sql`
    with scheduled as materialized (
      select workflow.id from hubflow.workflows workflow
      where workflow.deleted_at is null and ${ofWorkflow} and (workflow.trigger_type = 'schedule'
        or (workflow.trigger_type = 'event' and workflow.config ->> 'eventType' in (${aliases})))),
    times as (
      select count(*) filter (where time.outcome = 'started')::int as done,
        count(*) filter (where time.outcome = 'started'
          and run.created_at > time.due_at + make_interval(secs => ${LATE_SECONDS}))::int as late,
        count(*) filter (where time.outcome is null
          and time.due_at < hubflow.now() - make_interval(secs => ${LATE_SECONDS}))::int as overdue
      from scheduled join hubflow.schedule_occurrences time on time.workflow_id = scheduled.id
        left join hubflow.workflow_runs run on run.id = time.run_id
      where time.due_at >= ${since} and time.due_at <= hubflow.now()),
    left_out as (
      select count(*) filter (where decision.verdict in ('overlapping', 'filtered'))::int as skipped,
        coalesce(sum((decision.detail ->> 'count')::int) filter (where decision.verdict = 'missed'), 0)::int as missed
      from scheduled join hubflow.trigger_decisions decision on decision.workflow_id = scheduled.id
      where decision.decided_at >= ${since} and decision.event_id is null)
    select times.*, left_out.* from times, left_out`)
  const { done = 0, late = 0, overdue = 0, skipped = 0, missed = 0 } = row ?? {}
  return { promised: done + overdue + skipped + missed, done, late, skipped, missed, overdue }
}
