import { tables } from '@hubflow/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HubRecordView } from '../contract/records.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let agent: HubRecordView
let client: HubRecordView
beforeAll(async () => {
  hub = await startTestApi()
  agent = await add('agents', {
    first_name: 'Ada',
    last_name: 'Agent',
    email: 'ada@hub.test',
    user_id: hub.person('agent').id,
  })
  client = await add('clients', { first_name: 'Cleo', last_name: 'Client', agent_id: agent.id })
})
afterAll(() => hub.stop())

async function add(table: string, body: unknown): Promise<HubRecordView> {
  const answer = await hub.send('POST', `/api/hub/${table}`, { as: 'trainer', body })
  const record = await bodyOf<HubRecordView>(answer)
  expect(record).toHaveProperty('id')
  expect(answer.status).toBe(201)
  return record
}

const policy = () => ({ client_id: client.id, agent_id: agent.id, carrier: 'Acme', product: 'Life', premium: 1200.5 })

test('a record has numbers as numbers, its title, and the titles of what it points to', async () => {
  const record = await add('policies', { policy_number: 'P-1', effective_date: '2026-03-01', ...policy() })
  expect(record).toMatchObject({
    policy_number: 'P-1',
    premium: 1200.5,
    status: 'pending',
    effective_date: '2026-03-01',
    renewal_date: null,
    title: 'P-1',
    titles: { client_id: 'Cleo Client', agent_id: 'Ada Agent' },
  })
  expect(record.created_at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  const commission = await add('commissions', { policy_id: record.id, agent_id: agent.id, amount: '99.90' })
  expect(commission).toMatchObject({ amount: 99.9, title: '99.90 Expected', titles: { policy_id: 'P-1' } })
})

test('a change fires its event with ids only', async () => {
  const recruit = await add('recruits', { first_name: 'Rae', last_name: 'Recruit', agent_id: agent.id })
  const answer = await hub.send('PATCH', `/api/hub/recruits/${recruit.id}`, {
    as: 'trainer',
    body: { phase: 'interview' },
  })
  expect(await answer.json()).toMatchObject({ phase: 'interview', title: 'Rae Recruit' })
  const worker = hub.database.connect('hubflow_worker')
  const events = await worker.orm.select().from(tables.events).where(eq(tables.events.type, 'recruit.phase_changed'))
  await worker.close()
  expect(events.map((event) => event.data)).toEqual([
    { recruit_id: recruit.id, from_phase: 'applied', to_phase: 'interview' },
  ])
})

test('every wrong field is named', async () => {
  const answer = await hub.send('POST', '/api/hub/policies', {
    as: 'trainer',
    body: {
      ...policy(),
      premium: 'lots',
      status: 'sold',
      effective_date: '31.3.2026',
      client_id: 'x',
      id: agent.id,
      'a"; drop': 1,
    },
  })
  expect(answer.status).toBe(400)
  const { errors } = await bodyOf(answer)
  expect(errors?.map((error) => error.pointer).sort()).toEqual([
    '/a"; drop',
    '/client_id',
    '/effective_date',
    '/id',
    '/policy_number',
    '/premium',
    '/status',
  ])
})

test('columns that the hub keeps are not for writing', async () => {
  const target = await add('targets', {
    agent_id: agent.id,
    name: 'Q1',
    goal: 10,
    period_start: '2026-01-01',
    period_end: '2026-03-31',
  })
  expect(target).toMatchObject({ current: 0, milestone: 0 })
  const answer = await hub.send('PATCH', `/api/hub/targets/${target.id}`, { as: 'trainer', body: { milestone: 100 } })
  expect(answer.status).toBe(400)
})

test('twice the same policy number is a conflict, a reference to nothing is refused', async () => {
  await add('policies', { policy_number: 'P-2', ...policy() })
  const twice = await hub.send('POST', '/api/hub/policies', {
    as: 'trainer',
    body: { policy_number: 'P-2', ...policy() },
  })
  expect(twice.status).toBe(409)
  expect((await bodyOf(twice)).detail).toMatch(/policy number/)
  const nobody = await hub.send('POST', '/api/hub/policies', {
    as: 'trainer',
    body: { policy_number: 'P-3', ...policy(), client_id: '01890000-0000-7000-8000-000000000000' },
  })
  expect(nobody.status).toBe(400)
  expect((await bodyOf(nobody)).errors).toEqual([
    expect.objectContaining({ pointer: '/client_id', code: 'reference-missing' }),
  ])
})

test('words of a search may stand in different columns', async () => {
  await add('clients', { first_name: 'Zoe', last_name: 'Quartz', email: 'zoe@example.com', agent_id: agent.id })
  const found = await bodyOf<List<HubRecordView>>(hub.send('GET', '/api/hub/clients?q=quartz%20zoe', { as: 'trainer' }))
  expect(found.items.map((record) => record.title)).toEqual(['Zoe Quartz'])
})

test('an agent reads what is theirs, writes nothing, and cannot tell the rest from what is absent', async () => {
  const other = await add('agents', { first_name: 'Bo', last_name: 'Other', email: 'bo@hub.test' })
  const foreign = await add('clients', { first_name: 'Not', last_name: 'Mine', agent_id: other.id })
  const list = await bodyOf<List<HubRecordView>>(hub.send('GET', '/api/hub/clients?limit=200', { as: 'agent' }))
  const titles = list.items.map((record) => record.title)
  expect(titles).toContain('Cleo Client')
  expect(titles).not.toContain('Not Mine')
  const seen = await hub.send('GET', `/api/hub/clients/${foreign.id}`, { as: 'agent' })
  const absent = await hub.send('GET', '/api/hub/clients/01890000-0000-7000-8000-000000000000', { as: 'agent' })
  expect(seen.status).toBe(404)
  expect(await seen.text()).toBe(await absent.text())
  const own = await hub.send('PATCH', `/api/hub/clients/${client.id}`, { as: 'agent', body: { do_not_contact: true } })
  expect(own.status).toBeGreaterThanOrEqual(403)
  expect((await hub.send('GET', `/api/hub/clients/${client.id}`, { as: 'trainer' })).status).toBe(200)
})

test('tables that are none do not exist', async () => {
  for (const table of ['user_profiles', 'pg_class', 'policies;drop', 'Policies', '__proto__', 'constructor']) {
    expect((await hub.send('GET', `/api/hub/${table}`, { as: 'admin' })).status).toBe(404)
  }
})
