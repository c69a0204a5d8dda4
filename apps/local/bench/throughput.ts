/**
 * Sustained webhook → completed runs a second: the product beside three references on the same PostgreSQL, in one run,
 * one after the other. 32 callers (third argument) post a body of 300 bytes as fast as they are answered, for 10
 * seconds (first argument) after a warm-up of 2, and the time runs until the last accepted run is completed. The
 * product walks three local steps (three notifications from templates) with templates, rights
 * and row-level security; what the references do stands in `floor.ts`. On a shared machine only the ratios count.
 *
 * Arguments: seconds, callers.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { migrate } from '@hubflow/db'
import { startEmbeddedPostgres } from '@hubflow/db/embedded'
import postgres from 'postgres'
import { seedDemoHub } from '../src/demo-hub/seed.ts'
import { readEnvironment } from '../src/environment.ts'
import { startHub } from '../src/hub.ts'
import { publishHook } from './publish-hook.ts'

const PASSWORD = 'training-hub'
const seconds = Number(process.argv[2] ?? 10)
const callers = Number(process.argv[3] ?? 32)

const folder = mkdtempSync(join(tmpdir(), 'hubflow-bench-'))
// As root, Postgres runs as another user, who must be able to enter.
chmodSync(folder, 0o755)
const database = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') })
try {
  const figures = new Map<string, Figure>()
  figures.set('hubflow', await measureHub())
  for (const kind of ['batched', 'plain', 'naive']) figures.set(kind, await measureFloor(kind))
  report(figures)
} finally {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
}

interface Figure {
  perSecond: number
  answerP50: number
  answerP99: number
}

async function measureHub(): Promise<Figure> {
  await migrate(database.url)
  await seedDemoHub(database.url, PASSWORD)
  const environment = readEnvironment({
    DATABASE_URL: database.url,
    HUBFLOW_SECRET: 'a secret that lives as long as the bench',
    HUBFLOW_DATA_DIR: join(folder, 'hub'),
    HOST: '127.0.0.1',
    PORT: '0',
  })
  const hub = await startHub({ environment, dev: false, say: () => {}, signal: new AbortController().signal })
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  try {
    const hook = await publishHook(hub.url, PASSWORD, 'messages')
    return await measure(hook, async () => {
      const [row] = await sql<
        { n: number }[]
      >`select count(*)::int as n from hubflow.workflow_runs where status = 'completed'`
      return row?.n ?? 0
    })
  } finally {
    await sql.end()
    await hub.stop()
  }
}

async function measureFloor(kind: string): Promise<Figure> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'floor.ts')], {
    env: { ...process.env, DATABASE_URL: database.url, FLOOR: kind },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  try {
    return await measure(url, async () => Number(await (await fetch(url)).text()))
  } finally {
    child.kill('SIGKILL')
  }
}

async function measure(url: string, completed: () => Promise<number>): Promise<Figure> {
  await callFor(url, 2)
  await settled(completed)
  const before = await completed()
  const beganAt = performance.now()
  const answers = await callFor(url, seconds)
  while ((await completed()) < before + answers.length) await delay(20)
  const took = (performance.now() - beganAt) / 1000
  const sorted = answers.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return { perSecond: answers.length / took, answerP50: at(0.5), answerP99: at(0.99) }
}

/** Gives how long each answer took, in milliseconds. */
async function callFor(url: string, duration: number): Promise<number[]> {
  const body = JSON.stringify({ lead: 'Jonas Weber', source: 'landing page', message: 'x'.repeat(240) })
  const until = performance.now() + duration * 1000
  const took: number[] = []
  const caller = async () => {
    while (performance.now() < until) {
      const sentAt = performance.now()
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      if (answer.status !== 202) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
      took.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return took
}

/** Nothing more is completed for half a second. */
async function settled(completed: () => Promise<number>): Promise<void> {
  for (let last = -1, now = await completed(); now !== last; now = await completed()) {
    last = now
    await delay(500)
  }
}

function report(figures: Map<string, Figure>): void {
  const own = figures.get('hubflow')?.perSecond ?? Number.NaN
  console.log(`${callers} callers for ${seconds} s; runs a second, answers in milliseconds`)
  console.log('             runs/s   hubflow is   p50      p99')
  for (const [name, { perSecond, answerP50, answerP99 }] of figures) {
    const columns = [perSecond.toFixed(0).padStart(8), `${(own / perSecond).toFixed(2)} ×`.padStart(12)]
    console.log(
      `${name.padEnd(10)} ${columns.join(' ')} ${answerP50.toFixed(1).padStart(8)} ${answerP99.toFixed(1).padStart(8)}`,
    )
  }
}
