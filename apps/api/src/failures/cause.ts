import { STEP_ERROR_CODES } from '@hubflow/core'
import { tables } from '@hubflow/db'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Cause } from '../contract/failure.ts'

const { failureDismissals, findableRuns, workflowRuns } = tables

type CauseOfRuns = z.output<typeof Cause>

/** A cause in one text, by which lists of runs are filtered: `<workflow>/<code>/<step>/<concerns>`. */
export function causeKey({ workflowId, code, nodeId, concerns }: CauseOfRuns): string {
  return [workflowId, code, nodeId ?? '', concerns].join('/')
}

export function readCauseKey(key: string): CauseOfRuns {
  const [workflowId = '', code, nodeId, ...concerns] = key.split('/')
  return {
    workflowId,
    code: STEP_ERROR_CODES.find((known) => known === code) ?? 'unexpected',
    nodeId: nodeId || null,
    concerns: concerns.join('/'),
  }
}

/** A failed run that nobody has seen to: in the words of the index, so that it is found there. */
export function isToSeeTo(run: SQL): SQL {
  return sql`(${run}.status = 'failed' and not ${run}.is_test and ${run}.repeated_at is null)`
}

/** The runs of a cause without those that were dismissed with it. */
export function runsOf(
  { workflowId, nodeId, code, concerns }: CauseOfRuns,
  runs: typeof workflowRuns | typeof findableRuns = workflowRuns,
): SQL | undefined {
  return and(
    isToSeeTo(sql`${runs}`),
    eq(runs.workflowId, workflowId),
    nodeId === null ? isNull(runs.errorNodeId) : eq(runs.errorNodeId, nodeId),
    code === 'unexpected' ? sql`coalesce(${runs.errorCode}, 'unexpected') = ${code}` : eq(runs.errorCode, code),
    eq(runs.errorConcerns, concerns),
    sql`not exists (
      select from ${failureDismissals} where ${and(
        eq(failureDismissals.workflowId, workflowId),
        eq(failureDismissals.nodeId, nodeId ?? ''),
        eq(failureDismissals.code, code),
        eq(failureDismissals.concerns, concerns),
      )} and ${runs.completedAt} < ${failureDismissals.until} + interval '1 millisecond')`,
  )
}
