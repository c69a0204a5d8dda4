import { startOfLocalDay } from '@hubflow/db'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Analytics, WorkflowSteps } from '../contract/analytics.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

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

let count = 0
async function publishNew(): Promise<string> {
  const body = { name: `Workflow ${count++}`, definition: MANUAL }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  return id
}

interface MadeRun {
  status: string
  createdAt?: Date
  queuedMs?: number
  tookMs?: number
  isTest?: boolean
  dueAt?: Date
  held?: boolean
}

async function makeRun(workflowId: string, made: MadeRun): Promise<string> {
  const createdAt = made.createdAt ?? new Date()
  const startedAt = made.queuedMs === undefined ? null : new Date(createdAt.getTime() + made.queuedMs)
  const completedAt = startedAt && made.tookMs !== undefined ? new Date(startedAt.getTime() + made.tookMs) : null
  const [row] = await admin<{ id: string }[]>`
    insert into hubflow.workflow_runs (workflow_id, version, context, status, is_test, created_at, started_at, completed_at,
      duration_ms, due_at, held_at)
    values (${workflowId}, 1, '{"trigger": {}}', ${made.status}, ${made.isTest ?? false}, ${createdAt}, ${startedAt},
      ${completedAt}, ${made.tookMs ?? null}, ${made.dueAt ?? null}, ${made.held ? createdAt : null}) returning id`
  return row?.id ?? ''
}

const figures = (query = '') => bodyOf<Analytics>(hub.send('GET', `/api/analytics?${query}`, { as: 'manager' }))

test('runs count in the day of the hub’s zone that they began in; test runs count nowhere', async () => {
  const workflowId = await publishNew()
  const today = startOfLocalDay(new Date(), 'Europe/Berlin')
  const yesterday = new Date(today.getTime() - 1000)
  const ended = { queuedMs: 100, tookMs: 2000 }
  await makeRun(workflowId, { status: 'completed', createdAt: today, ...ended })
  await makeRun(workflowId, { status: 'completed', createdAt: today, queuedMs: 300, tookMs: 4000 })
  await makeRun(workflowId, { status: 'completed', createdAt: today, queuedMs: 200, tookMs: 3000 })
  await makeRun(workflowId, { status: 'failed', createdAt: today, queuedMs: 900, tookMs: 9000 })
  await makeRun(workflowId, { status: 'completed', createdAt: today, queuedMs: 99_000, tookMs: 3000, held: true })
  await makeRun(workflowId, { status: 'failed', createdAt: today, isTest: true, ...ended })
  await makeRun(workflowId, { status: 'cancelled', createdAt: yesterday })
  await makeRun(workflowId, { status: 'failed', createdAt: new Date(today.getTime() - 8 * 86_400_000), ...ended })

  const week = await figures(`workflowId=${workflowId}`)
  expect(week).toMatchObject({
    unit: 'day',
    timeZone: 'Europe/Berlin',
    runs: { started: 6, completed: 4, failed: 1, cancelled: 1, held: 0 },
    successPercent: 80,
    queued: { medianMs: 200, p95Ms: 900 },
    took: { medianMs: 3000, p95Ms: 9000 },
  })
  expect(week.periods.map(({ started, failed }) => [started, failed])).toEqual([
    ...Array(5).fill([0, 0]),
    [1, 0],
    [5, 1],
  ])
  expect(week.periods.at(-1)?.from).toBe(today.toISOString())
  expect(week.workflows).toMatchObject([{ id: workflowId, started: 6, failedPercent: 20, medianMs: 3000 }])
  expect(Date.parse(week.workflows[0]?.lastFailedAt ?? '')).toBe(today.getTime() + 9900)

  const day = await figures(`workflowId=${workflowId}&days=1`)
  expect(day).toMatchObject({ unit: 'hour', from: today.toISOString(), runs: { started: 5, cancelled: 0 } })
  expect(day.periods[0]).toMatchObject({ started: 5, failed: 1 })
  expect((await figures(`workflowId=${workflowId}&days=30`)).runs).toMatchObject({ started: 7, failed: 2 })
})

test('nothing measured is no figure, and not a zero', async () => {
  const quiet = await figures(`workflowId=${await publishNew()}`)
  expect(quiet).toMatchObject({ successPercent: null, queued: null, took: null, workflows: [] })
  expect(quiet.runs).toEqual({ started: 0, completed: 0, failed: 0, cancelled: 0, held: 0 })
})

test('what stands still counts whenever it began', async () => {
  const workflowId = await publishNew()
  const longAgo = new Date(Date.now() - 90 * 86_400_000)
  const due = new Date(Date.now() - 60_000)
  await makeRun(workflowId, { status: 'held', createdAt: longAgo, held: true })
  await makeRun(workflowId, { status: 'held', createdAt: longAgo, held: true, isTest: true })
  await makeRun(workflowId, { status: 'pending', dueAt: due })
  await makeRun(workflowId, { status: 'waiting', dueAt: new Date(Date.now() + 60_000) })
  const { now } = await figures(`workflowId=${workflowId}`)
  expect(now).toEqual({ held: 1, queued: 1, oldestQueuedAt: due.toISOString() })
})

test('mail counts by how it stands; the oldest that waits is told', async () => {
  const workflowId = await publishNew()
  const runId = await makeRun(workflowId, { status: 'completed' })
  const oldest = new Date(Date.now() - 40 * 86_400_000)
  const write = (status: string, createdAt = new Date()) => admin`
    insert into hubflow.email_queue (run_id, to_address, subject, body_html, message_id, status, created_at)
    values (${runId}, 'a@b.test', 's', '', 'm', ${status}, ${createdAt})`
  for (const status of ['sent', 'sent', 'failed', 'pending']) await write(status)
  await write('sent', oldest)
  await write('pending', oldest)
  const { mail } = await figures(`workflowId=${workflowId}`)
  expect(mail).toEqual({ sent: 2, failed: 1, pending: 2, oldestPendingAt: oldest.toISOString() })
})

test('of the times that schedules promised, each is done, skipped, missed or overdue', async () => {
  const workflowId = await publishNew()
  await admin`update hubflow.workflows set trigger_type = 'schedule' where id = ${workflowId}`
  const due = new Date(Date.now() - 600_000)
  const onTime = await makeRun(workflowId, { status: 'completed', createdAt: due })
  const late = await makeRun(workflowId, { status: 'completed', createdAt: new Date(due.getTime() + 61_000) })
  const promise = (localTime: string, dueAt: Date, outcome: string | null, runId: string | null) => admin`
    insert into hubflow.schedule_occurrences (workflow_id, local_time, due_at, outcome, run_id)
    values (${workflowId}, ${localTime}, ${dueAt}, ${outcome}, ${runId})`
  await promise('1', due, 'started', onTime)
  await promise('2', due, 'started', late)
  await promise('3', due, 'skipped: missed', null)
  await promise('4', new Date(Date.now() + 60_000), null, null)
  const decide = (verdict: string, detail: object) => admin`
    insert into hubflow.trigger_decisions (workflow_id, verdict, detail) values (${workflowId}, ${verdict}, ${admin.json({ ...detail })})`
  await decide('missed', { count: 3 })
  await decide('overlapping', {})
  const { schedules } = await figures(`workflowId=${workflowId}`)
  expect(schedules).toEqual({ promised: 6, done: 2, late: 1, skipped: 1, missed: 3, overdue: 0 })

  await promise('5', due, null, null)
  expect((await figures(`workflowId=${workflowId}`)).schedules).toMatchObject({ promised: 7, overdue: 1 })
})

test('step by step: entered, finished, failed, waiting now, and how long it took', async () => {
  const workflowId = await publishNew()
  const step = async (status: string, tookMs: number | null, isTest = false) => {
    const runId = await makeRun(workflowId, { status: 'running', isTest })
    const begun = new Date()
    const ended = tookMs === null ? null : new Date(begun.getTime() + tookMs)
    await admin`
      insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, started_at, completed_at)
      values (${runId}, 'n2', 0, 'create-notification', 'Tell', ${status}, ${begun}, ${ended})`
  }
  for (const tookMs of [10, 30, 20]) await step('completed', tookMs)
  await step('failed', 5000)
  await step('waiting', null)
  await step('skipped', null)
  await step('completed', 70_000, true)
  const steps = await bodyOf<WorkflowSteps>(
    hub.send('GET', `/api/analytics/workflows/${workflowId}/steps`, { as: 'manager' }),
  )
  expect(steps).toMatchObject({ runs: 6, more: false, definition: MANUAL })
  expect(steps.steps).toEqual([
    { nodeId: 'n2', entered: 5, finished: 3, failed: 1, waiting: 1, took: { medianMs: 20, p95Ms: 30 } },
  ])
})
