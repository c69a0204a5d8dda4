import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { NextRun } from '../../contract/workflow-list.ts'
import { arrayText } from './filters.ts'

/** Waiting runs that are looked at, those that go on first: with a million of them nobody is to wait for the list. */
const MOST_WAITING = 10_000

/** What each workflow does next by itself: the armed time of its schedule, else the first of its waiting runs to go on. */
export async function nextRunsOf(tx: Transaction, workflowIds: string[]): Promise<Map<string, NextRun>> {
  if (workflowIds.length === 0) return new Map()
  const armed = await tx.execute<Row>(sql`
    select newest.workflow_id, newest.due_at::text as at
    from unnest(${arrayText(workflowIds)}::text::uuid[]) asked (id)
    cross join lateral (select * from hubflow.schedule_occurrences o where o.workflow_id = asked.id
      order by o.local_time desc limit 1) newest
    where newest.outcome is null`)
  const scheduled = new Set(armed.map((row) => row.workflow_id))
  const others = workflowIds.filter((id) => !scheduled.has(id))
  const waiting = await tx.execute<Row>(sql`
    select soon.workflow_id, min(soon.due_at)::text as at
    from (select workflow_id, status, is_test, due_at from hubflow.workflow_runs
      where status in ('pending', 'running', 'waiting') and due_at is not null order by due_at limit ${MOST_WAITING}) soon
    where soon.status = 'waiting' and not soon.is_test and soon.workflow_id = any(${arrayText(others)}::text::uuid[])
    group by 1`)
  return new Map([...armed.map((row) => entry('start', row)), ...waiting.map((row) => entry('goes-on', row))])
}

interface Row extends Record<string, unknown> {
  workflow_id: string
  at: string
}

function entry(kind: NextRun['kind'], row: Row): [string, NextRun] {
  return [row.workflow_id, { kind, at: new Date(row.at).toISOString() }]
}
