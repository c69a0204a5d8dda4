import type { WorkflowNode } from '@hubflow/core'
import { inTransaction, type Queue, startRuns } from '@hubflow/db'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { refusalOf } from './admission.ts'
import { dispatchEvents } from './dispatcher.ts'

let database: TestDatabase
let sql: postgres.Sql
let queue: Queue
let worker: ReturnType<TestDatabase['connect']>
let ownerId: string
let recruitId: string
beforeAll(async () => {
  database = await testDatabase()
  sql = postgres(database.url, { max: 2, onnotice: () => {} })
  worker = database.connect('hubflow_worker')
  queue = await database.queue('hubflow_worker')
  ownerId = (await createPerson(database.url, { role: 'trainer' })).id
  const [agent] =
    await sql`insert into hub.agents (first_name, last_name, email) values ('Ann', 'Lee', 'ann@hub.test') returning id`
  const [recruit] =
    await sql`insert into hub.recruits (first_name, last_name, agent_id) values ('Cy', 'Fox', ${agent?.id}) returning id`
  recruitId = recruit?.id
})
beforeEach(() => sql`truncate hubflow.workflows, hubflow.events cascade`)
afterAll(async () => {
  await sql.end()
  await database.drop()
})

async function publish(config: WorkflowNode['config']): Promise<string> {
  const trigger = {
    id: 'n1',
    type: 'event',
    name: 'Phase',
    config: { eventType: 'recruit.phase_changed', ...config },
    position: { x: 0, y: 0 },
  }
  return (
    await createWorkflow(database.url, { ownerId, definition: { schemaVersion: 1, nodes: [trigger], edges: [] } })
  ).id
}

async function moveTo(...phases: string[]): Promise<void> {
  for (const phase of phases) await sql`update hub.recruits set phase = ${phase} where id = ${recruitId}`
  await dispatchEvents(worker, queue)
}

async function runsOf(workflowId: string): Promise<number> {
  return (await sql`select id from hubflow.workflow_runs where workflow_id = ${workflowId}`).length
}

const only = (field: string, operator: string, value: string) => ({
  filter: { combinator: 'and', rules: [{ field, operator, value }] },
})

test('a filter lets through what it names: the phase that was reached, and columns of the record and its relations', async () => {
  const reached = await publish(only('subject.phase', 'changed_to', 'licensing'))
  const ofAnn = await publish(only('subject.agent.first_name', 'equals', 'Ann'))
  const ofBob = await publish(only('subject.agent.first_name', 'equals', 'Bob'))
  const left = await publish(only('subject.phase', 'changed_from', 'interview'))
  await moveTo('interview', 'licensing', 'training')
  expect([await runsOf(reached), await runsOf(ofAnn), await runsOf(ofBob), await runsOf(left)]).toEqual([1, 3, 0, 1])
})

test('a filter that cannot be read lets nothing through', async () => {
  const broken = await publish({ filter: { combinator: 'and', rules: 'none' } })
  await moveTo('applied', 'interview')
  expect(await runsOf(broken)).toBe(0)
})

test('the rule of entry counts events of the same moment too', async () => {
  const always = await publish({ entry: 'every-time' })
  const once = await publish({ entry: 'once-per-subject' })
  const alone = await publish({ entry: 'not-while-running' })
  await moveTo('contracting', 'licensing', 'training')
  expect([await runsOf(always), await runsOf(once), await runsOf(alone)]).toEqual([3, 1, 1])
  await sql`update hubflow.workflow_runs set status = 'completed'`
  await moveTo('active')
  expect([await runsOf(always), await runsOf(once), await runsOf(alone)]).toEqual([4, 1, 2])
})

test('a run that failed or was cancelled does not use up the one entry', async () => {
  const once = await publish({ entry: 'once-per-subject' })
  await moveTo('applied')
  await sql`update hubflow.workflow_runs set status = 'failed'`
  await moveTo('interview')
  expect(await runsOf(once)).toBe(2)
})

test('a second worker with an event of the same subject looks when the first has committed', async () => {
  const workflowId = await publish({ entry: 'once-per-subject' })
  const gate = { ownerId, workflowName: 'Phases', config: { entry: 'once-per-subject' }, timeZone: 'UTC' }
  const run = { workflowId, version: 1, context: { trigger: {} }, subject: { table: 'recruits', id: recruitId } }
  const other = database.connect('hubflow_worker')
  const second = Promise.withResolvers<unknown>()
  await inTransaction(worker, async (tx) => {
    expect(await refusalOf(tx, gate, run)).toBeNull()
    await startRuns(tx, queue, [run])
    let isSettled = false
    inTransaction(other, (tx2) => refusalOf(tx2, gate, run))
      .finally(() => {
        isSettled = true
      })
      .then(second.resolve, second.reject)
    await expect.poll(async () => isSettled || (await isWaiting())).toBe(true)
  })
  expect(await second.promise).toMatchObject({ verdict: 'already-in', detail: { entry: 'once-per-subject' } })
})

async function isWaiting(): Promise<boolean> {
  return (await sql`select from pg_locks where locktype = 'advisory' and not granted`).length > 0
}
