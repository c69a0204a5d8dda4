import type { Json } from '@hubflow/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LiveMessage } from '../contract/live.ts'
import type { Run } from '../contract/run.ts'
import type { Secret } from '../contract/secret.ts'
import type { WebhookSample } from '../contract/webhook-sample.ts'
import type { Workflow } from '../contract/workflow.ts'
import { notifying, WEBHOOK } from '../testing/definitions.ts'
import { bodyOf, type List, ORIGIN, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

let count = 0
async function create(definition = WEBHOOK): Promise<{ id: string; path: string }> {
  const body = { name: `Heard ${count++}`, definition, maxRunsPerDay: null }
  const { id, webhook } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  return { id, path: new URL(webhook?.url ?? 'http://none/').pathname }
}

async function publish(id: string): Promise<void> {
  expect((await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })).status).toBe(200)
}

function listen(id: string, on = true): Promise<WebhookSample> {
  return bodyOf(hub.send('POST', `/api/workflows/${id}/webhook-sample`, { as: 'trainer', body: { listen: on } }))
}

function sampleOf(id: string): Promise<WebhookSample> {
  return bodyOf(hub.send('GET', `/api/workflows/${id}/webhook-sample`, { as: 'manager' }))
}

async function call(
  path: string,
  headers: Record<string, string> = {},
  body = '{"email":"a@b.test"}',
): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers }
  return hub.api.app.request(`${ORIGIN}${path}`, { method: 'POST', headers: all, body })
}

async function runsOf(id: string): Promise<number> {
  return (await bodyOf<List<Run>>(hub.send('GET', `/api/runs?workflowId=${id}`, { as: 'trainer' }))).items.length
}

async function secretHook(name: string, value: string): Promise<Json> {
  const secret = { name: `${name} ${count++}`, value }
  const { id } = await bodyOf<Secret>(hub.send('POST', '/api/secrets', { as: 'trainer', body: secret }))
  return { kind: 'header', name, secretId: id }
}

test('a draft’s call is caught while an editor listens, once, and told live', async () => {
  const { id, path } = await create()
  expect(await sampleOf(id)).toEqual({ listeningUntil: null, capturedAt: null, sample: null })
  expect((await call(path)).status).toBe(404)

  const { listeningUntil } = await listen(id)
  expect(Date.parse(listeningUntil ?? '')).toBeGreaterThan(Date.now() + 500_000)
  const hear = await hearWorkflow(id)
  const answer = await call(`${path}?from=site`, { cookie: 'a=b', authorization: 'Bearer x', 'x-lead': '7' })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ captured: true })
  await hear()
  expect(await sampleOf(id)).toEqual({
    listeningUntil: null,
    capturedAt: expect.any(String),
    sample: {
      body: { email: 'a@b.test' },
      headers: { 'content-type': 'application/json', 'x-lead': '7' },
      query: { from: 'site' },
      method: 'POST',
    },
  })
  expect((await call(path)).status).toBe(404)
  expect(await runsOf(id)).toBe(0)
})

test('an active workflow’s call is caught and starts its run as always; a paused one’s is caught', async () => {
  const { id, path } = await create()
  await publish(id)
  await listen(id)
  expect((await call(path, {}, '{"n":1}')).status).toBe(202)
  expect((await sampleOf(id)).sample?.body).toEqual({ n: 1 })
  expect(await runsOf(id)).toBe(1)

  await hub.send('PATCH', `/api/workflows/${id}/status`, { as: 'trainer', body: { status: 'paused' } })
  expect((await call(path)).status).toBe(409)
  await listen(id)
  expect(await (await call(path, {}, '{"n":2}')).json()).toEqual({ captured: true })
  expect((await sampleOf(id)).sample?.body).toEqual({ n: 2 })
  expect(await runsOf(id)).toBe(1)
})

test('what the draft asks of callers counts for the sample, what is live for the run; no secret is kept', async () => {
  const { id, path } = await create(
    notifying({ type: 'webhook', config: { auth: await secretHook('x-live', 'live-key') } }),
  )
  await publish(id)
  const draft = notifying({ type: 'webhook', config: { auth: await secretHook('x-draft', 'draft-key') } })
  await hub.send('PUT', `/api/workflows/${id}/draft`, { as: 'trainer', body: { definition: draft, revision: 1 } })
  await listen(id)
  expect((await call(path, { 'x-live': 'wrong' })).status).toBe(401)
  expect((await call(path, { 'x-live': 'live-key' })).status).toBe(202)
  expect((await sampleOf(id)).sample).toBeNull()
  expect((await call(path, { 'x-draft': 'draft-key', 'x-live': 'live-key' })).status).toBe(202)
  expect((await sampleOf(id)).sample?.headers).toEqual({ 'content-type': 'application/json' })

  const unpublished = await create(draft)
  await listen(unpublished.id)
  expect((await call(unpublished.path, { 'x-draft': 'wrong' })).status).toBe(401)
  expect((await call(unpublished.path, { 'x-draft': 'draft-key' })).status).toBe(200)
})

test('listening ends when it is told to, and by itself', async () => {
  const { id, path } = await create()
  await listen(id)
  expect((await listen(id, false)).listeningUntil).toBeNull()
  expect((await call(path)).status).toBe(404)

  await listen(id)
  const owner = hub.database.connect('hubflow_owner', 1)
  await owner.sql`update hubflow.webhook_samples set listening_until = hubflow.now() where workflow_id = ${id}`
  expect((await call(path)).status).toBe(404)
  expect(await sampleOf(id)).toMatchObject({ listeningUntil: null, sample: null })
})

test('a draft whose trigger is not finished catches nothing', async () => {
  const { id, path } = await create(notifying({ type: 'webhook', config: { auth: { kind: 'header' } } }))
  await listen(id)
  expect((await call(path)).status).toBe(404)
})

/** Gives, once the connection stands, what waits for a live message that names the workflow. */
async function hearWorkflow(workflowId: string): Promise<() => Promise<void>> {
  const stream = await hub.send('GET', '/api/live', { as: 'trainer' })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const readUntil = async (wanted: string) => {
    while (!text.includes(wanted)) text += (await reader?.read())?.value ?? ''
  }
  await readUntil('event: hello')
  const message: LiveMessage = { kind: 'workflow', workflowId }
  return async () => {
    await readUntil(JSON.stringify(message))
    await reader?.cancel()
  }
}
