import { type Database, jobDatabase, jobPriority, type Queue, RUNS_QUEUE } from '@hubflow/db'
import type { Statements } from '../statements.ts'

/** How often a run may be claimed without its worker coming back; then it is what kills the worker. */
const MAX_CRASHES = 5

/** A run that this worker holds by its attempt, while no transaction is open. */
export interface HeldRun {
  id: string
  attempt: number
  crashes: number
}

export interface ClaimContext {
  database: Database
  queue: Queue
  workerId: string
}

/**
 * Claims a due run for this worker alone, in a transaction of its own: should the process die of the run, the count of
 * crashes stands. Null when the run is not due, is held, or has died too often and is failed here.
 */
export async function claimAlone(
  { database, queue, workerId }: ClaimContext,
  runId: string,
  jobId?: string,
): Promise<HeldRun | null> {
  return await database.sql.begin(async (sql) => {
    const [held] = await sql<(HeldRun & { [column: string]: unknown })[]>`
      update hubflow.workflow_runs set
        status = 'running', worker_id = ${workerId}, due_at = null, attempt = attempt + 1, crashes = crashes + 1
      where id = (
        select id from hubflow.workflow_runs
        where id = ${runId} and status in ('pending', 'waiting') and due_at <= hubflow.now()
        for update skip locked)
      returning id, attempt, crashes`
    if (jobId !== undefined) await queue.boss.deleteJob(RUNS_QUEUE, [jobId], { db: jobDatabase(sql) })
    if (held === undefined || held.crashes <= MAX_CRASHES) return held ?? null
    await fail(
      sql,
      held,
      `The run was stopped: it was begun ${MAX_CRASHES} times, and each time the worker ended without a word.`,
    )
    return null
  })
}

/** Lets go of held runs that were not begun: they are due again after a delay. Writes nothing for a stale attempt. */
export async function release(
  { database, queue }: Omit<ClaimContext, 'workerId'>,
  held: HeldRun,
  delayMs: number,
): Promise<void> {
  await database.sql.begin(async (sql) => {
    const [released] = await sql<{ due_at: string; priority: number }[]>`
      update hubflow.workflow_runs set
        status = 'waiting', worker_id = null, due_at = hubflow.now() + make_interval(secs => ${delayMs / 1000})
      where id = ${held.id} and attempt = ${held.attempt} and status = 'running'
      returning due_at, (select priority from hubflow.workflows where workflows.id = workflow_id)`
    if (!released) return
    const due = new Date(released.due_at)
    const priority = jobPriority({ due, priority: released.priority })
    const job = { data: { runId: held.id }, startAfter: due.toISOString(), priority }
    await queue.boss.insert(RUNS_QUEUE, [job], { db: jobDatabase(sql) })
  })
}

/** Ends a run whose step could not even be recorded as failed. */
export async function giveUp(database: Database, held: HeldRun, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error)
  await database.sql.begin((sql) => fail(sql, held, `The run was stopped: its state could not be written (${reason}).`))
}

async function fail(sql: Statements, held: HeldRun, message: string): Promise<void> {
  const plain = message.replaceAll('\u0000', '\uFFFD')
  await sql`
    with ended as (
      update hubflow.workflow_runs set
        status = 'failed', worker_id = null, due_at = null, completed_at = hubflow.now(),
        error_message = ${plain}, error_node_id = next_node_id, error_code = 'attempts-exhausted', error_concerns = '',
        started_at = coalesce(started_at, hubflow.now()),
        duration_ms = extract(epoch from hubflow.now() - coalesce(started_at, hubflow.now())) * 1000
      where id = ${held.id} and attempt = ${held.attempt} and status = 'running'
      returning id)
    update hubflow.workflow_run_steps step set status = 'failed', completed_at = hubflow.now(),
      error = jsonb_build_object('code', 'attempts-exhausted', 'message', ${plain}::text)
    from ended where step.run_id = ended.id and step.status in ('running', 'waiting')`
}
