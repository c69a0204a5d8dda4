import { type Database, inTransaction, type NewRun, type StartedRun, type Transaction, tables } from '@hubflow/db'

/** Keeps that a call found its workflow paused. */
export async function keepPaused(database: Database, workflowId: string): Promise<void> {
  await inTransaction(database, (tx) => tx.insert(tables.triggerDecisions).values({ workflowId, verdict: 'paused' }))
}

/** Keeps that a call came at the end of too long a chain of workflows, which `names` tells. */
export async function keepTooDeep(database: Database, workflowId: string, names: string[]): Promise<void> {
  const decision = { workflowId, verdict: 'chain-too-deep' as const, detail: { chain: names } }
  await inTransaction(database, (tx) => tx.insert(tables.triggerDecisions).values(decision))
}

/** Keeps which of the runs were held, and why. Of the others the run itself is the record. */
export async function keepHeld(tx: Transaction, runs: NewRun[], started: StartedRun[]): Promise<void> {
  const held = started.flatMap(({ runId, heldReason }, index) => {
    const run = runs[index]
    if (heldReason === null || run === undefined) return []
    return [{ workflowId: run.workflowId, verdict: 'held' as const, detail: { reason: heldReason }, runId }]
  })
  if (held.length > 0) await tx.insert(tables.triggerDecisions).values(held)
}
