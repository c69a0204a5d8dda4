import { createHmac, randomBytes } from 'node:crypto'
import type { Json } from '@hubflow/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run } from '../contract/run.ts'
import type { Secret } from '../contract/secret.ts'
import type { Workflow } from '../contract/workflow.ts'
import { notifying } from '../testing/definitions.ts'
import { bodyOf, type List, ORIGIN, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

let count = 0
async function storeSecret(value: string): Promise<string> {
  const body = { name: `Secret ${count++}`, value }
  return (await bodyOf<Secret>(hub.send('POST', '/api/secrets', { as: 'trainer', body }))).id
}

async function publishHook(auth: Json): Promise<{ id: string; path: string }> {
  const body = {
    name: `Hook ${count++}`,
    definition: notifying({ type: 'webhook', config: { auth } }),
    maxRunsPerDay: null,
  }
  const { id, webhook } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  const published = await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  expect(await published.json()).toMatchObject({ status: 'active' })
  return { id, path: new URL(webhook?.url ?? 'http://none/').pathname }
}

async function call(path: string, headers: Record<string, string>, body = '{"n":1}'): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers }
  return hub.api.app.request(`${ORIGIN}${path}`, { method: 'POST', headers: all, body })
}

async function runsOf(workflowId: string): Promise<number> {
  const runs = await bodyOf<List<Run>>(hub.send('GET', `/api/runs?workflowId=${workflowId}`, { as: 'trainer' }))
  return runs.items.length
}

const KEY = randomBytes(24)
const SIGNING_SECRET = `whsec_${KEY.toString('base64')}`

function signed(id: string, body: string, secondsAgo = 0): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000) - secondsAgo)
  const signature = createHmac('sha256', KEY).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

test('a secret in a header lets in, and stands in no run', async () => {
  const secretId = await storeSecret('open sesame')
  const { id, path } = await publishHook({ kind: 'header', name: 'X-Api-Key', secretId })
  for (const headers of [{}, { 'x-api-key': 'open sesam' }, { 'x-api-key': '' }, { authorization: 'open sesame' }]) {
    const refused = await call(path, headers)
    expect(refused.status).toBe(401)
    expect((await bodyOf(refused)).detail).toBe('The header X-Api-Key does not hold the secret of this webhook.')
  }
  expect(await runsOf(id)).toBe(0)
  const taken = await call(path, { 'x-api-key': 'open sesame', 'x-lead': '7' })
  expect(taken.status).toBe(202)
  const { runId } = await bodyOf<{ runId: string }>(taken)
  const run = await (await hub.send('GET', `/api/runs/${runId}`, { as: 'trainer' })).text()
  expect(run).toContain('x-lead')
  expect(run).not.toContain('open sesame')
})

test('a signed call lets in; its replay is the same run with the same answer', async () => {
  const { id, path } = await publishHook({
    kind: 'standard-webhooks',
    secretId: await storeSecret(SIGNING_SECRET),
  })
  const body = '{ "n": 1.0 }'
  const headers = signed('msg_1', body)
  const first = await call(path, headers, body)
  expect(first.status).toBe(202)
  const replayed = await call(path, headers, body)
  expect(replayed.status).toBe(202)
  expect(await replayed.text()).toBe(await first.text())
  expect(await runsOf(id)).toBe(1)
})

test('unsigned, changed and old calls are refused and leave no run', async () => {
  const { id, path } = await publishHook({
    kind: 'standard-webhooks',
    secretId: await storeSecret(SIGNING_SECRET),
  })
  const refused = [
    await call(path, {}),
    await call(path, signed('msg_2', '{"n":1}'), '{"n":2}'),
    await call(path, { ...signed('msg_3', '{"n":1}'), 'webhook-id': 'msg_4' }),
    await call(path, signed('msg_5', '{"n":1}', 301)),
    await call(path, signed('msg_6', '{"n":1}', -305)),
  ]
  expect(refused.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401])
  expect(await runsOf(id)).toBe(0)
})

test('a new value of the secret counts at once', async () => {
  const secretId = await storeSecret('old value')
  const { path } = await publishHook({ kind: 'header', name: 'x-key', secretId })
  const answer = await hub.send('PUT', `/api/secrets/${secretId}`, { as: 'manager', body: { value: 'new value' } })
  expect(answer.status).toBe(200)
  expect((await call(path, { 'x-key': 'old value' })).status).toBe(401)
  expect((await call(path, { 'x-key': 'new value' })).status).toBe(202)
})

test('without its secret a hook lets nobody in', async () => {
  const secretId = await storeSecret('soon gone')
  const { path } = await publishHook({ kind: 'header', name: 'x-key', secretId })
  const owner = hub.database.connect('hubflow_owner', 1)
  await owner.sql`delete from hubflow.secrets where id = ${secretId}`
  for (const headers of [{}, { 'x-key': 'soon gone' }, { 'x-key': '' }] as Record<string, string>[]) {
    const refused = await call(path, headers)
    expect(refused.status).toBe(401)
    expect((await bodyOf(refused)).detail).toContain('does not exist any more')
  }
})

test('who may not call does not hear that the workflow is paused', async () => {
  const { id, path } = await publishHook({ kind: 'header', name: 'x-key', secretId: await storeSecret('right') })
  await hub.send('PATCH', `/api/workflows/${id}/status`, { as: 'trainer', body: { status: 'paused' } })
  expect((await call(path, { 'x-key': 'wrong' })).status).toBe(401)
  expect((await call(path, { 'x-key': 'right' })).status).toBe(409)
})

test('who tries secrets is told to wait, even with the right one', async () => {
  const { path } = await publishHook({ kind: 'header', name: 'x-key', secretId: await storeSecret('0000') })
  const statuses: number[] = []
  for (let guess = 0; guess < 62; guess++) statuses.push((await call(path, { 'x-key': `1${guess}` })).status)
  expect(statuses.slice(0, 60).every((status) => status === 401)).toBe(true)
  expect(statuses.slice(60)).toEqual([429, 429])
  const late = await call(path, { 'x-key': '0000' })
  expect(late.status).toBe(429)
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('publishing asks for a secret that there is', async () => {
  const auth = { kind: 'header', name: 'x-key', secretId: '01890000-0000-7000-8000-000000000000' }
  const body = { name: 'No such secret', definition: notifying({ type: 'webhook', config: { auth } }) }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  const refused = await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  expect(refused.status).toBe(422)
  expect((await bodyOf(refused)).errors).toMatchObject([
    { pointer: '/nodes/0/config/auth/secretId', code: 'reference-missing' },
  ])
})
