import type { WorkflowNode } from '@hubflow/core'
import { type Queue, tables } from '@hubflow/db'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from '@hubflow/db/testing'
import { and, eq } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { forgetDecisions } from './decisions.ts'
import { dispatchEvents } from './dispatcher.ts'

const { triggerDecisions, workflowRuns } = tables

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

async function publish(
  config: WorkflowNode['config'] = {},
  more: { status?: 'active' | 'paused'; maxRunsPerDay?: number; name?: string } = {},
): Promise<string> {
  const trigger = {
    id: 'n1',
    type: 'event',
    name: 'Phase',
    config: { eventType: 'recruit.phase_changed', ...config },
    position: { x: 0, y: 0 },
  }
  const definition = { schemaVersion: 1 as const, nodes: [trigger], edges: [] }
  return (await createWorkflow(database.url, { ownerId, definition, ...more })).id
}

async function move(phase: string): Promise<void> {
  await sql`update hub.recruits set phase = ${phase} where id = ${recruitId}`
  await dispatchEvents(worker, queue)
}

const decisionsOf = (workflowId: string) =>
  worker.orm
    .select()
    .from(triggerDecisions)
    .where(eq(triggerDecisions.workflowId, workflowId))
    .orderBy(triggerDecisions.id)

test('each workflow that an event concerned has its decision: started, held, paused, filtered, already in', async () => {
  const started = await publish()
  const held = await publish({}, { maxRunsPerDay: 0 })
  const paused = await publish({}, { status: 'paused' })
  const filtered = await publish({
    filter: { combinator: 'and', rules: [{ field: 'trigger.data.to_phase', operator: 'equals', value: 'active' }] },
  })
  const unreadable = await publish({ filter: { combinator: 'and', rules: 'none' } })
  const elsewhere = await publish({ eventType: 'policy.created' })
  await move('interview')

  const about = { subjectTable: 'recruits', subjectId: recruitId, eventId: expect.any(String) }
  const runId = expect.any(String)
  expect(await decisionsOf(started)).toMatchObject([{ ...about, verdict: 'started', runId }])
  expect(await decisionsOf(held)).toMatchObject([
    { ...about, verdict: 'held', runId, detail: { reason: 'The daily limit of 0 runs is reached.' } },
  ])
  expect(await decisionsOf(paused)).toMatchObject([{ ...about, verdict: 'paused', runId: null }])
  expect(await decisionsOf(filtered)).toMatchObject([
    { ...about, verdict: 'filtered', detail: { clauses: [expect.stringContaining('(it is “interview”)')] } },
  ])
  expect(await decisionsOf(unreadable)).toMatchObject([{ ...about, verdict: 'filtered', detail: {} }])
  expect(await decisionsOf(elsewhere)).toEqual([])
})

test('a rule of entry that says no names the run that is in the way', async () => {
  const workflowId = await publish({ entry: 'not-while-running' })
  await move('contracting')
  await move('licensing')
  const [first, second] = await decisionsOf(workflowId)
  expect(first).toMatchObject({ verdict: 'started' })
  expect(second).toMatchObject({
    verdict: 'already-in',
    runId: first?.runId,
    detail: { entry: 'not-while-running' },
  })
})

test('an event that is dispatched again is a duplicate of the first run', async () => {
  const workflowId = await publish()
  await move('training')
  await sql`update hubflow.events set dispatched_at = null`
  await dispatchEvents(worker, queue)
  const [first, again] = await decisionsOf(workflowId)
  expect(again).toMatchObject({ verdict: 'duplicate', runId: first?.runId })
})

test('the end of a chain is kept with its names, and told to the owner once a day', async () => {
  const workflowId = await publish({}, { name: 'Last' })
  const chain = ['A', 'B', 'A', 'B', 'A', 'B'].map((name) => ({ workflowId, name }))
  const event = { type: 'recruit.phase_changed', data: { recruit_id: recruitId }, chainDepth: 6, chain }
  await worker.orm.insert(tables.events).values([event, event])
  await dispatchEvents(worker, queue)
  const names = [...chain.map((link) => link.name), 'Last']
  expect(await decisionsOf(workflowId)).toMatchObject([
    { verdict: 'chain-too-deep', detail: { chain: names } },
    { verdict: 'chain-too-deep', detail: { chain: names } },
  ])
  const failed = await worker.orm
    .select()
    .from(workflowRuns)
    .where(and(eq(workflowRuns.workflowId, workflowId), eq(workflowRuns.status, 'failed')))
  expect(failed.map((run) => run.errorMessage)).toEqual([
    expect.stringContaining(names.join(' → ')),
    expect.stringContaining(names.join(' → ')),
  ])
  const told = () => sql`select title, message from hubflow.notifications where user_id = ${ownerId}`
  expect(await told()).toHaveLength(1)
  expect((await told())[0]?.message).toContain('A → B → A → B → A → B → Last')
})

test('decisions are forgotten after 30 days, and not before', async () => {
  const workflowId = await publish()
  await sql`insert into hubflow.trigger_decisions (workflow_id, verdict, decided_at)
    select ${workflowId}, 'started', hubflow.now() - make_interval(days => days) from unnest(array[29, 31, 400]) days`
  expect(await forgetDecisions(worker)).toBe(false)
  expect(await decisionsOf(workflowId)).toHaveLength(1)
})
