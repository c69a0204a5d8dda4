import { createHash } from 'node:crypto'
import { type ChainLink, writeChainHeader } from '@hubflow/db'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Workflow } from './contract/workflow.ts'
import { MANUAL, WEBHOOK } from './testing/definitions.ts'
import { bodyOf, ORIGIN, startTestApi, type TestApi } from './testing/test-api.ts'

const SECRET = 'a secret that is long enough for tests'
const KEY = 'hub_test_chain'
const REFUSAL =
  'Too many workflows started one another in a row (W1 → W2 → W3 → W4 → W5 → W6 → TARGET), so this run was not begun. Change one of them so that it no longer sets off the next.'

let hub: TestApi
let admin: postgres.Sql
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
  const hash = createHash('sha256').update(KEY).digest('base64url')
  await admin`insert into hubflow.api_keys (name, key, reference_id) values ('Own', ${hash}, ${hub.person('admin').id})`
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

function chainOf(length: number): ChainLink[] {
  return Array.from({ length }, (_, index) => ({ workflowId: crypto.randomUUID(), name: `W${index + 1}` }))
}

async function publish(name: string, definition: object): Promise<Workflow> {
  const { id } = await bodyOf<Workflow>(
    hub.send('POST', '/api/workflows', { as: 'trainer', body: { name, definition } }),
  )
  return bodyOf<Workflow>(hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' }))
}

/** As a step of a workflow calls: with a key, and with what the hub says of the chain. */
function call(path: string, body: object, chain: string, type = 'application/json'): Promise<Response> {
  const headers = { host: '127.0.0.1:3000', authorization: `Bearer ${KEY}`, 'hubflow-chain': chain }
  return Promise.resolve(
    hub.api.app.request(`${ORIGIN}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': type },
      body: JSON.stringify(body),
    }),
  )
}

async function newestRun() {
  const [run] = await admin`
    select chain, chain_depth, context from hubflow.workflow_runs order by created_at desc, id desc limit 1`
  return run
}

test('a webhook’s run goes on counting, and the sixth in a row is not begun', async () => {
  const { id, webhook } = await publish('Called', WEBHOOK)
  const { pathname } = new URL(webhook?.url ?? 'http://none/')
  const chain = chainOf(5)
  expect((await call(pathname, {}, writeChainHeader(chain, SECRET))).status).toBe(202)
  const run = await newestRun()
  expect(run).toMatchObject({ chain, chain_depth: 5 })
  expect(JSON.stringify(run?.context)).not.toContain('hubflow-chain')

  const refused = await call(pathname, {}, writeChainHeader(chainOf(6), SECRET))
  expect(refused.status).toBe(409)
  expect((await bodyOf(refused)).detail).toBe(REFUSAL.replace('TARGET', 'this workflow'))
  expect(await admin`select verdict, detail from hubflow.trigger_decisions where workflow_id = ${id}`).toEqual([
    { verdict: 'chain-too-deep', detail: { chain: ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'this workflow'] } },
  ])
})

test('what another system writes into the header counts for nothing', async () => {
  const { webhook } = await publish('Called by others', WEBHOOK)
  const { pathname } = new URL(webhook?.url ?? 'http://none/')
  for (const forged of [writeChainHeader(chainOf(6), 'another secret that is long enough'), 'x.y', '']) {
    expect((await call(pathname, {}, forged)).status).toBe(202)
    expect(await newestRun()).toMatchObject({ chain: [], chain_depth: 0 })
  }
})

test('runs by key, events and changes of records go on counting, too', async () => {
  const chain = chainOf(3)
  const header = writeChainHeader(chain, SECRET)
  const { id } = await publish('By key', MANUAL)
  expect((await call(`/api/workflows/${id}/runs`, {}, header)).status).toBe(202)
  expect(await newestRun()).toMatchObject({ chain, chain_depth: 3 })
  const refused = await call(`/api/workflows/${id}/runs`, {}, writeChainHeader(chainOf(6), SECRET))
  expect(refused.status).toBe(409)
  expect((await bodyOf(refused)).detail).toBe(REFUSAL.replace('TARGET', 'By key'))

  const event = { specversion: '1.0', id: 'c-1', source: '/own', type: 'policy.created', data: {} }
  expect((await call('/api/events', event, header, 'application/cloudevents+json')).status).toBe(202)
  const [agent] = await admin`
    insert into hub.agents (first_name, last_name, email) values ('Ann', 'Lee', 'ann@hub.test') returning id`
  const recruit = { first_name: 'Cy', last_name: 'Fox', agent_id: agent?.id }
  expect((await call('/api/hub/recruits', recruit, header)).status).toBe(201)
  const caused = await admin`
    select chain, chain_depth from hubflow.events where source_id = 'c-1'
    union all select chain, chain_depth from hub.changes where table_name = 'recruits'`
  expect(caused).toEqual([
    { chain, chain_depth: 3 },
    { chain, chain_depth: 3 },
  ])
})
