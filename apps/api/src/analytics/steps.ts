import type { Definition } from '@hubflow/core'
import { asPerson } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { businessTime } from '../business-time.ts'
import type { AskSteps, WorkflowSteps } from '../contract/analytics.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { spread } from './figures.ts'
import { windowOf } from './window.ts'

/** How many of a workflow’s newest runs are looked into: enough to show where they stay, and quick. */
const LOOKED_AT = 10_000

type StepRow = {
  node_id: string
  entered: number
  finished: number
  failed: number
  waiting: number
  took: number[] | null
}

/** How far the runs of a workflow came that began in the window; 404 for who may not see it. */
export async function readSteps(
  services: Services,
  caller: Caller,
  workflowId: string,
  { days }: z.output<typeof AskSteps>,
): Promise<WorkflowSteps> {
  return asPerson(services.database, caller.id, async (tx) => {
    const [workflow] = await tx.execute<{ definition: Definition }>(sql`
      select coalesce(version.definition, workflow.draft) as definition
      from hubflow.workflows workflow
        left join hubflow.workflow_versions version on version.workflow_id = workflow.id and version.version = workflow.live_version
      where workflow.id = ${workflowId} and workflow.deleted_at is null`)
    if (!workflow) throw notFound()
    const { starts, until } = windowOf(Number(days), await businessTime(tx), services.config.timeZone)
    const [counted] = await tx.execute<{ runs: number; steps: StepRow[] | null }>(sql`
      with newest as materialized (
        select run.id from hubflow.workflow_runs run
        where run.workflow_id = ${workflowId} and not run.is_test and run.created_at < ${until.toISOString()}::timestamptz
          and run.created_at >= ${starts[0]?.toISOString()}::timestamptz
        order by run.created_at desc limit ${LOOKED_AT + 1})
      select (select count(*)::int from newest) as runs,
        (select json_agg(counted) from (
          select step.node_id, count(*)::int as entered,
            count(*) filter (where step.status = 'completed')::int as finished,
            count(*) filter (where step.status = 'failed')::int as failed,
            count(*) filter (where step.status in ('pending', 'running', 'waiting'))::int as waiting,
            percentile_disc(array[0.5, 0.95]) within group (
              order by (extract(epoch from step.completed_at - step.started_at) * 1000)::bigint)
              filter (where step.status = 'completed') as took
          from newest join hubflow.workflow_run_steps step on step.run_id = newest.id
          where step.status <> 'skipped'
          group by step.node_id) counted) as steps`)
    const runs = counted?.runs ?? 0
    return {
      definition: workflow.definition,
      runs: Math.min(runs, LOOKED_AT),
      more: runs > LOOKED_AT,
      steps: (counted?.steps ?? []).map(({ node_id: nodeId, took, ...row }) => ({
        nodeId,
        ...row,
        took: spread(took),
      })),
    }
  })
}
