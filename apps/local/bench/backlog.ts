/**
 * What a backlog costs: a burst of runs that waits in the queue and is drained by one worker, and runs that are parked on
 * a wait of 30 days.
 *
 * Burst: the runs (webhook → three notifications from templates) are there before the worker starts; its speed is taken
 * from the database's clock, from the first run that was begun to the last that was completed, and its memory is the
 * process's peak. Parked: what each run takes in the database (run, step, job, with their indexes, after VACUUM FULL), and
 * how much memory the worker has more than before.
 *
 * Arguments: runs in the burst (default 10,000), runs that are parked (default 10,000).
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect, inTransaction, openQueue, startRuns } from '@hubflow/db'
import postgres from 'postgres'
import { NODE_ARGUMENTS } from '../src/hub-processes.ts'
import { openBench, PASSWORD, SECRET } from './bench-hub.ts'
import { publishHook } from './publish-hook.ts'

const WORKER = resolve(import.meta.dirname, '../../worker/src/main.ts')
const TABLES = ['hubflow.workflow_runs', 'hubflow.workflow_run_steps', 'pgboss.job_common']
const burst = Number(process.argv[2] ?? 10_000)
const parked = Number(process.argv[3] ?? 10_000)

const bench = await openBench()
const sql = postgres(bench.url, { max: 1, onnotice: () => {} })
try {
  const hub = await bench.start()
  await publishHook(hub.url, PASSWORD, 'messages')
  await publishHook(hub.url, PASSWORD, 'wait')
  await hub.stop()
  await drain()
  await park()
} finally {
  await sql.end()
  await bench.close()
}

async function drain(): Promise<void> {
  await enqueue('Bench messages', burst)
  const worker = await startWorker()
  await until(() => count('completed'), burst)
  const [row] = await sql<{ seconds: number }[]>`
    select extract(epoch from max(completed_at) - min(started_at))::float as seconds from hubflow.workflow_runs`
  const peak = memory(worker, 'VmHWM')
  await stop(worker)
  const speed = (burst / (row?.seconds ?? Number.NaN)).toFixed(0)
  console.log(`burst of ${burst}: drained by one worker at ${speed} runs/s, its memory at most ${peak.toFixed(0)} MiB`)
}

async function park(): Promise<void> {
  const worker = await startWorker()
  const [bytes, resident] = [await size(), memory(worker, 'VmRSS')]
  await enqueue('Bench wait', parked)
  await until(() => count('waiting'), parked)
  // The garbage of parking them is not what they take.
  await delay(15_000)
  const [after, left] = [await size(), memory(worker, 'VmRSS')]
  await stop(worker)
  const each = ((after - bytes) / parked).toFixed(0)
  console.log(
    `parked ${parked}: ${each} bytes of database each; the worker has ${(left - resident).toFixed(0)} MiB more`,
  )
}

/** As the door does, in transactions of a few hundred. */
async function enqueue(name: string, runs: number): Promise<void> {
  const door = connect({ url: bench.url, role: 'hubflow_door', name: 'bench' })
  const queue = await openQueue({ url: bench.url, role: 'hubflow_door', name: 'bench' })
  const [workflow] = await sql<{ id: string }[]>`select id from hubflow.workflows where name = ${name}`
  const body = { lead: 'Jonas Weber', source: 'landing page', message: 'x'.repeat(240) }
  const run = {
    workflowId: workflow?.id ?? '',
    version: 1,
    context: { trigger: { body, headers: {}, query: {}, method: 'POST' } },
  }
  for (let left = runs; left > 0; left -= 500) {
    await inTransaction(door, (tx) => startRuns(tx, queue, Array(Math.min(left, 500)).fill(run)))
  }
  await Promise.all([door.close(), queue.close()])
}

async function startWorker(): Promise<ChildProcess> {
  const worker = fork(WORKER, {
    execArgv: NODE_ARGUMENTS,
    env: { PATH: process.env.PATH, DATABASE_URL: bench.url, HUBFLOW_SECRET: SECRET, LOG_LEVEL: 'error' },
  })
  await once(worker, 'message')
  return worker
}

async function stop(worker: ChildProcess): Promise<void> {
  worker.kill('SIGTERM')
  await once(worker, 'exit')
}

async function count(status: string): Promise<number> {
  const [row] = await sql<
    { n: number }[]
  >`select count(*)::int as n from hubflow.workflow_runs where status = ${status}::hubflow.run_status`
  return row?.n ?? 0
}

async function until(counted: () => Promise<number>, wanted: number): Promise<void> {
  while ((await counted()) < wanted) await delay(200)
}

/** Bytes of the tables that a parked run has rows in, without what was deleted. */
async function size(): Promise<number> {
  for (const table of TABLES) await sql.unsafe(`vacuum full ${table}`)
  const [row] = await sql<
    { bytes: number }[]
  >`select sum(pg_total_relation_size(name::regclass))::float as bytes from unnest(${TABLES}::text[]) name`
  return row?.bytes ?? Number.NaN
}

/** MiB, as Linux tells it of a process. */
function memory(process: ChildProcess, field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${process.pid}/status`, 'utf8')
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
}
