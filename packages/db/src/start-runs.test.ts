import type { Definition } from '@hubflow/core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from './connect.ts'
import type { Queue } from './queue.ts'
import { startRuns } from './start-runs.ts'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from './testing/index.ts'

const HOOK: Definition = {
  schemaVersion: 1,
  nodes: [{ id: 'n1', type: 'webhook', name: 'Call', config: {}, position: { x: 0, y: 0 } }],
  edges: [],
}

let database: TestDatabase
let door: ReturnType<TestDatabase['connect']>
let worker: ReturnType<TestDatabase['connect']>
let queue: Queue
let ownerId: string

beforeAll(async () => {
  database = await testDatabase()
  door = database.connect('hubflow_door', 20)
  worker = database.connect('hubflow_worker')
  queue = await database.queue('hubflow_door')
  ownerId = (await createPerson(database.url, { role: 'trainer' })).id
})
afterAll(() => database.drop())

const start = (run: Parameters<typeof startRuns>[2][number]) => inTransaction(door, (tx) => startRuns(tx, queue, [run]))
const newRun = (workflowId: string, more: object = {}) => ({
  workflowId,
  version: 1,
  context: { trigger: {} },
  ...more,
})

async function jobsOf(runIds: string[]): Promise<number> {
  const [row] = await worker.sql<{ n: number }[]>`
    select count(*)::int as n from pgboss.job where name = 'runs' and data ->> 'runId' = any(${runIds})`
  return row?.n ?? -1
}

test('a run and its job are there together, and neither when the transaction fails', async () => {
  const { id } = await createWorkflow(database.url, { ownerId, definition: HOOK })
  const [started] = await start(newRun(id))
  expect(started).toMatchObject({ status: 'pending', duplicate: false, dedupeHash: null })
  expect(await jobsOf([started?.runId ?? ''])).toBe(1)

  let lost = ''
  const failing = inTransaction(door, async (tx) => {
    lost = (await startRuns(tx, queue, [newRun(id)]))[0]?.runId ?? ''
    throw new Error('the caller fails')
  })
  await expect(failing).rejects.toThrow('the caller fails')
  expect(await jobsOf([lost])).toBe(0)
  expect(await worker.sql`select id from hubflow.workflow_runs where id = ${lost}`).toHaveLength(0)
})

test('the same key fifty times at once is one run with one job', async () => {
  const { id } = await createWorkflow(database.url, { ownerId, definition: HOOK })
  const answers = (
    await Promise.all(Array.from({ length: 50 }, () => start(newRun(id, { dedupeKey: 'hook:1', dedupeHash: 'a' }))))
  ).flat()
  expect(new Set(answers.map((answer) => answer.runId)).size).toBe(1)
  expect(answers.filter((answer) => !answer.duplicate)).toHaveLength(1)
  expect(answers.every((answer) => answer.dedupeHash === 'a')).toBe(true)
  expect(await jobsOf(answers.map((answer) => answer.runId))).toBe(1)
})

test('the same key belongs to each workflow apart', async () => {
  const one = await createWorkflow(database.url, { ownerId, definition: HOOK })
  const two = await createWorkflow(database.url, { ownerId, definition: HOOK })
  const [first] = await start(newRun(one.id, { dedupeKey: 'hook:1' }))
  const [second] = await start(newRun(two.id, { dedupeKey: 'hook:1' }))
  expect(second?.duplicate).toBe(false)
  expect(second?.runId).not.toBe(first?.runId)
})

test('fifty triggers at once start exactly the daily limit; the rest are held with the reason and without a job', async () => {
  const { id } = await createWorkflow(database.url, { ownerId, definition: HOOK, maxRunsPerDay: 10 })
  const answers = (await Promise.all(Array.from({ length: 50 }, () => start(newRun(id))))).flat()
  expect(answers.filter((answer) => answer.status === 'pending')).toHaveLength(10)
  expect(await jobsOf(answers.map((answer) => answer.runId))).toBe(10)
  const held =
    await worker.sql`select distinct held_reason from hubflow.workflow_runs where workflow_id = ${id} and status = 'held'`
  expect(held.map((row) => row.held_reason)).toEqual(['The daily limit of 10 runs is reached.'])
})

test('fifty at once before and after midnight in the hub’s zone, by the database’s clock: each day its own limit', async () => {
  const { id } = await createWorkflow(database.url, { ownerId, definition: HOOK, maxRunsPerDay: 3 })
  const kathmandu = await database.queue('hubflow_door', { timeZone: 'Asia/Kathmandu' })
  // 18:15 UTC is midnight in Kathmandu. The database is moved to 18:14 of today or tomorrow, and then on.
  const [clock] = await worker.sql<{ ms: number }[]>`
    select extract(epoch from date_trunc('day', now(), 'UTC') + interval '18 hours 14 minutes' - now()) * 1000 as ms`
  const untilBefore = Number(clock?.ms ?? 0)
  const startAt = (offsetMs: number) =>
    inTransaction(door, async (tx) => {
      await tx.execute(`set local hubflow.clock_offset = '${offsetMs} milliseconds'`)
      return (await startRuns(tx, kathmandu, [newRun(id)]))[0]?.status
    })
  const fiftyAt = async (offsetMs: number) =>
    (await Promise.all(Array.from({ length: 50 }, () => startAt(offsetMs)))).filter((status) => status === 'pending')
      .length
  expect(await fiftyAt(untilBefore)).toBe(3)
  expect(await fiftyAt(untilBefore + 2 * 60_000)).toBe(3)
  expect(await startAt(untilBefore + 12 * 3_600_000)).toBe('held')
})

test('a run that was held counts under no limit, also when it was released or cancelled', async () => {
  const { id } = await createWorkflow(database.url, { ownerId, definition: HOOK, maxRunsPerDay: 1 })
  const statuses = [await start(newRun(id)), await start(newRun(id)), await start(newRun(id))]
  expect(statuses.flat().map((run) => run.status)).toEqual(['pending', 'held', 'held'])
  const [released, cancelled] = [statuses[1]?.[0]?.runId ?? '', statuses[2]?.[0]?.runId ?? '']
  await worker.sql`update hubflow.workflow_runs set status = 'pending', held_reason = null where id = ${released}`
  await worker.sql`update hubflow.workflow_runs set status = 'cancelled', held_reason = null where id = ${cancelled}`
  const admin = postgres(database.url, { max: 1 })
  await admin`update hubflow.workflows set max_runs_per_day = 2 where id = ${id}`
  await admin.end()
  expect([await start(newRun(id)), await start(newRun(id))].flat().map((run) => run.status)).toEqual([
    'pending',
    'held',
  ])
})

test('a job that was inserted in our transaction wakes a listening worker', async () => {
  const listening = await database.queue('hubflow_worker', { supervise: true })
  const { id } = await createWorkflow(database.url, { ownerId, definition: HOOK })
  const seen = new Map<string, () => void>()
  const before = Promise.withResolvers<void>()
  await listening.boss.work<{ runId: string }>(
    'runs',
    { batchSize: 200, pollingIntervalSeconds: 600, notifyPollingIntervalSeconds: 600 },
    async (jobs) => {
      for (const job of jobs) seen.get(job.data.runId)?.()
      before.resolve()
    },
  )
  // The first fetch takes what the other tests left; from here on only a NOTIFY can bring a job.
  await before.promise
  await expect.poll(() => jobsOpen()).toBe(0)
  const taken = Promise.withResolvers<void>()
  await inTransaction(door, async (tx) => {
    const [started] = await startRuns(tx, queue, [newRun(id)])
    seen.set(started?.runId ?? '', taken.resolve)
  })
  await taken.promise
})

async function jobsOpen(): Promise<number> {
  const [row] = await worker.sql<
    { n: number }[]
  >`select count(*)::int as n from pgboss.job where name = 'runs' and state < 'active'`
  return row?.n ?? -1
}
