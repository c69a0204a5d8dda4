import type { Definition } from '@hubflow/core'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asPerson } from './connect.ts'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from './testing/index.ts'

const EMPTY: Definition = { schemaVersion: 1, nodes: [], edges: [] }

let database: TestDatabase
let admin: postgres.Sql
let managerId: string
let agentId: string
let workflowId: string
let otherWorkflowId: string
beforeAll(async () => {
  database = await testDatabase()
  admin = postgres(database.url, { max: 1, onnotice: () => {} })
  managerId = (await createPerson(database.url, { role: 'manager' })).id
  agentId = (await createPerson(database.url, { role: 'agent' })).id
  workflowId = (await createWorkflow(database.url, { ownerId: managerId, definition: EMPTY })).id
  otherWorkflowId = (await createWorkflow(database.url, { ownerId: managerId, definition: EMPTY })).id
  await fill()
})
afterAll(async () => {
  await admin.end()
  await database.drop()
})

/**
 * Enough that reading all of it never seems cheaper than an index; and nineteen runs in twenty are another workflow's, since
 * an index that begins with the workflow is worth little where that workflow has most of them.
 */
async function fill(): Promise<void> {
  await admin`set session_replication_role = replica`
  await admin`
    insert into hubflow.workflow_runs (workflow_id, version, status, context, due_at, subject_table, subject_id, created_at, error_message)
    select case when n % 20 = 0 then ${workflowId} else ${otherWorkflowId} end::uuid, 1 + n / 5000, case when n % 7 = 0 then 'failed' else 'completed' end::hubflow.run_status, '{}', null,
      'policies', gen_random_uuid(), now() - make_interval(mins => n), case when n % 7 = 0 then 'Mailbox full: client' || n end
    from generate_series(1, 20000) n`
  await admin`
    insert into hubflow.email_queue (run_id, to_address, subject, body_html, message_id, created_at)
    select id, 'a@b.test', '', '', id, created_at from hubflow.workflow_runs`
  await admin`
    insert into hubflow.notifications (user_id, title, message, created_at)
    select ${managerId}, '', '', created_at from hubflow.workflow_runs`
  await admin`
    insert into hubflow.trigger_decisions (workflow_id, verdict, subject_table, subject_id, decided_at)
    select workflow_id, 'filtered', subject_table, subject_id, created_at from hubflow.workflow_runs`
  await admin`
    insert into hubflow.events (type, data, occurred_at)
    select 'type ' || n % 5, jsonb_build_object('policy_id', n), now() - make_interval(mins => n) from generate_series(1, 20000) n`
  await admin`set session_replication_role = origin`
  await admin`vacuum analyze`
}

/** How PostgreSQL finds it for a person of the app. */
async function planOf(statement: string, person = managerId): Promise<string> {
  const app = database.connect('hubflow_app', 1)
  const rows = await asPerson(app, person, (tx) =>
    tx.execute<{ 'QUERY PLAN': string }>(sql.raw(`explain (analyze, costs off) ${statement}`)),
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

const RUNS = 'select id from hubflow.findable_runs where not is_test'
const NEWEST = 'order by created_at desc, id limit 50'

test.each([
  ['workflow_runs_newest', () => `${RUNS} ${NEWEST}`],
  ['workflow_runs_newest', () => `${RUNS} and created_at < now() - interval '10 days' ${NEWEST}`],
  ['workflow_runs_version', () => `${RUNS} and workflow_id = '${workflowId}' and version = 2 ${NEWEST}`],
  ['workflow_runs_status', () => `${RUNS} and status = 'failed' order by status desc, created_at desc, id limit 50`],
  [
    'workflow_runs_state',
    () => `${RUNS} and workflow_id = '${workflowId}' and status = 'failed'
      order by status desc, created_at desc, id limit 50`,
  ],
  ['email_queue_newest', () => `select id from hubflow.email_queue ${NEWEST}`],
  ['notifications_newest', () => `select id from hubflow.notifications where user_id = '${managerId}' ${NEWEST}`],
  ['trigger_decisions_newest', () => 'select id from hubflow.trigger_decisions order by decided_at desc, id limit 50'],
  [
    'trigger_decisions_workflow',
    () => `select id from hubflow.trigger_decisions where workflow_id = '${workflowId}'
      and decided_at < now() - interval '13 days' order by decided_at desc, id limit 50`,
  ],
  ['events_of_type', () => `select id from hubflow.events where type = 'type 3' order by occurred_at desc limit 50`],
])('the newest come out of %s, and nothing is sorted', async (index, statement) => {
  const plan = await planOf(statement())
  expect(plan, plan).toMatch(new RegExp(`Index (Only )?Scan Backward using ${index} `))
  expect(plan, plan).not.toMatch(/Sort|Seq Scan/)
})

test('part of an error, and events that name a record, are looked up in their indexes', async () => {
  const errors = await planOf(`${RUNS} and error_message ilike '%client700%' ${NEWEST}`)
  expect(errors, errors).toContain('Bitmap Index Scan on workflow_runs_errors')
  const events = await planOf(`select id from hubflow.findable_events where data @> '{"policy_id": 7}'`)
  expect(events, events).toContain('Bitmap Index Scan on events_data')
})

test('for an agent nothing is read', async () => {
  const plan = await planOf(`${RUNS} ${NEWEST}`, agentId)
  expect(plan, plan).toMatch(/workflow_runs \(never executed\)/)
})
