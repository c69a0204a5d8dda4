import type { Definition } from '@hubflow/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run } from '../contract/run.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL, notifying, WEBHOOK } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let hook: { id: string; path: string }
beforeAll(async () => {
  hub = await startTestApi()
  hook = await publishHook('Leads', WEBHOOK)
})
afterAll(() => hub.stop())

async function publishHook(name: string, definition: Definition): Promise<{ id: string; path: string }> {
  const created = await bodyOf<Workflow>(
    hub.send('POST', '/api/workflows', { as: 'trainer', body: { name, definition, maxRunsPerDay: null } }),
  )
  const published = await hub.send('POST', `/api/workflows/${created.id}/publish`, { as: 'trainer' })
  expect(published.status).toBe(200)
  return { id: created.id, path: new URL(created.webhook?.url ?? 'http://none/').pathname }
}

function call(path: string, init: RequestInit): Promise<Response> {
  return Promise.resolve(hub.api.app.request(`http://127.0.0.1:3000${path}`, init))
}

async function readRun(runId: string): Promise<Run> {
  return bodyOf(hub.send('GET', `/api/runs/${runId}`, { as: 'trainer' }))
}

test('a call is answered with its run, which holds what was sent and none of the secrets', async () => {
  const answer = await call(`${hook.path}?source=site&n=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer x', cookie: 'a=b', 'x-lead': '7' },
    body: JSON.stringify({ email: 'ann@example.com', nested: { list: [1, null, true] } }),
  })
  expect(answer.status).toBe(202)
  const run = await readRun((await bodyOf<{ runId: string }>(answer)).runId)
  expect(run).toMatchObject({ workflowId: hook.id, version: 1, isTest: false, status: 'pending' })
  expect(run.context).toEqual({
    trigger: {
      body: { email: 'ann@example.com', nested: { list: [1, null, true] } },
      headers: { 'content-type': 'application/json', 'x-lead': '7' },
      query: { source: 'site', n: '1' },
      method: 'POST',
    },
  })
})

test.each([
  ['a form', 'application/x-www-form-urlencoded', 'a=1&b=x+y&a=2', { a: ['1', '2'], b: 'x y' }],
  ['text', 'text/plain', 'hello', 'hello'],
  ['nothing', 'application/json', '', {}],
  ['a list', 'application/json', '[1]', [1]],
])('a body that is %s is taken', async (_, type, body, expected) => {
  const answer = await call(hook.path, { method: 'POST', headers: { 'content-type': type }, body })
  expect(answer.status).toBe(202)
  expect((await readRun((await bodyOf<{ runId: string }>(answer)).runId)).context.trigger).toMatchObject({
    body: expected,
  })
})

test.each(['webhook-id', 'idempotency-key'])(
  'the same delivery ten times at once, by %s, is one run with equal answers',
  async (name) => {
    const { id, path } = await publishHook(`Once by ${name}`, WEBHOOK)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        call(path, { method: 'POST', headers: { 'content-type': 'application/json', [name]: 'd-1' }, body: '{"n":1}' }),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 202))
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    const list = await bodyOf<List<Run>>(hub.send('GET', `/api/runs?workflowId=${id}`, { as: 'trainer' }))
    expect(list.items).toHaveLength(1)
  },
)

test('different calls at once are as many runs', async () => {
  const { id, path } = await publishHook('Many', WEBHOOK)
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ n }) }),
    ),
  )
  const ids = await Promise.all(answers.map(async (answer) => (await bodyOf<{ runId: string }>(answer)).runId))
  expect(new Set(ids).size).toBe(50)
  const list = await bodyOf<List<Run>>(hub.send('GET', `/api/runs?workflowId=${id}&limit=200`, { as: 'trainer' }))
  expect(list.items).toHaveLength(50)
})

test('the same Idempotency-Key with another body is refused; a webhook-id names its message whatever the bytes', async () => {
  const send = (name: string, body: string) =>
    call(hook.path, { method: 'POST', headers: { 'content-type': 'application/json', [name]: `k-${name}` }, body })
  expect((await send('idempotency-key', '{"a":1}')).status).toBe(202)
  expect((await send('idempotency-key', '{"a":2}')).status).toBe(422)
  const first = await bodyOf(send('webhook-id', '{"sent":1}'))
  expect(await bodyOf(send('webhook-id', '{"sent":2}'))).toEqual(first)
})

test('what cannot be taken is refused in words', async () => {
  const json = { 'content-type': 'application/json' }
  const post = (init: RequestInit) => call(hook.path, { method: 'POST', ...init })
  const deep = '['.repeat(65) + ']'.repeat(65)
  const refused = {
    405: await call(hook.path, { method: 'GET' }),
    '400 broken': await post({ headers: json, body: '{' }),
    '400 deep': await post({ headers: json, body: deep }),
    '400 nul': await post({ headers: json, body: '{"a":"\\u0000"}' }),
    '400 surrogate': await post({ headers: json, body: '{"a":"\\ud800"}' }),
    413: await post({ headers: json, body: `"${'x'.repeat(1_048_576)}"` }),
    '415 gzip': await post({ headers: { ...json, 'content-encoding': 'gzip' }, body: 'x' }),
    '415 type': await post({ headers: { 'content-type': 'image/png' }, body: 'x' }),
    404: await call('/hooks/nobody-has-this-token', { method: 'POST', body: '{}' }),
  }
  for (const [name, answer] of Object.entries(refused)) {
    expect(`${name}: ${answer.status}`).toBe(`${name}: ${name.slice(0, 3)}`)
    const problem = await bodyOf(answer)
    expect(problem.detail).toMatch(/\.$/)
  }
  expect(refused[405].headers.get('allow')).toBe('POST')
})

test('the methods are those of the live version', async () => {
  const { path } = await publishHook('Gets', notifying({ type: 'webhook', config: { methods: ['GET'] } }))
  expect((await call(`${path}?a=1`, { method: 'GET' })).status).toBe(202)
  expect((await call(path, { method: 'POST', body: '{}' })).status).toBe(405)
})

test('a webhook answers only while its workflow is live', async () => {
  const { id, path } = await publishHook('Comes and goes', WEBHOOK)
  const knock = async () => (await call(path, { method: 'POST', body: '' })).status
  const setStatus = (status: string) =>
    hub.send('PATCH', `/api/workflows/${id}/status`, { as: 'trainer', body: { status } })
  expect(await knock()).toBe(202)
  await setStatus('paused')
  expect(await knock()).toBe(409)
  await setStatus('active')
  expect(await knock()).toBe(202)
  await setStatus('archived')
  expect(await knock()).toBe(404)
  await setStatus('active')
  await hub.send('PUT', `/api/workflows/${id}/draft`, { as: 'trainer', body: { definition: MANUAL, revision: 1 } })
  expect(await knock()).toBe(202)
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  expect(await knock()).toBe(404)
})

test('a draft has no webhook yet, and a deleted one no more', async () => {
  const draft = await bodyOf<Workflow>(
    hub.send('POST', '/api/workflows', { as: 'trainer', body: { name: 'Draft hook', definition: WEBHOOK } }),
  )
  const path = new URL(draft.webhook?.url ?? 'http://none/').pathname
  expect((await call(path, { method: 'POST' })).status).toBe(404)
  await hub.send('POST', `/api/workflows/${draft.id}/publish`, { as: 'trainer' })
  expect((await call(path, { method: 'POST' })).status).toBe(202)
  await hub.send('DELETE', `/api/workflows/${draft.id}`, { as: 'trainer' })
  expect((await call(path, { method: 'POST' })).status).toBe(404)
})

test('who guesses addresses is told to wait', async () => {
  const statuses: number[] = []
  for (let guess = 0; guess < 70; guess++) {
    statuses.push((await call(`/hooks/guess-${guess}`, { method: 'POST' })).status)
  }
  expect(statuses.at(-1)).toBe(429)
  expect((await call(hook.path, { method: 'POST' })).status).toBe(202)
})
