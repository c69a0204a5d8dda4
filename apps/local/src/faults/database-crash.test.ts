import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@hubflow/db/embedded'
import { createPerson, createWorkflow, load, untilAllEnded } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readEnvironment } from '../environment.ts'
import { type Hub, startHub } from '../hub.ts'
import { findFreePort } from '../port.ts'

const CALLS_PER_SECOND = 50
const CRASHES = load(5, 20)

let folder: string
let port: number
let database: EmbeddedPostgres
let hub: Hub | undefined
let said: string[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubflow-faults-'))
  chmodSync(folder, 0o755)
  port = await findFreePort('127.0.0.1')
  database = await startDatabase()
})
afterEach(async () => {
  await hub?.stop()
  hub = undefined
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('PostgreSQL crashes under load: every accepted call has its run, each effect is there once, and all goes on by itself', async () => {
  const hook = await publishHook()
  const caller = new Caller(hook)
  for (let crash = 0; crash < CRASHES; crash++) {
    await caller.callFor(1000)
    await crashDatabase()
    await caller.callFor(1000)
    database = await startDatabase()
    const backAt = performance.now()
    await expect.poll(() => caller.call(), { timeout: 15_000, interval: 100 }).toBe(202)
    expect(performance.now() - backAt).toBeLessThan(5000)
  }
  await caller.settled()
  // No process of the hub ended: each found the database again by itself.
  expect(said, logs()).toEqual([])
  expect([...caller.refusals]).toEqual(['503 with Retry-After'])
  expect(caller.accepted.length).toBeGreaterThan(CRASHES * 40)
  await withDatabase(async (sql) => {
    await untilAllEnded(sql, logs)
    expect(await sql`select id, error_message from hubflow.workflow_runs where status <> 'completed'`).toEqual([])
    expect(await lost(sql, caller.accepted)).toEqual([])
    const effects =
      await sql`select run_id, count(*)::int as n from hubflow.notifications group by run_id having count(*) <> 2`
    expect(effects).toHaveLength(0)
  })
})

test('the test above can fail: a database that answers before its disk has it loses accepted calls', async () => {
  const caller = new Caller(await publishHook())
  await withDatabase(async (sql) => {
    await sql`alter system set synchronous_commit = off`
    await sql`alter system set wal_writer_delay = '10s'`
    await sql`alter system set wal_writer_flush_after = '1GB'`
    await sql`select pg_reload_conf()`
    await expect.poll(async () => (await sql`show synchronous_commit`)[0]).toEqual({ synchronous_commit: 'off' })
  })
  await caller.callFor(1000)
  await caller.settled()
  await crashDatabase()
  database = await startDatabase()
  await withDatabase(async (sql) => {
    expect((await lost(sql, caller.accepted)).length).toBeGreaterThan(0)
  })
})

/** Calls the webhook on the beat and keeps what it was answered: the oracle outside of the hub. */
class Caller {
  readonly accepted: string[] = []
  readonly refusals = new Set<string>()
  readonly #url: string
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(url: string) {
    this.#url = url
  }

  async call(): Promise<number> {
    const answer = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).catch((cause: Error) => new Response(String(cause.cause), { status: 599 }))
    if (answer.status === 202) this.accepted.push(((await answer.json()) as { runId: string }).runId)
    else this.refusals.add(`${answer.status} ${answer.headers.has('retry-after') ? 'with' : 'without'} Retry-After`)
    return answer.status
  }

  async callFor(milliseconds: number): Promise<void> {
    const beganAt = performance.now()
    for (let n = 0; n < (milliseconds * CALLS_PER_SECOND) / 1000; n++) {
      await delay(Math.max(0, beganAt + (n * 1000) / CALLS_PER_SECOND - performance.now()))
      const call = this.call().finally(() => this.#underWay.delete(call))
      this.#underWay.add(call)
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }
}

function logs(): string {
  return ['api', 'worker']
    .map((app) => readFileSync(join(folder, 'hub', 'logs', `${app}.log`), 'utf8').slice(-3000))
    .join('\n')
}

function startDatabase(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port })
}

/** What `pg_ctl stop -m immediate` does: no farewell, no checkpoint; the next start recovers from the log. */
async function crashDatabase(): Promise<void> {
  const pid = Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0])
  process.kill(pid, 'SIGQUIT')
  await database.stop()
}

async function publishHook(): Promise<string> {
  const environment = readEnvironment({
    DATABASE_URL: database.url,
    HUBFLOW_SECRET: 'a secret that lives as long as the test runs',
    HUBFLOW_DATA_DIR: join(folder, 'hub'),
    HOST: '127.0.0.1',
    PORT: '0',
  })
  hub = await startHub({
    environment,
    dev: false,
    say: (sentence) => said.push(sentence),
    signal: new AbortController().signal,
  })
  said = []
  const { id: ownerId } = await createPerson(database.url, { role: 'trainer' })
  const tell = (id: string) => ({
    id,
    type: 'create-notification',
    name: id,
    config: { to: ['owner'], title: id, message: 'A call came in.' },
    position: { x: 0, y: 0 },
  })
  const { hookToken } = await createWorkflow(database.url, {
    ownerId,
    definition: {
      schemaVersion: 1,
      nodes: [
        { id: 'call', type: 'webhook', name: 'Call', config: {}, position: { x: 0, y: 0 } },
        tell('one'),
        tell('two'),
      ],
      edges: [
        { id: 'e1', source: 'call', target: 'one', branch: 'next' },
        { id: 'e2', source: 'one', target: 'two', branch: 'next' },
      ],
    },
  })
  return `${hub.url}/hooks/${hookToken}`
}

async function withDatabase(work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}

async function lost(sql: postgres.Sql, accepted: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select a.id from unnest(${accepted}::uuid[]) as a (id)
    where not exists (select from hubflow.workflow_runs r where r.id = a.id)`
  return rows.map((row) => row.id)
}
