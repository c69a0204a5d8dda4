import { lastLocalDays, type Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import { businessTime } from '../../business-time.ts'
import type { DayOfRuns } from '../../contract/workflow-list.ts'
import { arrayText } from './filters.ts'

const DAYS = 7

/** For each of the workflows its real runs of the last seven days, by the hub's calendar day on which they began. */
export async function weeksOf(
  tx: Transaction,
  workflowIds: string[],
  timeZone: string,
): Promise<(workflowId: string) => DayOfRuns[]> {
  const days = lastLocalDays(await businessTime(tx), timeZone, DAYS)
  const counts = await countRuns(
    tx,
    workflowIds,
    days.map(({ startsAt }) => startsAt.toISOString()),
  )
  return (id) =>
    days.map(({ day }, index) => {
      const row = counts.get(`${id}/${index + 1}`)
      const { completed = 0, failed = 0, total = 0 } = row ?? {}
      return { day, completed, failed, other: total - completed - failed }
    })
}

interface Row extends Record<string, unknown> {
  workflow_id: string
  /** From 1, the oldest. */
  day: number
  completed: number
  failed: number
  total: number
}

async function countRuns(tx: Transaction, workflowIds: string[], starts: string[]): Promise<Map<string, Row>> {
  const rows = await tx.execute<Row>(sql`
    select r.workflow_id, width_bucket(r.created_at, ${arrayText(starts)}::text::timestamptz[]) as day,
      count(*) filter (where r.status = 'completed')::int as completed,
      count(*) filter (where r.status = 'failed')::int as failed, count(*)::int as total
    from hubflow.workflow_runs r
    where r.workflow_id = any(${arrayText(workflowIds)}::text::uuid[])
      and r.created_at >= ${starts[0]}::text::timestamptz and not r.is_test
    group by 1, 2`)
  return new Map(rows.map((row) => [`${row.workflow_id}/${row.day}`, row]))
}
