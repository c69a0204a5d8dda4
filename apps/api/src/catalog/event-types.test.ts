import type { Definition } from '@hubflow/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TriggerEventType } from '../contract/event-type.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

const register = (body: unknown) => hub.send('POST', '/api/trigger-event-types', { as: 'admin', body })
const PHONE = { name: 'client.phone_changed', title: 'A client’s phone changes', table: 'clients', operation: 'update' }

test('an admin registers a change of a column; the hub’s next write gives its event', async () => {
  const answer = await register({
    name: 'client.contact_changed',
    title: 'A client may be contacted, or not',
    table: 'clients',
    operation: 'update',
    column: 'do_not_contact',
  })
  expect(answer.status).toBe(201)
  expect(await bodyOf<TriggerEventType>(answer)).toMatchObject({
    group: 'Clients',
    subjectTable: 'clients',
    enabled: true,
    watch: { table: 'clients', operation: 'update', column: 'do_not_contact' },
    fields: [
      { key: 'client_id', label: 'Client id', type: 'id' },
      { key: 'agent_id', label: 'Agent id', type: 'id' },
      { key: 'from_do_not_contact', label: 'Do not contact before', type: 'text' },
      { key: 'to_do_not_contact', label: 'Do not contact after', type: 'text' },
    ],
  })
  const agent = await bodyOf<{ id: string }>(
    hub.send('POST', '/api/hub/agents', {
      as: 'admin',
      body: { first_name: 'Ada', last_name: 'Morgan', email: 'ada@hub.test' },
    }),
  )
  const client = await bodyOf<{ id: string }>(
    hub.send('POST', '/api/hub/clients', {
      as: 'trainer',
      body: { first_name: 'Maria', last_name: 'Santos', agent_id: agent.id },
    }),
  )
  await hub.send('PATCH', `/api/hub/clients/${client.id}`, { as: 'trainer', body: { do_not_contact: true } })
  const app = hub.database.connect('hubflow_worker')
  expect(await app.sql`select type, data from hubflow.events`).toEqual([
    {
      type: 'client.contact_changed',
      data: { client_id: client.id, agent_id: agent.id, from_do_not_contact: false, to_do_not_contact: true },
    },
  ])
})

test('a workflow can start from it; then it cannot be deleted, only switched off', async () => {
  expect((await register({ ...PHONE, column: 'phone' })).status).toBe(201)
  const definition: Definition = {
    schemaVersion: 1,
    nodes: [
      { id: 'n1', type: 'event', name: 'When', config: { eventType: PHONE.name }, position: { x: 0, y: 0 } },
      {
        id: 'n2',
        type: 'create-notification',
        name: 'Tell',
        config: { to: ['owner'], title: 'New phone', message: 'Of client {{trigger.data.client_id}}' },
        position: { x: 0, y: 140 },
      },
    ],
    edges: [{ id: 'e1', source: 'n1', target: 'n2', branch: 'next' }],
  }
  const { id } = await bodyOf<{ id: string }>(
    hub.send('POST', '/api/workflows', { as: 'trainer', body: { name: 'Phones', definition } }),
  )
  expect((await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer', body: {} })).status).toBe(200)
  const path = `/api/trigger-event-types/${PHONE.name}`
  const refused = await hub.send('DELETE', path, { as: 'admin' })
  expect(refused.status).toBe(409)
  expect((await bodyOf(refused)).detail).toContain('“Phones”')

  expect((await hub.send('PATCH', path, { as: 'admin', body: { enabled: false } })).status).toBe(200)
  const names = async (query = '') =>
    (
      await bodyOf<List<TriggerEventType>>(hub.send('GET', `/api/trigger-event-types${query}`, { as: 'trainer' }))
    ).items.map(({ name }) => name)
  expect(await names()).not.toContain(PHONE.name)
  expect(await names('?all=true')).toContain(PHONE.name)
  await hub.send('PATCH', `/api/workflows/${id}/status`, { as: 'trainer', body: { status: 'archived' } })
  expect((await hub.send('DELETE', path, { as: 'admin' })).status).toBe(204)
  expect(await names('?all=true')).not.toContain(PHONE.name)
})

test.each([
  ['a name in another form', { ...PHONE, name: 'Phone!' }, 400],
  ['a table that is none of the hub’s', { ...PHONE, table: 'user_profiles' }, 400],
  ['a column that the table lacks', { ...PHONE, column: "phone'; drop table hub.clients; --" }, 400],
  ['a column of an insert', { ...PHONE, operation: 'insert', column: 'phone' }, 400],
  ['a field that is unknown', { ...PHONE, watch: { values: true } }, 400],
  ['a name that is taken', { ...PHONE, name: 'policy.created' }, 409],
])('refuses %s', async (_what, body, status) => {
  expect((await register(body)).status).toBe(status)
})
