import { type Database, jobDatabase, jobPriority, type Queue, RUNS_QUEUE } from '@hubflow/db'
import type { Statements } from '../statements.ts'
import { WORKER_LOCK } from './registration.ts'

/** Only one worker at a time looks for what was left behind. */
const RECONCILER_LOCK = 0x48_75_63

/** How long a run may be due before its job counts as lost, in seconds; a job in hand is done in far less. */
const OVERDUE_SECONDS = 2

export interface ReconcilerOptions {
  database: Database
  queue: Queue
  workerId: string
  /** Runs that this process holds now; others that it should hold are woken. */
  inHand(): string[]
  /** True when the queue has no job that could be fetched now: then an overdue run has lost its own. */
  isQueueEmpty(): boolean
}

export interface Findings {
  /** Runs that are due and that nobody will be woken for. */
  overdue: string[]
  /** How many runs and mails of dead workers were freed. */
  freedRuns: number
  freedEmails: number
  derivedEvents: number
}

/** How many overdue runs are taken at once: many when nothing else is to do, a few of the oldest when the queue is long. */
const LIMITS = { idle: 200, busy: 10 }

/**
 * One look at what was left behind: runs and mails of workers whose lock is free, runs that are due without a job, hub
 * changes whose events are missing. Null when another worker is looking. The tables are the truth, jobs only wake.
 */
export async function reconcile(options: ReconcilerOptions): Promise<Findings | null> {
  return await options.database.sql.begin(async (sql) => {
    const [lock] = await sql<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${RECONCILER_LOCK}) as taken`
    if (!lock?.taken) return null
    const freedRuns = await freeRuns(sql, options)
    const freedEmails = await freeEmails(sql)
    await sql`delete from hubflow.workers where not ${isAlive(sql)}`
    const derived = await sql<{ events: number }[]>`select hubflow.derive_missing_events() as events`
    const limit = options.isQueueEmpty() ? LIMITS.idle : LIMITS.busy
    const overdue = await sql<{ id: string }[]>`
      select id from hubflow.workflow_runs
      where status in ('pending', 'waiting') and due_at < hubflow.now() - make_interval(secs => ${OVERDUE_SECONDS})
      order by due_at limit ${limit}`
    return {
      overdue: overdue.map((run) => run.id),
      freedRuns,
      freedEmails,
      derivedEvents: derived[0]?.events ?? 0,
    }
  })
}

/** Runs held by a worker that is gone, or by this one without its knowing, are due again: a new attempt, a new job. */
async function freeRuns(sql: Statements, { queue, workerId, inHand }: ReconcilerOptions): Promise<number> {
  const running = await sql<{ id: string }[]>`
    select id from hubflow.workflow_runs
    where status = 'running' and due_at is null and worker_id = ${workerId} and id <> all(${inHand()}::uuid[])`
  // Asked again: what was committed while the question was on its way is in hand by now.
  const held = new Set(inHand())
  const lost = running.flatMap(({ id }) => (held.has(id) ? [] : [id]))
  const freed = await sql<{ id: string; due: string; priority: number }[]>`
    update hubflow.workflow_runs set status = 'waiting', worker_id = null, due_at = hubflow.now(), attempt = attempt + 1
    where status = 'running' and due_at is null and (id = any(${lost}::uuid[])
      or worker_id is distinct from ${workerId} and not exists (
        select from hubflow.workers where workers.id = workflow_runs.worker_id and ${isAlive(sql)}))
    returning id, due_at as due, (select priority from hubflow.workflows where workflows.id = workflow_id)`
  // Whatever ended the worker may have been this run: it is walked by itself, and its crashes are counted.
  const jobs = freed.map(({ id, due, priority }) => ({
    data: { runId: id, alone: true },
    priority: jobPriority({ due: new Date(due), priority }),
  }))
  if (jobs.length > 0) await queue.boss.insert(RUNS_QUEUE, jobs, { db: jobDatabase(sql) })
  return freed.length
}

/** Mails that a worker was sending when it ended go out again, under the same Message-ID. */
async function freeEmails(sql: Statements): Promise<number> {
  const freed = await sql`
    update hubflow.email_queue set status = 'pending', worker_id = null, send_after = hubflow.now()
    where status = 'sending'
      and not exists (select from hubflow.workers where workers.id = email_queue.worker_id and ${isAlive(sql)})`
  return freed.count
}

function isAlive(sql: Statements) {
  return sql`
    exists (select from pg_locks lock where lock.locktype = 'advisory' and lock.classid = ${WORKER_LOCK}::oid
      and lock.objid = workers.lock_key::oid and lock.objsubid = 2 and lock.granted
      and lock.database = (select oid from pg_database where datname = current_database()))`
}
