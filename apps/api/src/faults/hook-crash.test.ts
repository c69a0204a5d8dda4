import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { createPerson, createWorkflow, load, type TestDatabase, testDatabase } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WEBHOOK } from '../testing/definitions.ts'

const MAIN = join(import.meta.dirname, '../main.ts')
const DELIVERIES = 200
const CALLERS = 10
const KILLS = load(3, 5)
const COMMITS_PER_KILL = 3

let database: TestDatabase
let sql: postgres.Sql
let ownerId: string
let wire: Server
let api: ChildProcess | undefined
let port = '0'
/** While it counts down, each third commit kills the API before it hears that the commit is done. */
let commitsToKill = 0

beforeAll(async () => {
  database = await testDatabase()
  sql = postgres(database.url, { max: 2, onnotice: () => {} })
  ownerId = (await createPerson(database.url, { role: 'trainer' })).id
  wire = await openWire()
})
afterEach(() => api?.kill('SIGKILL'))
afterAll(async () => {
  wire.close()
  await sql.end()
  await database.drop()
})

test('the API is killed between commit and answer: who calls again with the same id gets the one run', async () => {
  const { runs, accepted } = await deliverThroughKills((delivery) => ({ 'webhook-id': `msg-${delivery}` }))
  expect(runs).toBe(DELIVERIES)
  expect(new Set(accepted).size).toBe(DELIVERIES)
})

test('the test above can fail: callers who give no id get doubled runs', async () => {
  const { runs, accepted } = await deliverThroughKills(() => ({}))
  expect(accepted).toHaveLength(DELIVERIES)
  expect(runs).toBeGreaterThan(DELIVERIES)
})

/** Each delivery is called until it is answered, through the kills. */
async function deliverThroughKills(idOf: (delivery: number) => Record<string, string>) {
  const { id, hookToken } = await createWorkflow(database.url, { ownerId, definition: WEBHOOK })
  port = '0'
  port = await start()
  const url = `http://127.0.0.1:${port}/hooks/${hookToken}`
  commitsToKill = KILLS * COMMITS_PER_KILL
  const accepted: string[] = []
  let next = 0
  const caller = async () => {
    while (next < DELIVERIES) accepted.push(await deliver(url, idOf(next++)))
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  expect(commitsToKill).toBe(0)
  const rows = await sql`select id from hubflow.workflow_runs where workflow_id = ${id}`
  return { runs: rows.length, accepted }
}

async function deliver(url: string, id: Record<string, string>): Promise<string> {
  const headers = { 'content-type': 'application/json', ...id }
  for (;;) {
    const answer = await fetch(url, { method: 'POST', headers, body: '{"n":1}' }).catch(() => null)
    if (answer?.status === 202) return ((await answer.json()) as { runId: string }).runId
    // Nobody listens while the process is away: the caller asks again a little later, as senders of webhooks do.
    if (answer === null) await new Promise((again) => setTimeout(again, 20))
    else expect(answer.status).toBe(503)
  }
}

async function start(): Promise<string> {
  const url = new URL(database.url)
  const address = wire.address()
  if (typeof address === 'object' && address !== null) url.port = String(address.port)
  const env = { PATH: process.env.PATH ?? '', PORT: port, DATABASE_URL: url.href, HUBFLOW_SECRET: 's'.repeat(32) }
  api = fork(MAIN, { silent: true, env })
  const [message] = await once(api, 'message')
  return new URL(message.url).port
}

/** The way from the API to PostgreSQL: it sees the answer to a COMMIT before the API does. */
async function openWire(): Promise<Server> {
  const upstreamUrl = new URL(database.url)
  const server = createServer((client) => {
    const upstream = connect(Number(upstreamUrl.port), upstreamUrl.hostname)
    client.pipe(upstream)
    upstream.on('data', (bytes) => {
      if (commitsToKill > 0 && bytes.includes('COMMIT\0')) {
        commitsToKill -= 1
        if (commitsToKill % COMMITS_PER_KILL === 0) return killAndRestart()
      }
      client.write(bytes)
    })
    upstream.on('end', () => client.end())
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function killAndRestart(): void {
  const killed = api
  killed?.once('exit', () => void start())
  killed?.kill('SIGKILL')
}
