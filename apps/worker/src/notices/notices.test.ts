import { afterAll, beforeAll, expect, test } from 'vitest'
import { inARow, notifyOwner, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { noticeRuns } from './notices.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.stop())

const FAILING = inARow([notifyOwner('{{trigger.body.missing}}')])

/** Ended runs of a workflow, as a worker leaves them, the first one oldest. */
async function end(workflowId: string, ...statuses: ('failed' | 'completed')[]): Promise<string[]> {
  const ids: string[] = []
  for (const status of statuses) {
    const [row] = await hub.admin.sql<{ id: string }[]>`
      insert into hubflow.workflow_runs (workflow_id, version, context, status, due_at, completed_at, error_node_id, error_message)
      values (${workflowId}, 1, '{"trigger": {}}', ${status}, null, hubflow.now(), 'n1', 'It failed.') returning id`
    ids.push(row?.id ?? '')
  }
  return ids
}

async function notice(): Promise<void> {
  while (await noticeRuns(hub.worker, 'UTC'));
}

async function workflow(id: string) {
  const [row] = await hub.admin.sql`
    select status, paused_reason, failures_in_row from hubflow.workflows where id = ${id}`
  return row
}

async function told(workflowId: string) {
  return await hub.admin.sql<{ user_id: string; kind: string; title: string; link: string; message: string }[]>`
    select n.user_id, n.kind, n.title, n.link, n.message from hubflow.notifications n join hubflow.workflow_runs r on r.id = n.run_id
    where r.workflow_id = ${workflowId} and n.notice_key is not null order by n.id`
}

test('a failed run tells its owner once a cause and day', async () => {
  const worker = await hub.startWorker()
  const workflowId = await hub.publish(FAILING)
  const runs = await hub.start(workflowId, [{}, {}, {}])
  for (const id of runs) await hub.reaches(id, 'failed')
  await worker.stop()
  await notice()
  expect(await hub.run(runs[0] ?? '')).toMatchObject({
    errorCode: 'value-missing',
    errorConcerns: 'value:trigger.body.missing',
  })
  const [only, ...more] = await told(workflowId)
  expect(more).toEqual([])
  expect(only).toMatchObject({
    user_id: hub.owner.id,
    kind: 'run-failed',
    message: expect.stringContaining('“Node 1” failed'),
  })
  expect(runs.map((id) => `/runs/${id}`)).toContain(only?.link)
  expect(await workflow(workflowId)).toMatchObject({ status: 'active', failures_in_row: 3 })

  await hub.admin.sql`update hubflow.workflow_runs set error_code = 'unexpected', noticed_at = null
    where id = ${runs[0] ?? ''}`
  await notice()
  expect(await told(workflowId)).toHaveLength(2)
})

test('runs that are held tell once a day', async () => {
  const workflowId = await hub.publish(FAILING)
  await hub.admin.sql`update hubflow.workflows set max_runs_per_day = 0 where id = ${workflowId}`
  await hub.start(workflowId, [{}, {}])
  await notice()
  expect(await told(workflowId)).toMatchObject([{ message: expect.stringContaining('The daily limit of 0 runs') }])
})

test('20 failures in a row pause the workflow, and its owner is told; a test run counts for nothing', async () => {
  const workflowId = await hub.publish(FAILING)
  await end(workflowId, ...Array.from({ length: 19 }, () => 'failed' as const))
  const [tested = ''] = await end(workflowId, 'failed')
  await hub.admin.sql`update hubflow.workflow_runs set is_test = true where id = ${tested}`
  await notice()
  expect(await workflow(workflowId)).toMatchObject({ status: 'active', failures_in_row: 19 })
  await end(workflowId, 'failed')
  await notice()
  expect(await workflow(workflowId)).toMatchObject({
    status: 'paused',
    failures_in_row: 0,
    paused_reason: expect.stringContaining('20 runs failed'),
  })
  expect((await told(workflowId)).map(({ title }) => title)).toContainEqual(expect.stringMatching(/ was paused$/))
})

test('one that completes ends the row, whatever batches the others fail in', async () => {
  const workflowId = await hub.publish(FAILING)
  const failures = Array.from({ length: 19 }, () => 'failed' as const)
  await end(workflowId, ...failures)
  await notice()
  await end(workflowId, 'completed')
  await notice()
  expect(await workflow(workflowId)).toMatchObject({ status: 'active', failures_in_row: 0 })
  await end(workflowId, ...failures, 'completed', 'failed', 'failed')
  await notice()
  expect(await workflow(workflowId)).toMatchObject({ status: 'active', failures_in_row: 2 })
})

test('where the owner’s account is disabled, the admins are told', async () => {
  const admin = await hub.addPerson('admin')
  await hub.admin.sql`update hubflow.user_profiles set disabled_at = now() where id = ${hub.owner.id}`
  const workflowId = await hub.publish(FAILING)
  await end(workflowId, 'failed')
  await notice()
  expect((await told(workflowId)).map(({ user_id }) => user_id)).toEqual([admin.id])
  await hub.admin.sql`update hubflow.user_profiles set disabled_at = null`
})
