import { type Definition, EMPTY_DEFINITION, type JsonObject, type RunStatus } from '@hubflow/core'
import type { TestPlan } from '@hubflow/db'
import { isFenced } from '../failpoint.ts'
import { asHubTable } from '../services/hub-records.ts'
import type { Statements } from '../statements.ts'
import type { RunState, StepRecord } from './run-state.ts'
import type { VersionCache } from './version-cache.ts'

/** Which runs to take: those of a batch that are due, or one that this worker holds since an earlier transaction. */
export type Claim = { due: string[] } | { held: string; attempt: number }

export interface LoadedRuns {
  runs: RunState[]
  /** The database's business time when the runs were locked. */
  now: Date
}

interface RunRow {
  id: string
  workflow_id: string
  workflow_name: string
  owner_id: string
  version: number | null
  definition: Definition | null
  status: RunStatus
  is_test: boolean
  attempt: number
  crashes: number
  context: { trigger: JsonObject }
  subject_table: string | null
  subject_id: string | null
  next_node_id: string | null
  started_at: string | null
  active_ms: number
  priority: number
  chain_depth: number
  chain: RunState['chain']
  test: TestPlan | null
  now: string
}

interface StepRow extends Omit<StepRecord, 'startedAt' | 'completedAt' | 'resumeAt'> {
  runId: string
  startedAt: string | null
  completedAt: string | null
  resumeAt: string | null
}

/**
 * Locks the runs of a claim until the transaction ends, and reads what the walk needs. Runs that another worker holds,
 * or that are no longer due, are left out. One round trip: both statements are sent together.
 */
export async function loadRuns(
  sql: Statements,
  claim: Claim,
  versions: VersionCache,
  hubTimeZone: string,
): Promise<LoadedRuns> {
  const ids = 'due' in claim ? claim.due : [claim.held]
  const locked = 'due' in claim ? lockDue(sql, claim.due) : lockHeld(sql, claim.held, claim.attempt)
  const running = locked.execute()
  // A statement of its own, since it must see what was committed before the lock was given.
  const steps = sql<StepRow[]>`
    select run_id as "runId", node_id as "nodeId", position, type, name, status, attempt, input, output, effects, error,
      branch, idempotency_key as "idempotencyKey", started_at as "startedAt", completed_at as "completedAt",
      resume_at as "resumeAt"
    from hubflow.workflow_run_steps where run_id = any(${ids}::uuid[]) order by run_id, position`.execute()
  const [runRows, stepRows] = await Promise.all([running, steps])
  const definitions = await versions.definitionsOf(sql, runRows)
  const stepsByRun = Map.groupBy(stepRows, (row) => row.runId)
  return {
    runs: runRows.map((row, index) =>
      runState(row, definitions[index], stepsByRun.get(row.id) ?? [], claim, hubTimeZone),
    ),
    now: new Date(runRows[0]?.now ?? Date.now()),
  }
}

function lockDue(sql: Statements, ids: string[]) {
  return sql<RunRow[]>`
    ${selectRuns(sql)}
    where r.id = any(${ids}::uuid[]) and r.status in ('pending', 'waiting') and r.due_at <= hubflow.now()
    order by r.id
    for update of r skip locked`
}

function lockHeld(sql: Statements, id: string, attempt: number) {
  return sql<RunRow[]>`
    ${selectRuns(sql)}
    where r.id = ${id} and ((r.attempt = ${attempt} and r.status = 'running') or ${!isFenced()})
    for update of r`
}

function selectRuns(sql: Statements) {
  return sql`
    select r.id, r.workflow_id, w.name as workflow_name, w.created_by as owner_id, r.version, r.definition, r.status,
      r.is_test, r.attempt, r.crashes, r.context, r.subject_table, r.subject_id, r.next_node_id, r.started_at,
      r.active_ms, w.priority, r.chain_depth, r.chain, r.test, hubflow.now() as now
    from hubflow.workflow_runs r join hubflow.workflows w on w.id = r.workflow_id`
}

function runState(
  row: RunRow,
  definition: Definition | undefined,
  steps: StepRow[],
  claim: Claim,
  hubTimeZone: string,
): RunState {
  const found = definition ?? EMPTY_DEFINITION
  return {
    id: row.id,
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    ownerId: row.owner_id,
    definition: found,
    timeZone: found.settings?.timeZone ?? hubTimeZone,
    status: row.status,
    isTest: row.is_test,
    // A claim of its own is a new attempt: whoever held the run before can change nothing any more.
    attempt: 'due' in claim ? row.attempt + 1 : row.attempt,
    crashes: row.crashes,
    trigger: row.context.trigger,
    subject: subjectOf(row),
    nextNodeId: row.next_node_id,
    startedAt: dateOf(row.started_at),
    activeMs: row.active_ms,
    priority: row.priority,
    chainDepth: row.chain_depth,
    chain: row.chain,
    test: row.test,
    steps: new Map(steps.map((step) => [step.nodeId, stepRecord(step)])),
  }
}

function subjectOf(row: RunRow): RunState['subject'] {
  const table = asHubTable(row.subject_table)
  return table !== null && row.subject_id !== null ? { table, id: row.subject_id } : null
}

function stepRecord({ runId: _, ...row }: StepRow): StepRecord {
  return {
    ...row,
    startedAt: dateOf(row.startedAt),
    completedAt: dateOf(row.completedAt),
    resumeAt: dateOf(row.resumeAt),
  }
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
