import type { PgBoss as Boss, ConstructorOptions, Db } from 'pg-boss'
import { PgBoss } from 'pg-boss'
import type postgres from 'postgres'
import { type DatabaseRole, statementsOf, type Transaction } from './connect.ts'

/** The one queue: a job `{runId}` means "look at this run". */
export const RUNS_QUEUE = 'runs'

/** pg-boss as the alarm clock of runs; the tables are the truth. */
export interface Queue {
  boss: Boss
  /** The hub's zone, in which a day of the daily limit begins. */
  timeZone: string
  close(): Promise<void>
}

export interface QueueOptions {
  url: string
  role: DatabaseRole
  /** Shown in `pg_stat_activity`. */
  name: string
  /** True in the worker: listens for new jobs and keeps the queue's tables in order. Default false: only sends. */
  supervise?: boolean
  /** IANA name; default: the machine's. */
  timeZone?: string
}

/** Opens the queue that `migrate` made. Fails when the database cannot be reached or is not migrated. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const boss = new PgBoss(bossOptions(options))
  // Without a listener an error event ends the process; what fails is seen by whoever called.
  boss.on('error', () => {})
  await boss.start()
  return {
    boss,
    timeZone: options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    close: () => boss.stop({ graceful: false }),
  }
}

/** pg-boss's options for a connection in one of our roles. */
export function bossOptions({ url, role, name, supervise = false }: QueueOptions): ConstructorOptions {
  return {
    connectionString: url,
    application_name: name,
    options: `-c role=${role}`,
    schema: 'pgboss',
    max: supervise ? 4 : 2,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise,
    registerInstance: supervise,
    useListenNotify: supervise,
    superviseIntervalSeconds: 30,
    reindex: false,
    monitorVacuum: false,
  }
}

/**
 * pg-boss's statements on a connection or transaction of ours. Arrays go as one parameter and texts are prepared: the
 * adapter that pg-boss ships writes every element into the statement, which is planned anew each time.
 */
export function jobDatabase(sql: postgres.ISql): Db {
  return {
    async executeSql(text, values = []) {
      return { rows: await sql.unsafe(text, values as postgres.ParameterOrJSON<never>[], { prepare: true }) }
    },
  }
}

/** A job's place in the queue; see `jobPriority`. */
export interface Turn {
  /** When the run is to go on. */
  due: Date
  /** Its workflow's priority, 1 to 100. Default 50. */
  priority?: number
  /** Runs of the same workflow that are pending already. Default 0. */
  ahead?: number
}

/** The unit of a virtual start time. */
const UNIT_MS = 100
const FIRST_START = Date.UTC(2026, 0, 1)
/** By how much each pending run of a workflow puts its next one off. */
const SHARE_MS = 100
/** By how much priority 100 goes before priority 1. */
const BONUS_MS = 60_000
const INT4_MAX = 2 ** 31 - 1

/**
 * pg-boss's priority for a job, the higher the earlier: it counts down the tenths of a second from 2026 to the job's virtual
 * start, for thirteen years within an integer. The virtual start is the time when it is due, a tenth of a second later for
 * every pending run of its workflow, and up to a minute earlier by the workflow's priority. So a flood of one workflow
 * stands behind a single run of another, and since later jobs start later, none waits for ever.
 */
export function jobPriority({ due, priority = 50, ahead = 0 }: Turn): number {
  const bonus = ((priority - 1) / 99) * BONUS_MS
  const start = due.getTime() + ahead * SHARE_MS - bonus
  const number = INT4_MAX - Math.round((start - FIRST_START) / UNIT_MS)
  return Math.max(-INT4_MAX, Math.min(INT4_MAX, number))
}

/** Puts a run on the clock, in the caller's transaction. `startAfter` absent: at once. */
export async function enqueueRun(tx: Transaction, queue: Queue, runId: string, startAfter?: Date): Promise<void> {
  await enqueueRuns(tx, queue, [{ runId, ...(startAfter === undefined ? {} : { startAfter }) }])
}

/** As `enqueueRun`, for many in one statement. */
export async function enqueueRuns(
  tx: Transaction,
  queue: Queue,
  runs: ({ runId: string; startAfter?: Date } & Omit<Turn, 'due'>)[],
): Promise<void> {
  if (runs.length === 0) return
  const now = new Date()
  const jobs = runs.map(({ runId, startAfter, ...turn }) => ({
    data: { runId },
    ...(startAfter === undefined ? {} : { startAfter }),
    priority: jobPriority({ due: startAfter ?? now, ...turn }),
  }))
  await queue.boss.insert(RUNS_QUEUE, jobs, { db: jobDatabase(statementsOf(tx)) })
}
