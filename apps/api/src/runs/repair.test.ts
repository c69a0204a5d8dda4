import type { Definition } from '@hubflow/core'
import { jobPriority, tables } from '@hubflow/db'
import { eq } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Run } from '../contract/run.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

const position = { x: 0, y: 0 }
const TWO_STEPS: Definition = {
  ...MANUAL,
  nodes: [
    ...MANUAL.nodes,
    {
      id: 'n3',
      type: 'create-notification',
      name: 'Tell the owner',
      config: { to: ['owner'], title: 'Again', message: 'Again.' },
      position,
    },
  ],
  edges: [...MANUAL.edges, { id: 'e2', source: 'n2', target: 'n3', branch: 'next' }],
}

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
async function publishNew(definition = TWO_STEPS, maxRunsPerDay: number | null = null): Promise<Workflow> {
  const body = { name: `Workflow ${count++}`, definition, maxRunsPerDay }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  return bodyOf(hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' }))
}

async function runNow(workflowId: string): Promise<string> {
  const started = hub.send('POST', `/api/workflows/${workflowId}/runs`, { as: 'trainer', body: {} })
  return (await bodyOf<{ runId: string }>(started)).runId
}

/** A run as a worker leaves it whose second step failed. */
async function failedRun(workflowId: string): Promise<string> {
  const id = await runNow(workflowId)
  await admin`update hubflow.workflow_runs set status = 'failed', started_at = now(), completed_at = now(), duration_ms = 5,
    due_at = null, error_node_id = 'n3', error_message = 'It failed.', attempt = 2, crashes = 1 where id = ${id}`
  await admin`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, input, output) values
    (${id}, 'n2', 0, 'create-notification', 'Tell', 'completed', '{"title": "x"}', '{"sent": 1}'),
    (${id}, 'n3', 1, 'create-notification', 'Tell', 'failed', '{"title": "old"}', null)`
  await admin`delete from pgboss.job`
  return id
}

async function rowOf(id: string) {
  const owner = hub.database.connect('hubflow_owner', 1)
  const [row] = await owner.orm.select().from(tables.workflowRuns).where(eq(tables.workflowRuns.id, id))
  const jobs = await admin`select from pgboss.job where data ->> 'runId' = ${id} and start_after <= now()`
  return { ...row, jobs: jobs.length }
}

function post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return hub.send('POST', path, { as: 'manager', body, headers })
}

async function auditOf(id: string) {
  const rows =
    await admin`select user_id, action, detail from hubflow.audit_log where object_id = ${id} order by created_at`
  return rows.map(({ user_id, action, detail }) => ({ by: user_id, action, detail }))
}

describe('retry from the failed step on the same version', () => {
  test('the run itself goes on there, and its step is resolved anew', async () => {
    const { id: workflowId } = await publishNew()
    const id = await failedRun(workflowId)
    const answer = await post(`/api/runs/${id}/retry`, { from: 'failed-step', version: 'same' })
    expect(answer.status).toBe(200)
    const run = await bodyOf<Run>(answer)
    expect(run).toMatchObject({ id, status: 'pending', errorMessage: null, completedAt: null, durationMs: null })
    expect(run.steps).toMatchObject([
      { nodeId: 'n2', status: 'completed', output: { sent: 1 } },
      { nodeId: 'n3', status: 'pending', input: { title: 'old' }, error: null, completedAt: null },
    ])
    expect(run).not.toHaveProperty('retryOf')
    expect(await rowOf(id)).toMatchObject({
      nextNodeId: 'n3',
      errorNodeId: null,
      crashes: 0,
      attempt: 2,
      jobs: 1,
    })
    expect((await rowOf(id)).dueAt).toBeInstanceOf(Date)
    const manager = hub.person('manager').id
    expect(await auditOf(id)).toEqual([
      { by: manager, action: 'run.retried', detail: { from: 'failed-step', version: 'same', nodeId: 'n3' } },
    ])
  })

  test('twice at once goes on once', async () => {
    const id = await failedRun((await publishNew()).id)
    const answers = await Promise.all([post(`/api/runs/${id}/retry`), post(`/api/runs/${id}/retry`)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
    expect((await rowOf(id)).jobs).toBe(1)
  })

  test('only a run that failed in a step', async () => {
    const { id: workflowId } = await publishNew()
    const pending = await runNow(workflowId)
    const refused = await post(`/api/runs/${pending}/retry`)
    expect(refused.status).toBe(409)
    expect((await bodyOf(refused)).detail).toBe(
      'No step of this run has failed: it is pending. Retry it from the start.',
    )

    const stepless = await failedRun(workflowId)
    await admin`update hubflow.workflow_runs set error_node_id = null where id = ${stepless}`
    expect((await bodyOf(post(`/api/runs/${stepless}/retry`))).detail).toBe(
      'This run failed before its first step. Retry it from the start.',
    )
    const tested = await failedRun(workflowId)
    await admin`update hubflow.workflow_runs set is_test = true where id = ${tested}`
    expect((await bodyOf(post(`/api/runs/${tested}/retry`))).detail).toBe(
      'This was a test run. Test the workflow again instead.',
    )
    const orphan = await failedRun(workflowId)
    await hub.send('DELETE', `/api/workflows/${workflowId}`, { as: 'trainer' })
    expect((await post(`/api/runs/${orphan}/retry`)).status).toBe(409)
  })
})

describe('retry as a new run', () => {
  test('from the start: with what the old run began with, linked to it', async () => {
    const { id: workflowId } = await publishNew()
    const old = await failedRun(workflowId)
    await admin`update hubflow.workflow_runs set chain_depth = 2, subject_table = 'clients', subject_id = ${workflowId} where id = ${old}`
    const run = await bodyOf<Run>(post(`/api/runs/${old}/retry`, { from: 'start' }))
    expect(run).toMatchObject({
      retryOf: old,
      workflowId,
      version: 1,
      status: 'pending',
      steps: [],
      context: { trigger: { inputs: {} } },
      subject: { table: 'clients', id: workflowId },
    })
    expect(await rowOf(run.id)).toMatchObject({ nextNodeId: null, chainDepth: 2, jobs: 1 })
    expect(await rowOf(old)).toMatchObject({ status: 'failed', errorNodeId: 'n3' })
    expect(await auditOf(old)).toMatchObject([{ action: 'run.retried', detail: { from: 'start', runId: run.id } }])
  })

  test('from the failed step on the live version: after the steps that were done', async () => {
    const { id: workflowId } = await publishNew()
    const old = await failedRun(workflowId)
    await hub.send('POST', `/api/workflows/${workflowId}/publish`, { as: 'trainer' })
    const run = await bodyOf<Run>(post(`/api/runs/${old}/retry`, { from: 'failed-step', version: 'live' }))
    expect(run).toMatchObject({ retryOf: old, version: 2, status: 'pending' })
    expect(run.steps).toMatchObject([
      { nodeId: 'n2', status: 'completed', output: { sent: 1 } },
      { nodeId: 'n3', status: 'pending', input: { title: 'old' }, output: null },
    ])
    expect(await rowOf(run.id)).toMatchObject({ nextNodeId: 'n3', jobs: 1 })
  })

  test('from the start on the live version: with nothing done yet', async () => {
    const { id: workflowId } = await publishNew()
    const old = await failedRun(workflowId)
    await hub.send('POST', `/api/workflows/${workflowId}/publish`, { as: 'trainer' })
    const run = await bodyOf<Run>(post(`/api/runs/${old}/retry`, { from: 'start', version: 'live' }))
    expect(run).toMatchObject({ retryOf: old, version: 2, status: 'pending', steps: [] })
    const same = await bodyOf<Run>(post(`/api/runs/${old}/retry`, { from: 'start', version: 'same' }))
    expect(same).toMatchObject({ retryOf: old, version: 1, steps: [] })
  })

  test('not where the live version has lost the step', async () => {
    const { id: workflowId } = await publishNew()
    const old = await failedRun(workflowId)
    await hub.send('PUT', `/api/workflows/${workflowId}/draft`, {
      as: 'trainer',
      body: { definition: MANUAL, revision: 1 },
    })
    await hub.send('POST', `/api/workflows/${workflowId}/publish`, { as: 'trainer' })
    const refused = await post(`/api/runs/${old}/retry`, { from: 'failed-step', version: 'live' })
    expect(refused.status).toBe(409)
    expect((await bodyOf(refused)).detail).toBe(
      'The step that failed is not in the live version any more. Retry from the start, or on the same version.',
    )
  })

  test('a completed or cancelled run too, but none that has not ended', async () => {
    const id = await runNow((await publishNew()).id)
    const early = await post(`/api/runs/${id}/retry`, { from: 'start' })
    expect(early.status).toBe(409)
    expect((await bodyOf(early)).detail).toBe('This run has not ended: it is pending. Cancel it first, then retry it.')
    await post(`/api/runs/${id}/cancel`)
    expect(await bodyOf<Run>(post(`/api/runs/${id}/retry`, { from: 'start' }))).toMatchObject({ retryOf: id })
  })

  test('it counts under the daily limit', async () => {
    const { id: workflowId } = await publishNew(TWO_STEPS, 1)
    const old = await failedRun(workflowId)
    const run = await bodyOf<Run>(post(`/api/runs/${old}/retry`, { from: 'start' }))
    expect(run).toMatchObject({ status: 'held', retryOf: old })
  })

  test('one Idempotency-Key is one new run; for another retry it is refused', async () => {
    const old = await failedRun((await publishNew()).id)
    const retry = (body: unknown) => post(`/api/runs/${old}/retry`, body, { 'idempotency-key': 'again' })
    const runs = await Promise.all(
      [retry({ from: 'start' }), retry({ from: 'start' })].map((each) => bodyOf<Run>(each)),
    )
    expect(runs[0]?.id).toBe(runs[1]?.id)
    expect(await auditOf(old)).toHaveLength(1)
    expect((await retry({ from: 'failed-step', version: 'live' })).status).toBe(422)
  })
})

test('a held run is released, whatever the limit, and takes nobody else’s place', async () => {
  const { id: workflowId } = await publishNew(TWO_STEPS, 1)
  await runNow(workflowId)
  const held = await runNow(workflowId)
  await admin`update hubflow.workflows set priority = 80 where id = ${workflowId}`
  expect(await bodyOf<Run>(post(`/api/runs/${held}/release`))).toMatchObject({
    id: held,
    status: 'pending',
    heldReason: null,
  })
  expect((await rowOf(held)).jobs).toBe(1)
  const [job] = await admin<{ priority: number; created_on: Date }[]>`
    select priority, created_on from pgboss.job where data ->> 'runId' = ${held}`
  const due = job?.created_on ?? new Date(0)
  const inSeconds = (priority: number) => ((job?.priority ?? 0) - jobPriority({ due, priority })) / 10
  expect(Math.abs(inSeconds(80))).toBeLessThan(5)
  expect(inSeconds(1)).toBeGreaterThan(40)
  const again = await post(`/api/runs/${held}/release`)
  expect(again.status).toBe(409)
  expect((await bodyOf(again)).detail).toBe('This run is not held: it is pending. There is nothing to release.')
  expect(await auditOf(held)).toMatchObject([{ action: 'run.released' }])
  await admin`update hubflow.workflows set max_runs_per_day = 2 where id = ${workflowId}`
  const next = await bodyOf<Run>(hub.send('GET', `/api/runs/${await runNow(workflowId)}`, { as: 'trainer' }))
  expect(next.status).toBe('pending')
})

test('a wait is skipped: the run is due now, with a job', async () => {
  const id = await runNow((await publishNew()).id)
  await admin`delete from pgboss.job`
  await admin`update hubflow.workflow_runs set status = 'waiting', started_at = now(), next_node_id = 'n2', due_at = now() + interval '3 days' where id = ${id}`
  await admin`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, resume_at)
    values (${id}, 'n2', 0, 'wait', 'Wait', 'waiting', now() + interval '3 days')`
  const before = Date.now()
  const run = await bodyOf<Run>(post(`/api/runs/${id}/skip-wait`))
  expect(run).toMatchObject({ status: 'waiting', steps: [{ nodeId: 'n2', status: 'waiting' }] })
  expect(Math.abs(Date.parse(run.resumeAt ?? '') - before)).toBeLessThan(60_000)
  expect(run.steps[0]?.resumeAt).toBe(run.resumeAt)
  expect((await rowOf(id)).jobs).toBe(1)
  expect(await auditOf(id)).toMatchObject([{ action: 'run.wait-skipped', detail: { nodeId: 'n2' } }])
  await post(`/api/runs/${id}/cancel`)
  const late = await post(`/api/runs/${id}/skip-wait`)
  expect(late.status).toBe(409)
  expect((await bodyOf(late)).detail).toBe('This run does not wait: it is cancelled. There is no wait to skip.')
})

describe('in bulk', () => {
  const bulk = async (body: unknown) => bodyOf<unknown>(post('/api/runs/bulk', body))

  test('by ids: those that cannot are passed over', async () => {
    const { id: workflowId } = await publishNew()
    const failed = [await failedRun(workflowId), await failedRun(workflowId)]
    const pending = await runNow(workflowId)
    const absent = '01890000-0000-7000-8000-000000000000'
    expect(await bulk({ action: 'retry', ids: [...failed, pending, absent] })).toEqual({
      changed: 2,
      skipped: 1,
      more: false,
    })
    for (const id of failed) expect(await rowOf(id)).toMatchObject({ status: 'pending', nextNodeId: 'n3', jobs: 1 })
    expect(await auditOf(failed[0] ?? '')).toMatchObject([{ action: 'run.retried', detail: { inBulk: true } }])
  })

  test('by filter: all that match, and none of another workflow', async () => {
    const mine = await publishNew(TWO_STEPS, 1)
    const other = await runNow((await publishNew()).id)
    for (let run = 0; run < 4; run++) await runNow(mine.id)
    const filter = { workflowId: mine.id }
    expect(await bulk({ action: 'release', filter })).toEqual({ changed: 3, skipped: 0, more: false })
    expect(await bulk({ action: 'cancel', filter: { ...filter, status: 'pending' } })).toMatchObject({ changed: 4 })
    expect(await bulk({ action: 'cancel', filter: { q: mine.name } })).toMatchObject({ changed: 0 })
    expect(await rowOf(other)).toMatchObject({ status: 'pending' })
  })

  test('waits are skipped, by ids or by filter, each with a job; others are passed over', async () => {
    const { id: workflowId } = await publishNew()
    const ids = [await runNow(workflowId), await runNow(workflowId), await runNow(workflowId)]
    const [first = '', second = '', pending = ''] = ids
    await admin`delete from pgboss.job`
    for (const id of [first, second]) {
      await admin`update hubflow.workflow_runs set status = 'waiting', next_node_id = 'n2', due_at = now() + interval '3 days' where id = ${id}`
      await admin`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, resume_at)
        values (${id}, 'n2', 0, 'wait', 'Wait', 'waiting', now() + interval '3 days')`
    }
    expect(await bulk({ action: 'skip-wait', ids: [first, pending] })).toEqual({ changed: 1, skipped: 1, more: false })
    expect(await rowOf(second)).toMatchObject({ status: 'waiting', jobs: 0 })
    expect(await bulk({ action: 'skip-wait', filter: { workflowId } })).toMatchObject({ changed: 2 })
    const dueSince =
      await admin`select from hubflow.workflow_runs r join hubflow.workflow_run_steps s on s.run_id = r.id
      where r.workflow_id = ${workflowId} and r.due_at <= now() and s.resume_at = r.due_at`
    expect(dueSince).toHaveLength(2)
    expect((await rowOf(second)).jobs).toBe(1)
    expect(await auditOf(second)).toMatchObject([{ action: 'run.wait-skipped', detail: { inBulk: true } }])
  })

  test.each(['pending', 'running', 'waiting', 'held'])('a %s run is cancelled with its open steps', async (status) => {
    const id = await runNow((await publishNew()).id)
    await admin`update hubflow.workflow_runs set status = ${status}, attempt = 3, worker_id = gen_random_uuid() where id = ${id}`
    await admin`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status)
      values (${id}, 'n2', 0, 'http-request', 'Call', 'running')`
    expect(await bulk({ action: 'cancel', ids: [id] })).toEqual({ changed: 1, skipped: 0, more: false })
    const row = await rowOf(id)
    // The attempt has grown, so that an answer that is still under way is refused.
    expect(row).toMatchObject({ status: 'cancelled', attempt: 4, workerId: null, dueAt: null, nextNodeId: null })
    expect(row.completedAt).toBeInstanceOf(Date)
    const run = await bodyOf<Run>(hub.send('GET', `/api/runs/${id}`, { as: 'trainer' }))
    expect(run.steps).toMatchObject([{ status: 'cancelled' }])
  })

  test('5,000 at once, and then the rest', async () => {
    const { id: workflowId } = await publishNew()
    await admin`insert into hubflow.workflow_runs (workflow_id, version, context, status, due_at)
      select ${workflowId}, 1, '{"trigger": {}}', 'held', null from generate_series(1, 5001)`
    const body = { action: 'release', filter: { workflowId } }
    expect(await bulk(body)).toEqual({ changed: 5000, skipped: 0, more: true })
    expect(await bulk(body)).toEqual({ changed: 1, skipped: 0, more: false })
  })

  test.each([
    { action: 'cancel' },
    { action: 'cancel', filter: {} },
    { action: 'cancel', ids: [], filter: { status: 'held' } },
    { action: 'delete', filter: { status: 'held' } },
    { action: 'cancel', filter: { stauts: 'held' } },
  ])('%j is refused, so that a slip does not mean every run', async (body) => {
    expect((await post('/api/runs/bulk', body)).status).toBe(400)
  })
})
