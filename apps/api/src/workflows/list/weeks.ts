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
      const { all = 0, tests = 0, failed = 0, other = 0 } = counts.get(`${id}/${index + 1}`) ?? {}
      return { day, completed: all - tests - failed - other, failed, other }
    })
}

interface Row extends Record<string, unknown> {
  workflow_id: string
  /** From 1, the oldest. */
  day: number
  kind: 'all' | 'tests' | 'failed' | 'other'
  runs: number
}

type Counts = { [kind in Row['kind']]?: number }

/**
 * All runs less what is not completed: nearly all of a million are, and they are counted in an index without a look at the
 * rows themselves.
 */
async function countRuns(tx: Transaction, workflowIds: string[], starts: string[]): Promise<Map<string, Counts>> {
  const day = sql`width_bucket(r.created_at, ${arrayText(starts)}::text::timestamptz[])`
  const meant = sql`from hubflow.workflow_runs r where r.workflow_id = any(${arrayText(workflowIds)}::text::uuid[])
    and r.created_at >= ${starts[0]}::text::timestamptz`
  const rows = await tx.execute<Row>(sql`
    select r.workflow_id, ${day} as day, 'all' as kind, count(*)::int as runs ${meant} group by 1, 2
    union all
    select r.workflow_id, ${day}, 'tests', count(*)::int ${meant} and r.is_test group by 1, 2
    union all
    select r.workflow_id, ${day}, case r.status when 'failed' then 'failed' else 'other' end, count(*)::int
      ${meant} and r.status <> 'completed' and not r.is_test group by 1, 2, 3`)
  const counts = new Map<string, Counts>()
  for (const { workflow_id, day, kind, runs } of rows) {
    const key = `${workflow_id}/${day}`
    counts.set(key, { ...counts.get(key), [kind]: runs })
  }
  return counts
}
