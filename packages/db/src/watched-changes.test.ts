import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPerson, type TestDatabase, testDatabase } from './testing/index.ts'

let database: TestDatabase
let sql: postgres.Sql
let agent: string
beforeAll(async () => {
  database = await testDatabase()
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await createPerson(database.url, { role: 'admin' })
  const [row] = await sql<{ id: string }[]>`
    insert into hub.agents (first_name, last_name, email) values ('Ada', 'Morgan', 'ada@hub.test') returning id`
  agent = row?.id ?? ''
})
beforeEach(async () => {
  await sql`delete from hubflow.trigger_event_types where watch is not null`
  await sql`delete from hubflow.events`
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

const watch = (name: string, key: string, on: Record<string, unknown>) => sql`
  insert into hubflow.trigger_event_types (name, title, summary, "group", fields, sample, subject_table, subject_key, watch)
  values (${name}, 't', 's', 'g', '[]', '{}', ${String(on.table)}, ${key}, ${JSON.stringify(on)}::text::jsonb)`

async function addClient(): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into hub.clients (first_name, last_name, agent_id, email) values ('Maria', 'Santos', ${agent}, 'm@mail.test') returning id`
  return row?.id ?? ''
}

const events = () => sql`select type, data from hubflow.events order by type`

test('a watched insert, update of a column and delete each give their event, with ids', async () => {
  await watch('client.created', 'client_id', { table: 'clients', operation: 'insert' })
  await watch('client.contact_changed', 'client_id', {
    table: 'clients',
    operation: 'update',
    column: 'do_not_contact',
    values: true,
  })
  await watch('client.deleted', 'client_id', { table: 'clients', operation: 'delete' })
  const id = await addClient()
  await sql`update hub.clients set phone = '1' where id = ${id}`
  await sql`update hub.clients set do_not_contact = true where id = ${id}`
  await sql`delete from hub.clients where id = ${id}`
  const ids = { client_id: id, agent_id: agent }
  expect(await events()).toEqual([
    {
      type: 'client.contact_changed',
      data: { ...ids, from_do_not_contact: false, to_do_not_contact: true },
    },
    { type: 'client.created', data: ids },
    { type: 'client.deleted', data: ids },
  ])
})

test('a table without columns of its own to keep can be watched', async () => {
  await watch('agent.added', 'agent_id', { table: 'agents', operation: 'insert' })
  const [added] = await sql<{ id: string }[]>`
    insert into hub.agents (first_name, last_name, email) values ('New', 'Agent', 'new@hub.test') returning id`
  expect(await events()).toEqual([{ type: 'agent.added', data: { agent_id: added?.id } }])
})

test('any update may be watched; what a column held that stands for no state is nowhere kept', async () => {
  await watch('client.changed', 'client_id', { table: 'clients', operation: 'update' })
  await watch('client.email_changed', 'client_id', { table: 'clients', operation: 'update', column: 'email' })
  const id = await addClient()
  await sql`update hub.clients set updated_at = hubflow.now() where id = ${id}`
  expect(await events()).toEqual([])
  await sql`update hub.clients set phone = '2' where id = ${id}`
  await sql`update hub.clients set email = 'secret@mail.test' where id = ${id}`
  expect((await events()).map(({ type }) => type)).toEqual(['client.changed', 'client.changed', 'client.email_changed'])
  expect(JSON.stringify(await sql`select * from hub.changes`)).not.toContain('mail.test')
})

test('the hub’s own events go on beside watched ones, and nothing is told any more when none is watched', async () => {
  await watch('policy.changed', 'policy_id', { table: 'policies', operation: 'update', column: 'status', values: true })
  const client = await addClient()
  const [policy] = await sql<{ id: string }[]>`
    insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium)
    values ('P-1', ${client}, ${agent}, 'Acme', 'Life', 1) returning id`
  await sql`update hub.policies set status = 'active' where id = ${policy?.id ?? ''}`
  expect(await events()).toMatchObject([
    { type: 'policy.changed', data: { policy_id: policy?.id, from_status: 'pending', to_status: 'active' } },
    { type: 'policy.created', data: { policy_id: policy?.id, client_id: client, agent_id: agent } },
  ])
  await sql`update hubflow.trigger_event_types set enabled = false where watch is not null`
  await sql`update hub.policies set status = 'lapsed' where id = ${policy?.id ?? ''}`
  expect(await events()).toHaveLength(2)
})

test('a watch that breaks costs the hub nothing, and its event is derived later', async () => {
  await watch('client.created', 'client_id', { table: 'clients', operation: 'insert' })
  await sql`alter function hubflow.events_of rename to events_gone`
  const id = await addClient()
  expect(await events()).toEqual([])
  await sql`alter function hubflow.events_gone rename to events_of`
  await sql`select hubflow.derive_missing_events()`
  expect(await events()).toEqual([{ type: 'client.created', data: { client_id: id, agent_id: agent } }])
})

test('a table’s trigger stays as it is where what is watched there stays the same', async () => {
  const oid = async () =>
    (await sql`select xmin::text from pg_trigger where tgrelid = 'hub.policies'::regclass`)[0]?.xmin
  const before = await oid()
  await watch('client.created', 'client_id', { table: 'clients', operation: 'insert' })
  await watch('policy.deleted', 'policy_id', { table: 'policies', operation: 'delete' })
  expect(await oid()).toBe(before)
})
