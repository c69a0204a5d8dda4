import { localTimeAt, MAX_CHAIN_DEPTH, sentenceOfChain } from '@hubflow/core'
import { type NewRun, type Transaction, tables } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { Decided } from './decisions.ts'

export function isChainTooDeep(run: NewRun): boolean {
  return (run.chainDepth ?? 0) > MAX_CHAIN_DEPTH
}

/**
 * Ends a chain of workflows that start one another: a failed run that names the chain, and one notice a day to the
 * workflow's owner.
 */
export async function refuseChained(
  tx: Transaction,
  workflow: { name: string; createdBy: string },
  run: NewRun,
  timeZone: string,
): Promise<Decided> {
  const names = [...(run.chain ?? []).map((link) => link.name), workflow.name]
  const [refused] = await tx
    .insert(tables.workflowRuns)
    .values({
      workflowId: run.workflowId,
      version: run.version,
      context: run.context,
      status: 'failed' as const,
      dueAt: null,
      startedAt: sql`hubflow.now()`,
      completedAt: sql`hubflow.now()`,
      durationMs: 0,
      subjectTable: run.subject?.table ?? null,
      subjectId: run.subject?.id ?? null,
      dedupeKey: run.dedupeKey ?? null,
      eventId: run.eventId ?? null,
      chainDepth: run.chainDepth ?? 0,
      chain: run.chain ?? [],
      errorMessage: sentenceOfChain(names),
      errorCode: 'chain-too-deep' as const,
    })
    .onConflictDoNothing()
    .returning({ id: tables.workflowRuns.id })
  if (refused) await tellOwner(tx, workflow, { run, runId: refused.id, names, timeZone })
  return { verdict: 'chain-too-deep', detail: { chain: names }, runId: refused?.id ?? null }
}

async function tellOwner(
  tx: Transaction,
  { name, createdBy }: { name: string; createdBy: string },
  about: { run: NewRun; runId: string; names: string[]; timeZone: string },
): Promise<void> {
  const [clock] = await tx.execute<{ now: string }>(sql`select hubflow.now()::text as now`)
  const today = localTimeAt(new Date(clock?.now ?? Date.now()), about.timeZone).slice(0, 10)
  await tx
    .insert(tables.notifications)
    .values({
      userId: createdBy,
      runId: about.runId,
      kind: 'chain-stopped',
      title: `“${name}” was stopped: workflows start one another`,
      message: sentenceOfChain(about.names),
      noticeKey: `chain:${about.run.workflowId}:${today}`,
    })
    .onConflictDoNothing()
}
