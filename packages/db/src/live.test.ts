import type { Definition } from '@hubflow/core'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from './testing/index.ts'

const MANUAL: Definition = {
  schemaVersion: 1,
  nodes: [{ id: 'n1', type: 'manual', name: 'By hand', config: {}, position: { x: 0, y: 0 } }],
  edges: [],
}

let database: TestDatabase
let sql: postgres.Sql
let trainer: string
let workflow: string
let heard: { channel: string; payload: string }[] = []

beforeAll(async () => {
  database = await testDatabase()
  sql = postgres(database.url, { max: 2, onnotice: () => {} })
  trainer = (await createPerson(database.url, { role: 'trainer' })).id
  workflow = (await createWorkflow(database.url, { ownerId: trainer, definition: MANUAL })).id
  const listener = database.connect('hubflow_app', 1)
  for (const channel of ['hubflow_live', 'hubflow_mail', 'hubflow_events'])
    await listener.sql.listen(channel, (payload) => heard.push({ channel, payload }))
})
beforeEach(() => {
  heard = []
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

const messages = () =>
  heard.flatMap(({ channel, payload }) => (channel === 'hubflow_live' ? (JSON.parse(payload) as unknown[]) : []))

async function addRun(on: postgres.ISql = sql): Promise<string> {
  const [row] =
    await on`insert into hubflow.workflow_runs (workflow_id, version, context) values (${workflow}, 1, '{}') returning id`
  return row?.id
}

test('a thousand changes in one statement are told one by one, in payloads that NOTIFY takes', async () => {
  const runs = await sql<{ id: string }[]>`
    insert into hubflow.workflow_runs (workflow_id, version, context)
    select ${workflow}::uuid, 1, '{}' from generate_series(1, 1000) returning id`
  await expect.poll(() => messages().length).toBe(1000)
  expect(messages()).toEqual(
    runs.map(({ id }) => ({ kind: 'run', runId: id, workflowId: workflow, status: 'pending' })),
  )
  expect(Math.max(...heard.map(({ payload }) => Buffer.byteLength(payload)))).toBeLessThan(8000)
})

test('what is rolled back or changes nothing is not told', async () => {
  const undone = sql.begin(async (tx) => {
    await addRun(tx)
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  await sql`update hubflow.workflow_runs set status = 'cancelled' where false`
  await sql`update hubflow.workflows set name = 'The last word' where id = ${workflow}`
  // Notifications arrive in the order of their commits: nothing came before this one.
  await expect.poll(() => heard.length).toBe(1)
  expect(messages()).toEqual([{ kind: 'workflow', workflowId: workflow }])
})

test('a record that is written is told by its id, many at once by their table alone', async () => {
  const agent = { first_name: 'Ann', last_name: 'Lee', email: 'ann@hub.test' }
  const [one] = await sql`insert into hub.agents ${sql(agent)} returning id`
  await sql`update hub.agents set phone = '1' where id = ${one?.id}`
  await sql`delete from hub.agents where id = ${one?.id}`
  await sql`update hub.agents set phone = '2' where false`
  await sql`insert into hub.agents ${sql(Array.from({ length: 31 }, () => agent))}`
  await expect.poll(() => messages().length).toBe(4)
  const record = { kind: 'record', table: 'agents' }
  expect(messages()).toEqual([
    ...Array.from({ length: 3 }, () => ({ ...record, recordId: one?.id })),
    { ...record, recordId: null },
  ])
})

test('each kind of news is told with ids and states only', async () => {
  const run = await addRun()
  await sql`update hubflow.workflow_runs set status = 'waiting', context = '{"trigger": {"secret": "x"}}' where id = ${run}`
  await sql`insert into hubflow.notifications (user_id, title, message) values (${trainer}, 'A title', 'A message'), (${trainer}, 'Another', '')`
  const [mail] =
    await sql`insert into hubflow.email_queue (run_id, to_address, subject, body_html, message_id) values (${run}, 'a@b.de', 'Hi', '', 'm') returning id`
  await sql`update hubflow.email_queue set status = 'sent' where id = ${mail?.id}`
  await sql`insert into hubflow.events (type, data) values ('policy.created', '{}')`
  await expect.poll(() => heard.at(-1)?.channel).toBe('hubflow_events')
  expect(messages()).toEqual([
    { kind: 'run', runId: run, workflowId: workflow, status: 'pending' },
    { kind: 'run', runId: run, workflowId: workflow, status: 'waiting' },
    { kind: 'notification', userId: trainer },
    { kind: 'email', emailId: mail?.id },
    { kind: 'email', emailId: mail?.id },
  ])
  expect(heard.filter(({ channel }) => channel === 'hubflow_mail')).toHaveLength(1)
})
