import { openSecret } from '@hubflow/db'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Secret } from '../contract/secret.ts'
import type { Workflow } from '../contract/workflow.ts'
import { notifying } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

const HUB_SECRET = 'a secret that is long enough for tests'
const CANARY = 'canary-8f3b1c'

let hub: TestApi
let admin: postgres.Sql
beforeAll(async () => {
  hub = await startTestApi({ secret: HUB_SECRET })
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

function store(name: string, value: string): Promise<Response> {
  return hub.send('POST', '/api/secrets', { as: 'trainer', body: { name, value } })
}

async function sealed(id: string): Promise<string> {
  const [row] = await admin`select ciphertext from hubflow.secrets where id = ${id}`
  return row?.ciphertext
}

test('a secret is stored sealed, and nothing gives its value back', async () => {
  const created = await store('CRM key', CANARY)
  expect(created.status).toBe(201)
  const text = await created.text()
  const secret: Secret = JSON.parse(text)
  expect(Object.keys(secret).sort()).toEqual(['createdAt', 'createdBy', 'id', 'name', 'updatedAt'])
  expect(secret).toMatchObject({ name: 'CRM key', createdBy: { id: hub.person('trainer').id } })
  const list = await (await hub.send('GET', '/api/secrets', { as: 'manager' })).text()
  const ciphertext = await sealed(secret.id)
  for (const answer of [text, list]) {
    expect(answer).not.toContain(CANARY)
    expect(answer).not.toContain(ciphertext)
  }
  expect(ciphertext).not.toContain(CANARY)
  expect(openSecret(ciphertext, HUB_SECRET)).toBe(CANARY)
  const audit = await admin`select row_to_json(a)::text as text from hubflow.audit_log a where object_id = ${secret.id}`
  expect(audit).toHaveLength(1)
  expect(audit[0]?.text).toContain('secret.created')
  expect(audit[0]?.text).not.toContain(CANARY)
})

test('a name is taken once, whatever its case, and the refusal does not repeat the value', async () => {
  await store('Taken', 'one')
  const again = await store('tAKEN', CANARY)
  expect(again.status).toBe(409)
  const text = await again.text()
  expect(text).toContain('Choose another name, or give it a new value.')
  expect(text).not.toContain(CANARY)
  const tooLong = await store('Too long', CANARY.repeat(1000))
  expect(tooLong.status).toBe(400)
  expect(await tooLong.text()).not.toContain(CANARY)
})

test('a new value replaces the old one, and the list says when', async () => {
  const secret = await bodyOf<Secret>(store('Rotated', 'old'))
  const rotated = await bodyOf<Secret>(
    hub.send('PUT', `/api/secrets/${secret.id}`, { as: 'admin', body: { value: 'new' } }),
  )
  expect(openSecret(await sealed(secret.id), HUB_SECRET)).toBe('new')
  expect(Date.parse(rotated.updatedAt)).toBeGreaterThan(Date.parse(secret.updatedAt))
  expect(rotated.createdBy).toEqual(secret.createdBy)
})

test('a secret that a live workflow uses is not deleted; one that only a draft names is', async () => {
  const { id } = await bodyOf<Secret>(store('In use', 'x'))
  const auth = { kind: 'header', name: 'x-key', secretId: id }
  const body = { name: 'Guarded leads', definition: notifying({ type: 'webhook', config: { auth } }) }
  const workflow = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${workflow.id}/publish`, { as: 'trainer' })
  const refused = await hub.send('DELETE', `/api/secrets/${id}`, { as: 'trainer' })
  expect(refused.status).toBe(409)
  expect((await bodyOf(refused)).detail).toBe(
    'This secret is used by "Guarded leads". Take it out there and publish, or give it a new value instead.',
  )
  expect(openSecret(await sealed(id), HUB_SECRET)).toBe('x')

  await hub.send('PATCH', `/api/workflows/${workflow.id}/status`, { as: 'trainer', body: { status: 'paused' } })
  expect((await hub.send('DELETE', `/api/secrets/${id}`, { as: 'trainer' })).status).toBe(409)
  await hub.send('DELETE', `/api/workflows/${workflow.id}`, { as: 'trainer' })
  expect((await hub.send('DELETE', `/api/secrets/${id}`, { as: 'trainer' })).status).toBe(204)
  const { items } = await bodyOf<List<Secret>>(hub.send('GET', '/api/secrets', { as: 'trainer' }))
  expect(items.map((secret) => secret.id)).not.toContain(id)
})

test('a request that names a secret which does not exist is a problem at save, by node and field', async () => {
  const missing = '01890000-0000-7000-8000-000000000000'
  const definition = notifying({ type: 'manual', config: {} })
  const node = definition.nodes[1]
  if (!node) throw new Error('the definition has no second node')
  node.type = 'http-request'
  const request = { method: 'POST', url: 'https://example.com/' }
  node.config = { ...request, auth: { kind: 'bearer', secretId: missing }, sign: { secretId: missing } }
  const body = { name: 'Asks for secrets', definition }
  const { problems } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  expect(problems).toMatchObject([
    { code: 'reference-missing', nodeId: 'n2', field: ['auth', 'secretId'] },
    { code: 'reference-missing', nodeId: 'n2', field: ['sign', 'secretId'] },
  ])
})
