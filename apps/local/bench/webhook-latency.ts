/**
 * How long an idle hub takes from a webhook's call to the completed run, as the caller and an outsider see it.
 *
 * The product runs as `pnpm start` runs it (API and worker as processes of their own, embedded Postgres with its default
 * durability) and serves one workflow: webhook → update a field from a template → notify → update a field. After a
 * warm-up, five calls a second go in, each on its own; nothing else happens on the hub. The clock of one call begins
 * before the request is sent, and ends when this process hears on its own LISTEN connection that the run is completed:
 * Postgres delivers that with the commit, so no polling disturbs the system and no clock is compared with another one.
 *
 * Arguments: seconds to measure (default 60), calls a second (default 5).
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { migrate } from '@hubflow/db'
import { startEmbeddedPostgres } from '@hubflow/db/embedded'
import postgres from 'postgres'
import { seedDemoHub } from '../src/demo-hub/seed.ts'
import { readEnvironment } from '../src/environment.ts'
import { startHub } from '../src/hub.ts'
import { publishHook } from './publish-hook.ts'

const WARM_UP_CALLS = 50
const PASSWORD = 'training-hub'
const seconds = Number(process.argv[2] ?? 60)
const callsPerSecond = Number(process.argv[3] ?? 5)

const dataDir = mkdtempSync(join(tmpdir(), 'hubflow-bench-'))
// As root, Postgres runs as another user, who must be able to enter.
chmodSync(dataDir, 0o755)
const database = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') })
try {
  await migrate(database.url)
  await seedDemoHub(database.url, PASSWORD)
  await benchHub(database.url)
} finally {
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

async function benchHub(databaseUrl: string): Promise<void> {
  const environment = readEnvironment({
    DATABASE_URL: databaseUrl,
    HUBFLOW_SECRET: 'a secret that lives as long as the bench',
    HUBFLOW_DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
  })
  const hub = await startHub({ environment, dev: false, say: console.log, signal: new AbortController().signal })
  const listener = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  try {
    const completed = await listenForCompletedRuns(listener)
    const hook = await publishHook(hub.url, PASSWORD, 'records')
    const call = () => measureCall(hook, completed)
    for (let index = 0; index < WARM_UP_CALLS; index++) await call()
    await delay(2000)
    report(await callAtRate(call))
  } finally {
    await listener.end()
    await hub.stop()
  }
}

interface Latency {
  acceptedMs: number
  completedMs: number
}

/** Calls go out on the beat, whether or not earlier ones are done: a slow answer must not thin out the load. */
async function callAtRate(call: () => Promise<Latency>): Promise<Latency[]> {
  const calls: Promise<Latency>[] = []
  const beganAt = performance.now()
  for (let index = 0; index < seconds * callsPerSecond; index++) {
    await delay(Math.max(0, beganAt + (index * 1000) / callsPerSecond - performance.now()))
    calls.push(call())
  }
  return Promise.all(calls)
}

async function measureCall(hook: string, completed: CompletedRuns): Promise<Latency> {
  const beganAt = performance.now()
  const answer = await fetch(hook, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lead: 'Jonas Weber', source: 'landing page', message: 'x'.repeat(200) }),
  })
  const acceptedMs = performance.now() - beganAt
  if (answer.status !== 202) throw new Error(`the webhook answered ${answer.status}: ${await answer.text()}`)
  const { runId } = (await answer.json()) as { runId: string }
  return { acceptedMs, completedMs: (await completed.at(runId)) - beganAt }
}

interface CompletedRuns {
  /** When this process heard of it, on its own clock. */
  at(runId: string): Promise<number>
}

async function listenForCompletedRuns(listener: postgres.Sql): Promise<CompletedRuns> {
  const heard = new Map<string, PromiseWithResolvers<number>>()
  const entry = (runId: string) => {
    const known = heard.get(runId) ?? Promise.withResolvers<number>()
    heard.set(runId, known)
    return known
  }
  await listener.listen('hubflow_live', (payload) => {
    const now = performance.now()
    const messages = JSON.parse(payload) as { kind: string; runId?: string; status?: string }[]
    for (const { kind, runId, status } of messages) {
      if (kind !== 'run' || runId === undefined) continue
      if (status === 'completed') entry(runId).resolve(now)
      if (status === 'failed') entry(runId).reject(new Error(`run ${runId} failed`))
    }
  })
  return { at: (runId) => entry(runId).promise }
}

function report(latencies: Latency[]): void {
  console.log(`${latencies.length} calls at ${callsPerSecond}/s, all completed; milliseconds`)
  console.log('                        p50     p95     p99     max')
  console.log(`accepted            ${percentiles(latencies.map((latency) => latency.acceptedMs))}`)
  console.log(`run completed       ${percentiles(latencies.map((latency) => latency.completedMs))}`)
}

function percentiles(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return [0.5, 0.95, 0.99, 1].map((share) => at(share).toFixed(1).padStart(7)).join(' ')
}
