import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './testing/index.ts'

let database: TestDatabase
let sql: postgres.Sql
let agent: string
let client: string

beforeAll(async () => {
  database = await testDatabase()
  sql = postgres(database.url, { max: 5, onnotice: () => {} })
  agent = await idOf(
    sql`insert into hub.agents (first_name, last_name, email) values ('Ann', 'Lee', 'ann@hub.test') returning id`,
  )
  client = await idOf(
    sql`insert into hub.clients (first_name, last_name, agent_id) values ('Bo', 'Day', ${agent}) returning id`,
  )
})
beforeEach(() => sql`truncate hubflow.events, hub.changes`)
afterAll(async () => {
  await sql.end()
  await database.drop()
})

async function idOf(query: PromiseLike<{ id?: string }[]>): Promise<string> {
  return (await query)[0]?.id ?? ''
}

let policies = 0
const addPolicy = (on: postgres.ISql = sql) =>
  idOf(on`insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium)
    values (${`P-${policies++}`}, ${client}, ${agent}, 'Acme', 'Life', 100) returning id`)
const events = () => sql`select type, data from hubflow.events order by id`

test('a policy that is added is one event with ids only; one that is edited is none', async () => {
  const policy = await addPolicy()
  await sql`update hub.policies set notes = 'x', status = 'active' where id = ${policy}`
  expect(await events()).toEqual([
    { type: 'policy.created', data: { policy_id: policy, client_id: client, agent_id: agent } },
  ])
})

test('a write that is rolled back leaves no event', async () => {
  const failing = sql.begin(async (tx) => {
    await addPolicy(tx)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await events()).toHaveLength(0)
})

test('a commission comes in on the transition only, and is charged back on its own', async () => {
  const policy = await addPolicy()
  const commission = await idOf(
    sql`insert into hub.commissions (policy_id, agent_id, amount) values (${policy}, ${agent}, 50) returning id`,
  )
  await sql`truncate hubflow.events`
  await sql`update hub.commissions set status = 'received' where id = ${commission}`
  await sql`update hub.commissions set status = 'received', notes = 'saved again' where id = ${commission}`
  await sql`update hub.commissions set status = 'charged_back' where id = ${commission}`
  const data = { commission_id: commission, policy_id: policy, agent_id: agent }
  expect(await events()).toEqual([
    { type: 'commission.received', data },
    { type: 'commission.chargeback', data },
  ])
})

test('a recruit that moves there and back gives two events in order', async () => {
  const recruit = await idOf(
    sql`insert into hub.recruits (first_name, last_name, agent_id) values ('Cy', 'Fox', ${agent}) returning id`,
  )
  await sql`update hub.recruits set phase = 'interview' where id = ${recruit}`
  await sql`update hub.recruits set notes = 'called' where id = ${recruit}`
  await sql`update hub.recruits set phase = 'applied' where id = ${recruit}`
  expect(await events()).toEqual([
    { type: 'recruit.phase_changed', data: { recruit_id: recruit, from_phase: 'applied', to_phase: 'interview' } },
    { type: 'recruit.phase_changed', data: { recruit_id: recruit, from_phase: 'interview', to_phase: 'applied' } },
  ])
})

test('each milestone of a target is reached once, also when the figure goes below and over again', async () => {
  const target = await idOf(sql`insert into hub.targets (agent_id, name, goal, period_start, period_end)
    values (${agent}, 'Q1', 1000, '2026-01-01', '2026-03-31') returning id`)
  for (const current of [240, 250, 100, 260, 999, 1000, 1200])
    await sql`update hub.targets set current = ${current} where id = ${target}`
  expect((await events()).map((event) => event.data.milestone)).toEqual([25, 75, 100])
})

test('a broken trigger of ours never fails the hub’s own write, and the repair catches up, once', async () => {
  await sql`alter table hubflow.events rename to events_away`
  const policy = await addPolicy()
  await sql`alter table hubflow.events_away rename to events`
  expect(await events()).toHaveLength(0)
  const worker = database.connect('hubflow_worker')
  expect((await worker.sql`select hubflow.derive_missing_events() as n`)[0]?.n).toBe(1)
  expect((await worker.sql`select hubflow.derive_missing_events() as n`)[0]?.n).toBe(0)
  expect(await events()).toEqual([
    { type: 'policy.created', data: { policy_id: policy, client_id: client, agent_id: agent } },
  ])
})

test('a locked event table delays the hub’s write by the lock timeout at most, and loses nothing', async () => {
  const locked = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const locker = sql.begin(async (tx) => {
    await tx`lock table hubflow.events in access exclusive mode`
    locked.resolve()
    await release.promise
  })
  await locked.promise
  await addPolicy()
  release.resolve()
  await locker
  expect((await sql`select hubflow.derive_missing_events() as n`)[0]?.n).toBe(1)
})

test('a change that still fails does not keep the others from their events', async () => {
  await sql`insert into hub.changes (table_name, record_id, operation, old, new)
    values ('targets', ${agent}, 'update', '{}', '{"milestone": "no number"}')`
  await sql`alter table hubflow.events rename to events_away`
  await addPolicy()
  await sql`alter table hubflow.events_away rename to events`
  expect((await sql`select hubflow.derive_missing_events() as n`)[0]?.n).toBe(1)
  expect((await events()).map((event) => event.type)).toEqual(['policy.created'])
})

test('a record keeps the moment that it was brought in with', async () => {
  const policy = await addPolicy()
  const received = await sql`insert into hub.commissions (policy_id, agent_id, amount, status, received_at)
    values (${policy}, ${agent}, 50, 'received', '2026-01-02T03:04:05Z') returning received_at`
  expect(received[0]?.received_at).toEqual(new Date('2026-01-02T03:04:05Z'))
  const recruits = await sql`insert into hub.recruits (first_name, last_name, agent_id, phase, phase_changed_at)
    values ('Di', 'Ray', ${agent}, 'training', '2026-01-02T03:04:05Z') returning id, phase_changed_at`
  expect(recruits[0]?.phase_changed_at).toEqual(new Date('2026-01-02T03:04:05Z'))
  const moved = await sql`update hub.recruits set phase = 'active' where id = ${recruits[0]?.id}
    returning phase_changed_at > now() - interval '1 minute' as now`
  expect(moved[0]?.now).toBe(true)
})

test('changes made by a run count the chain on', async () => {
  await sql.begin(async (tx) => {
    await tx`select set_config('hubflow.chain_depth', '2', true)`
    await addPolicy(tx)
  })
  expect((await sql`select chain_depth from hubflow.events`)[0]?.chain_depth).toBe(3)
})
