import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Json } from '@hubflow/core'
import type { Database } from '@hubflow/db'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from '@hubflow/db/testing'
import { pino } from 'pino'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { notifying } from '../testing/definitions.ts'
import { bodyOf } from '../testing/test-api.ts'
import { createHooks } from './app.ts'
import { createRunEnds, type RunEnds } from './run-ends.ts'

const log = pino({ level: 'silent' })
const MAX_WAITING = 5

let database: TestDatabase
let worker: Database
let ownerId: string
let runEnds: RunEnds
let url: string
const closing: (() => unknown)[] = []
beforeAll(async () => {
  database = await testDatabase()
  worker = database.connect('hubflow_worker')
  ownerId = (await createPerson(database.url, { role: 'trainer' })).id
  const door = database.connect('hubflow_door')
  const queue = await database.queue('hubflow_door')
  runEnds = createRunEnds({ database: door, log }, MAX_WAITING)
  const hooks = createHooks({ database: door, queue: async () => queue, log, secret: 's'.repeat(32), runEnds })
  const server = serve({ fetch: hooks.fetch, hostname: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  closing.push(() => server.close(), runEnds.close)
})
afterAll(async () => {
  for (const close of closing) await close()
  await database.drop()
})

async function publishHook(respond: Json): Promise<{ id: string; call: (init?: RequestInit) => Promise<Response> }> {
  const definition = notifying({ type: 'webhook', config: { respond } })
  const { id, hookToken } = await createWorkflow(database.url, { ownerId, definition })
  const headers = { 'content-type': 'application/json' }
  return {
    id,
    call: (init = {}) =>
      fetch(`${url}/${hookToken}`, { method: 'POST', body: '{}', ...init, headers: { ...headers, ...init.headers } }),
  }
}

/** The run of a workflow, once somebody waits for its end. */
async function awaitedRun(workflowId: string, callers = 1): Promise<string> {
  await expect.poll(() => runEnds.waiting).toBe(callers)
  const [run] = await worker.sql`select id from hubflow.workflow_runs where workflow_id = ${workflowId}`
  return run?.id
}

/** What the worker writes at the end of a run, in one transaction. */
async function end(runId: string, status: 'completed' | 'failed', outputs: Record<string, Json> = {}): Promise<void> {
  await worker.sql.begin(async (sql) => {
    for (const [position, [nodeId, output]] of Object.entries(outputs).entries()) {
      await sql`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, output, completed_at)
        values (${runId}, ${nodeId}, ${position}, 'wait', ${nodeId}, 'completed', ${JSON.stringify(output)}::text::jsonb, now())`
    }
    await sql`update hubflow.workflow_runs set status = ${status}, completed_at = now(), error_message = 'the insides' where id = ${runId}`
  })
}

test('the caller waits and is given what the last step gave; a duplicate is given the same, then and later', async () => {
  const { id, call } = await publishHook({ kind: 'when-done' })
  const delivery = { headers: { 'webhook-id': 'd-1' } }
  const [first, second] = [call(delivery), call(delivery)]
  const runId = await awaitedRun(id, 2)
  await end(runId, 'completed', { n2: { n: 1 }, n3: { said: ['yes', null] } })
  for (const answer of [await first, await second, await call(delivery)]) {
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-run-id')).toBe(runId)
    expect(await answer.json()).toEqual({ said: ['yes', null] })
  }
  expect(runEnds.waiting).toBe(0)
})

test('the chosen step’s output is the answer; null where the run went another way', async () => {
  const { id, call } = await publishHook({ kind: 'when-done', nodeId: 'n2' })
  const chosen = call()
  await end(await awaitedRun(id), 'completed', { n2: 'chosen', n3: 'last' })
  expect(await (await chosen).json()).toBe('chosen')

  const other = await publishHook({ kind: 'when-done', nodeId: 'n9' })
  const without = other.call()
  await end(await awaitedRun(other.id), 'completed', { n2: 'x' })
  expect(await (await without).json()).toBeNull()
})

test('a failed run is a 502 with its number and nothing of its insides', async () => {
  const { id, call } = await publishHook({ kind: 'when-done' })
  const answer = call()
  const runId = await awaitedRun(id)
  await end(runId, 'failed', { n2: 'the insides' })
  expect((await answer).status).toBe(502)
  const problem = await bodyOf<Record<string, unknown>>(answer)
  expect(problem).toMatchObject({ status: 502, runId, detail: expect.stringMatching(/failed\. Whoever owns/) })
  expect(JSON.stringify(problem)).not.toContain('insides')
})

test('over time, and while held, the caller is told the number of the run', async () => {
  const { id, call } = await publishHook({ kind: 'when-done', timeoutSeconds: 1 })
  const late = await call()
  expect(late.status).toBe(202)
  const [run] = await worker.sql`select id from hubflow.workflow_runs where workflow_id = ${id}`
  expect(await late.json()).toEqual({ runId: run?.id })

  const owner = database.connect('hubflow_owner', 1)
  await owner.sql`update hubflow.workflows set max_runs_per_day = 1 where id = ${id}`
  const began = performance.now()
  expect((await call()).status).toBe(202)
  expect(performance.now() - began).toBeLessThan(900)
})

test('beyond the bound callers are answered at once, and one who hangs up makes room', async () => {
  const { id, call } = await publishHook({ kind: 'when-done' })
  const leaving = new AbortController()
  const gone = call({ signal: leaving.signal }).catch(() => 'gone')
  await awaitedRun(id)
  const others = Array.from({ length: MAX_WAITING - 1 }, () => call())
  await expect.poll(() => runEnds.waiting).toBe(MAX_WAITING)
  expect((await call()).status).toBe(202)

  leaving.abort()
  expect(await gone).toBe('gone')
  await expect.poll(() => runEnds.waiting).toBe(MAX_WAITING - 1)
  others.push(call())
  await expect.poll(() => runEnds.waiting).toBe(MAX_WAITING)
  await worker.sql`update hubflow.workflow_runs set status = 'completed' where workflow_id = ${id}`
  for (const answer of others) expect((await answer).status).toBe(200)
})

test('an end that comes while the connection is cut is not missed', async () => {
  const { id, call } = await publishHook({ kind: 'when-done' })
  const answer = call()
  const runId = await awaitedRun(id)
  const cut = await cutListeners()
  await end(runId, 'completed', { n2: 'after the cut' })
  expect(cut).toBeGreaterThan(0)
  expect(await (await answer).json()).toBe('after the cut')
})

/** Ends the sessions that listen, as a restart of the database would; gives how many there were. */
async function cutListeners(): Promise<number> {
  const admin = postgres(database.url, { max: 1 })
  const cut = await admin`
    select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%hubflow_live%' and pid <> pg_backend_pid()`
  await admin.end()
  return cut.length
}

test('the door learns nothing of runs whose webhook does not answer with their end', async () => {
  const { id, call } = await publishHook({ kind: 'accepted' })
  expect((await call()).status).toBe(202)
  const [run] = await worker.sql`select id from hubflow.workflow_runs where workflow_id = ${id}`
  await end(run?.id, 'completed', { n2: 'hidden' })
  const door = database.connect('hubflow_door', 1)
  expect(await door.sql`select * from hubflow.hook_answer(${run?.id})`).toHaveLength(0)
})
