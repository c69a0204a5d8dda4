import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyOf, ORIGIN, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let admin: postgres.Sql
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

const DATA = { policy_id: '0190a000-0000-7000-8000-000000000001' }
const EVENT = { specversion: '1.0', id: 'e-1', source: '/crm', type: 'policy.created', data: DATA }
const STRUCTURED = 'application/cloudevents+json; charset=utf-8'

async function send(body: string, headers: Record<string, string>): Promise<Response> {
  const { cookie } = hub.person('trainer')
  const all = { host: '127.0.0.1:3000', origin: ORIGIN, cookie, ...headers }
  return hub.api.app.request(`${ORIGIN}/api/events`, { method: 'POST', headers: all, body })
}

function structured(changes: Record<string, unknown> = {}): Promise<Response> {
  return send(JSON.stringify({ ...EVENT, ...changes }), { 'content-type': STRUCTURED })
}

async function eventIdOf(response: Response): Promise<string> {
  expect(response.status).toBe(202)
  return (await bodyOf<{ eventId: string }>(response)).eventId
}

async function rowOf(eventId: string) {
  const [row] = await admin`
    select type, source, source_id, data, chain_depth, occurred_at, dispatched_at from hubflow.events where id = ${eventId}`
  return row
}

test('a structured event is kept, waiting for its runs', async () => {
  const eventId = await eventIdOf(await structured({ id: 's-1', time: '2026-03-31T10:00:00+02:00', traceid: 'x' }))
  expect(await rowOf(eventId)).toEqual({
    type: 'policy.created',
    source: '/crm',
    source_id: 's-1',
    data: DATA,
    chain_depth: 0,
    occurred_at: new Date('2026-03-31T08:00:00Z'),
    dispatched_at: null,
  })
})

test('a binary event is the same event', async () => {
  const eventId = await eventIdOf(
    await send(JSON.stringify(DATA), {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'b-1',
      'ce-source': '/crm/M%C3%BCnchen',
      'ce-type': 'policy.created',
    }),
  )
  expect(await rowOf(eventId)).toMatchObject({ source: '/crm/München', source_id: 'b-1', data: DATA })
})

test('the same source and id ten times at once are one event with equal answers; another source is another', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => structured({ id: 'twice' })))
  const ids = await Promise.all(answers.map(eventIdOf))
  expect(new Set(ids).size).toBe(1)
  expect(await eventIdOf(await structured({ id: 'twice', data: { other: 1 } }))).toBe(ids[0])
  expect(await eventIdOf(await structured({ id: 'twice', source: '/erp' }))).not.toBe(ids[0])
  const rows = await admin`select from hubflow.events where source_id = 'twice'`
  expect(rows).toHaveLength(2)
})

test('an event of tomorrow is of now', async () => {
  const eventId = await eventIdOf(await structured({ id: 'early', time: '2999-01-01T00:00:00Z' }))
  expect((await rowOf(eventId))?.occurred_at.getTime()).toBeLessThanOrEqual(Date.now())
})

test('an unknown type is refused, with the ones there are', async () => {
  const refused = await structured({ id: 'u-1', type: 'policy.exploded' })
  expect(refused.status).toBe(422)
  expect((await bodyOf(refused)).detail).toBe(
    'There is no event type "policy.exploded". Send one of commission.chargeback, commission.received, policy.created, recruit.phase_changed, target.milestone_reached.',
  )
  expect(await admin`select from hubflow.events where source_id = 'u-1'`).toHaveLength(0)
})

test('nobody sends events in the hub’s own name', async () => {
  expect((await structured({ source: 'hub' })).status).toBe(422)
})

test.each<[string, Record<string, unknown>, string]>([
  ['another version', { specversion: '0.3' }, '/specversion'],
  ['no id', { id: undefined }, '/id'],
  ['an empty source', { source: '' }, '/source'],
  ['data that is text', { data: 'x' }, '/data'],
  ['data that is a list', { data: [1] }, '/data'],
  ['data that is nothing', { data: null }, '/data'],
  ['no data', { data: undefined }, '/data'],
  ['data of another kind', { datacontenttype: 'text/xml' }, '/datacontenttype'],
  ['a time that is none', { time: 'soon' }, '/time'],
])('%s is refused by name', async (_, changes, pointer) => {
  const refused = await structured(changes)
  expect(refused.status).toBe(400)
  expect((await bodyOf(refused)).errors?.map((error) => error.pointer)).toEqual([pointer])
})

test('what is no CloudEvent is told how to be one', async () => {
  const plain = await send(JSON.stringify(EVENT), { 'content-type': 'application/json' })
  expect(plain.status).toBe(400)
  expect((await bodyOf(plain)).detail).toContain('application/cloudevents+json')
  const batch = await send(`[${JSON.stringify(EVENT)}]`, { 'content-type': 'application/cloudevents-batch+json' })
  expect(batch.status).toBe(415)
  expect((await send('<e/>', { 'content-type': 'application/cloudevents+xml' })).status).toBe(415)
  expect((await send('{', { 'content-type': STRUCTURED })).status).toBe(400)
})

test('an agent adds none', async () => {
  const agent = await send(JSON.stringify({ ...EVENT, id: 'a-1' }), {
    'content-type': STRUCTURED,
    cookie: hub.person('agent').cookie,
  })
  expect(agent.status).toBe(403)
  expect(await admin`select from hubflow.events where source_id = 'a-1'`).toHaveLength(0)
})
