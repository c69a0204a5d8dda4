import type { Definition } from '@hubflow/core'
import { type Queue, tables } from '@hubflow/db'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Schedules } from './schedules.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let database: TestDatabase
let sql: postgres.Sql
let worker: ReturnType<TestDatabase['connect']>
let queue: Queue
let ownerId: string
beforeAll(async () => {
  database = await testDatabase()
  sql = postgres(database.url, { max: 2, onnotice: () => {} })
  worker = database.connect('hubflow_worker')
  queue = await database.queue('hubflow_worker')
  ownerId = (await createPerson(database.url, { role: 'trainer' })).id
})
beforeEach(() => sql`truncate hubflow.workflows cascade`)
afterAll(async () => {
  await sql.end()
  await database.drop()
})

const sweep = () => new Schedules(worker, queue, 'UTC').fire()

async function publish(config: Definition['nodes'][number]['config']): Promise<string> {
  const definition: Definition = {
    schemaVersion: 1,
    nodes: [{ id: 'n1', type: 'schedule', name: 'Times', config, position: { x: 0, y: 0 } }],
    edges: [],
  }
  return (await createWorkflow(database.url, { ownerId, definition })).id
}

/** The workflow as it would stand had all workers been away for so long. */
async function away(workflowId: string, forMs: number): Promise<void> {
  await sweep()
  await sql`update hubflow.schedule_occurrences set due_at = due_at - ${forMs / 1000} * interval '1 second',
    local_time = to_char((due_at - ${forMs / 1000} * interval '1 second') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI')
    where workflow_id = ${workflowId} and outcome is null`
}

const runsOf = (workflowId: string) =>
  sql`select context, status from hubflow.workflow_runs where workflow_id = ${workflowId} order by id`
const armedOf = (workflowId: string) =>
  worker.orm
    .select()
    .from(tables.scheduleOccurrences)
    .then((rows) => rows.filter((row) => row.workflowId === workflowId && row.outcome === null))

test('the next occurrence stands as a row and starts nothing before its time', async () => {
  const id = await publish({ kind: 'interval', every: 1, unit: 'hours' })
  await sweep()
  await sweep()
  const armed = await armedOf(id)
  expect(armed).toHaveLength(1)
  expect(armed[0]?.dueAt.getTime()).toBeGreaterThan(Date.now())
  expect(await runsOf(id)).toHaveLength(0)
})

test('three workers at once start a due occurrence once, with the time that it was due', async () => {
  const id = await publish({ kind: 'interval', every: 1, unit: 'hours' })
  await away(id, HOUR_MS)
  const [due] = await armedOf(id)
  await Promise.all([sweep(), sweep(), sweep()])
  await sweep()
  const runs = await runsOf(id)
  expect(runs).toHaveLength(1)
  expect(runs[0]?.context).toEqual({ trigger: { scheduledFor: due?.dueAt.toISOString() } })
  expect(await armedOf(id)).toHaveLength(1)
})

test.each([
  ['skip', 10 * DAY_MS, 0],
  ['once', 10 * DAY_MS, 1],
  ['all', 10 * DAY_MS, 10],
  ['all', 200 * DAY_MS, 100],
] as const)('after downtime, %s of what was missed in %d ms: %d runs', async (missed, forMs, expected) => {
  // Twelve hours from now, so that no occurrence is due at the moment of the test.
  const time = `${String((new Date().getUTCHours() + 12) % 24).padStart(2, '0')}:00`
  const id = await publish({ kind: 'daily', time, missed })
  await away(id, forMs)
  await sweep()
  await sweep()
  expect(await runsOf(id)).toHaveLength(expected)
})

test.each([
  ['skip', 1],
  ['once', 1],
  ['all', 61],
] as const)('an hour without workers and a schedule of every minute: %s starts %d', async (missed, expected) => {
  const id = await publish({ kind: 'interval', every: 1, unit: 'minutes', missed })
  await away(id, HOUR_MS)
  await sweep()
  await sweep()
  const count = (await runsOf(id)).length
  // The minute may turn between the two.
  expect([expected, expected - 1, expected + 1]).toContain(count)
  if (missed === 'once') expect(count).toBe(1)
})

test('while a run is under way, skip leaves the occurrence out and queue lets it wait', async () => {
  const skipping = await publish({ kind: 'interval', every: 1, unit: 'hours', overlap: 'skip' })
  const queueing = await publish({ kind: 'interval', every: 1, unit: 'hours', overlap: 'queue' })
  for (const id of [skipping, queueing]) {
    await sql`insert into hubflow.workflow_runs (workflow_id, version, context, status) values (${id}, 1, '{"trigger": {}}', 'waiting')`
    await away(id, HOUR_MS)
  }
  await sweep()
  expect([(await runsOf(skipping)).length, (await runsOf(queueing)).length]).toEqual([1, 1])
  await sql`update hubflow.workflow_runs set status = 'completed'`
  await sweep()
  expect([(await runsOf(skipping)).length, (await runsOf(queueing)).length]).toEqual([1, 2])
})

test('pausing and publishing anew take the awaited occurrence away', async () => {
  const id = await publish({ kind: 'interval', every: 1, unit: 'hours' })
  await away(id, HOUR_MS)
  await sql`update hubflow.workflows set status = 'paused' where id = ${id}`
  await sweep()
  expect(await armedOf(id)).toHaveLength(0)
  await sql`update hubflow.workflows set status = 'active' where id = ${id}`
  await sweep()
  expect(await runsOf(id)).toHaveLength(0)
  const [before] = await armedOf(id)
  expect(before?.dueAt.getTime()).toBeGreaterThan(Date.now())
})
