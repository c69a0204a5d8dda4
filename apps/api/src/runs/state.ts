import type { RunStatus } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import { eq, type SQL, sql } from 'drizzle-orm'
import { HttpProblem, notFound } from '../http/problem.ts'

const { workflowRuns } = tables

/** One parameter however many there are. */
export function isAmong(ids: string[]): SQL {
  return sql`${workflowRuns.id} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`
}

/** Why nothing could be done to a run: its state, in words, or that the transaction's person sees no such run. */
export async function wrongState(
  tx: Transaction,
  id: string,
  inWords: (status: RunStatus) => string,
): Promise<HttpProblem> {
  const [run] = await tx.select({ status: workflowRuns.status }).from(workflowRuns).where(eq(workflowRuns.id, id))
  return run ? new HttpProblem(409, inWords(run.status)) : notFound()
}
