import { tables } from '@hubflow/db'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Cause } from '../contract/failure.ts'

const { failureDismissals, workflowRuns } = tables

/** A failed run that nobody has seen to: in the words of the index, so that it is found there. */
export function isToSeeTo(run: SQL): SQL {
  return sql`(${run}.status = 'failed' and not ${run}.is_test and ${run}.repeated_at is null)`
}

/** The runs of a cause without those that were dismissed with it, over `workflow_runs`. */
export function runsOf({ workflowId, nodeId, code, concerns }: z.output<typeof Cause>): SQL | undefined {
  return and(
    isToSeeTo(sql`${workflowRuns}`),
    eq(workflowRuns.workflowId, workflowId),
    nodeId === null ? isNull(workflowRuns.errorNodeId) : eq(workflowRuns.errorNodeId, nodeId),
    code === 'unexpected'
      ? sql`coalesce(${workflowRuns.errorCode}, 'unexpected') = ${code}`
      : eq(workflowRuns.errorCode, code),
    eq(workflowRuns.errorConcerns, concerns),
    sql`not exists (
      select from ${failureDismissals} where ${and(
        eq(failureDismissals.workflowId, workflowId),
        eq(failureDismissals.nodeId, nodeId ?? ''),
        eq(failureDismissals.code, code),
        eq(failureDismissals.concerns, concerns),
      )} and ${workflowRuns.completedAt} < ${failureDismissals.until} + interval '1 millisecond')`,
  )
}
