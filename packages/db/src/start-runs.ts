import { statementsOf, type Transaction } from './connect.ts'
import { dayStartsAround } from './local-day.ts'
import { enqueueRuns, type Queue } from './queue.ts'
import type { ChainLink, RunContext } from './schema/runs.ts'

/** A run to start of a published version. */
export interface NewRun {
  workflowId: string
  version: number
  context: RunContext
  subject?: { table: string; id: string }
  /** Unique per workflow: the same key again gives the first run. */
  dedupeKey?: string
  /** SHA-256 of the request, to tell the same key with another body. */
  dedupeHash?: string
  eventId?: string
  chainDepth?: number
  /** The workflows that started one another before this run, the first one first; as many as `chainDepth` says. */
  chain?: ChainLink[]
}

export interface StartedRun {
  runId: string
  status: 'pending' | 'held'
  /** In words; null for a run that is not held, and for a duplicate. */
  heldReason: string | null
  /** True when the key was known: `runId` is the first run, `dedupeHash` its request's. */
  duplicate: boolean
  dedupeHash: string | null
}

/** A workflow with more runs pending than this gets no more started: they are held, visible and releasable. */
const MAX_PENDING = 10_000

/**
 * Starts runs in the caller's transaction: run rows, their keys and their jobs commit together or not at all. Runs over
 * the workflow's daily limit are held with the reason. Gives one answer a run, in the order given; within one call a
 * key may stand once a workflow.
 */
export async function startRuns(tx: Transaction, queue: Queue, runs: NewRun[]): Promise<StartedRun[]> {
  if (runs.length === 0) return []
  const limits = await lockLimits(tx, queue, runs)
  const known = await findKnown(tx, runs)
  const rows = runs.flatMap((run, index) => {
    if (run.dedupeKey !== undefined && known.has(keyOf(run.workflowId, run.dedupeKey))) return []
    const ahead = limits.get(run.workflowId)?.pending ?? 0
    return [{ index, run, ahead, heldReason: takeRoom(limits, run.workflowId) }]
  })
  const inserted = await insertRuns(tx, rows)
  // Another transaction took a key after we looked: its run is the answer, and ours has left nothing.
  const late = rows.length === inserted.size ? known : await findKnown(tx, runs)
  await enqueueRuns(
    tx,
    queue,
    rows.flatMap(({ index, run, ahead, heldReason }) => {
      const runId = inserted.get(index)
      if (runId === undefined || heldReason !== null) return []
      return [{ runId, ahead, priority: limits.get(run.workflowId)?.priority ?? 50 }]
    }),
  )
  const held = new Map(rows.map(({ index, heldReason }) => [index, heldReason]))
  return runs.map((run, index) => {
    const runId = inserted.get(index)
    if (runId !== undefined) {
      const heldReason = held.get(index) ?? null
      const status = heldReason === null ? 'pending' : 'held'
      return { runId, status, heldReason, duplicate: false, dedupeHash: run.dedupeHash ?? null }
    }
    const first = late.get(keyOf(run.workflowId, run.dedupeKey ?? ''))
    if (!first) throw new Error('a run was neither started nor known')
    return { ...first, heldReason: null, duplicate: true }
  })
}

interface Limit {
  /** Runs that may still start today; null without a limit. */
  room: number | null
  maxRunsPerDay: number | null
  priority: number
  pending: number
}

async function lockLimits(tx: Transaction, queue: Queue, runs: NewRun[]): Promise<Map<string, Limit>> {
  const ids = [...new Set(runs.map((run) => run.workflowId))]
  const dayStarts = dayStartsAround(new Date(), queue.timeZone).map((start) => start.toISOString())
  const rows = await statementsOf(tx)<
    {
      workflow_id: string
      room: number | null
      max_runs_per_day: number | null
      priority: number
      pending: number
    }[]
  >`select * from hubflow.lock_limits(${ids}::uuid[], ${dayStarts}::text[]::timestamptz[])`
  return new Map(
    rows.map((row) => [
      row.workflow_id,
      { room: row.room, maxRunsPerDay: row.max_runs_per_day, priority: row.priority, pending: row.pending },
    ]),
  )
}

/** Takes one place under the limits; gives the reason, in words, when there is none. */
function takeRoom(limits: Map<string, Limit>, workflowId: string): string | null {
  const limit = limits.get(workflowId)
  if (!limit) throw new Error(`workflow ${workflowId} does not exist`)
  if (limit.pending >= MAX_PENDING)
    return `More than ${MAX_PENDING.toLocaleString('en')} runs of this workflow are pending.`
  if (limit.room === 0) return `The daily limit of ${limit.maxRunsPerDay} runs is reached.`
  if (limit.room !== null) limit.room -= 1
  limit.pending += 1
  return null
}

async function findKnown(
  tx: Transaction,
  runs: NewRun[],
): Promise<Map<string, Omit<StartedRun, 'duplicate' | 'heldReason'>>> {
  const keyed = runs.flatMap((run) =>
    run.dedupeKey === undefined ? [] : [{ workflowId: run.workflowId, key: run.dedupeKey }],
  )
  if (keyed.length === 0) return new Map()
  const rows = await statementsOf(tx)<
    {
      id: string
      workflow_id: string
      dedupe_key: string
      dedupe_hash: string | null
      status: string
    }[]
  >`
    select r.id, r.workflow_id, r.dedupe_key, r.dedupe_hash, r.status
    from jsonb_to_recordset(${JSON.stringify(keyed)}::text::jsonb) as k ("workflowId" uuid, key text)
    join hubflow.workflow_runs r on r.workflow_id = k."workflowId" and r.dedupe_key = k.key`
  return new Map(
    rows.map((row) => [
      keyOf(row.workflow_id, row.dedupe_key),
      { runId: row.id, status: row.status === 'held' ? 'held' : 'pending', dedupeHash: row.dedupe_hash },
    ]),
  )
}

/** Gives the new runs' ids by the place of the run in the call. Ids are made here, so that RETURNING tells them apart. */
async function insertRuns(
  tx: Transaction,
  rows: { index: number; run: NewRun; heldReason: string | null }[],
): Promise<Map<number, string>> {
  if (rows.length === 0) return new Map()
  const values = rows.map(({ index, run, heldReason }) => ({
    index,
    workflow_id: run.workflowId,
    version: run.version,
    status: heldReason === null ? 'pending' : 'held',
    held_reason: heldReason,
    context: run.context,
    subject_table: run.subject?.table ?? null,
    subject_id: run.subject?.id ?? null,
    dedupe_key: run.dedupeKey ?? null,
    dedupe_hash: run.dedupeHash ?? null,
    event_id: run.eventId ?? null,
    chain_depth: run.chainDepth ?? 0,
    chain: run.chain ?? [],
  }))
  const inserted = await statementsOf(tx)<{ id: string; index: number }[]>`
    with given as materialized (
      select hubflow.new_id() as id, g.*
      from jsonb_to_recordset(${JSON.stringify(values)}::text::jsonb) as g (
        index integer, workflow_id uuid, version integer, status hubflow.run_status, held_reason text, context jsonb,
        subject_table text, subject_id uuid, dedupe_key text, dedupe_hash text, event_id uuid, chain_depth integer, chain jsonb)
    ), inserted as (
      insert into hubflow.workflow_runs (id, workflow_id, version, status, held_reason, context, subject_table, subject_id,
        dedupe_key, dedupe_hash, event_id, chain_depth, chain, due_at, held_at)
      select id, workflow_id, version, status, held_reason, context, subject_table, subject_id, dedupe_key, dedupe_hash,
        event_id, chain_depth, chain, case when status = 'held' then null else hubflow.now() end,
        case when status = 'held' then hubflow.now() end
      from given order by index
      on conflict (workflow_id, dedupe_key) where dedupe_key is not null do nothing
      returning id
    )
    select id, index from inserted join given using (id)`
  return new Map(inserted.map((row) => [row.index, row.id]))
}

function keyOf(workflowId: string, dedupeKey: string): string {
  return `${workflowId} ${dedupeKey}`
}
