import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHttpSink } from '../testing/http-sink.ts'
import { httpRequest, inARow, notifyOwner, startTestHub, type TestHub } from '../testing/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
  await hub.startWorker()
})
afterAll(() => hub.stop())

/** What the API does when a person retries a failed run in place. */
async function retry(runId: string): Promise<void> {
  await hub.worker.sql.begin(async (sql) => {
    await sql`update hubflow.workflow_runs set status = 'pending', next_node_id = error_node_id, due_at = hubflow.now(),
      completed_at = null, error_message = null, error_node_id = null where id = ${runId}`
    await sql`update hubflow.workflow_run_steps set status = 'pending', output = null, error = null, started_at = null,
      completed_at = null where run_id = ${runId} and status = 'failed'`
  })
}

test('a retry by hand resolves anew: the same request keeps its key, another one takes its own', async () => {
  const sink = await startHttpSink((count) => ({ status: count < 4 ? 422 : 200 }))
  hub.onStop(sink.close)
  const workflowId = await hub.publish(inARow([httpRequest(`${sink.url}/crm`), notifyOwner('Told')]))
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Ada' }])
  await hub.reaches(runId, 'failed')
  await retry(runId)
  await hub.reaches(runId, 'failed')
  const corrected = { trigger: { body: { name: 'Grace' }, headers: {}, query: {}, method: 'POST' } }
  for (const last of [false, true]) {
    await hub.worker
      .sql`update hubflow.workflow_runs set context = ${JSON.stringify(corrected)}::text::jsonb where id = ${runId}`
    await retry(runId)
    await hub.reaches(runId, last ? 'completed' : 'failed')
  }

  expect(sink.seen.map(({ body }) => body)).toEqual([
    '{"name":"Ada"}',
    '{"name":"Ada"}',
    '{"name":"Grace"}',
    '{"name":"Grace"}',
  ])
  const [first, same, other, again] = sink.seen.map(({ headers }) => headers['idempotency-key'])
  expect(first).toBe(`${runId}.n1`)
  expect(same).toBe(first)
  expect(other).toMatch(new RegExp(`^${runId}\\.n1\\.[0-9a-f]{16}$`))
  expect(again).toBe(other)
  const [step] = await hub.steps(runId)
  expect(step).toMatchObject({ status: 'completed', attempt: 1, idempotencyKey: other })
  expect(step?.effects).toMatchObject([{ kind: 'request', idempotencyKey: other }])
})

test('an answer to a request whose run was cancelled meanwhile is refused, and the run stays cancelled', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const sink = await startHttpSink(async (count) => {
    if (count === 1) await released
    return { status: 200 }
  })
  hub.onStop(sink.close)
  const workflowId = await hub.publish(inARow([httpRequest(sink.url), notifyOwner('Never')]))
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Ada' }])
  await expect.poll(() => sink.seen.length).toBe(1)
  // As the API cancels.
  await hub.worker.sql.begin(async (sql) => {
    await sql`update hubflow.workflow_runs set status = 'cancelled', completed_at = hubflow.now(), attempt = attempt + 1,
      worker_id = null, next_node_id = null, due_at = null where id = ${runId}`
    await sql`update hubflow.workflow_run_steps set status = 'cancelled', completed_at = hubflow.now() where run_id = ${runId}`
  })
  release()
  // A second run through the same line ends after the first one's answer came in.
  const [next = ''] = await hub.start(workflowId, [{ name: 'Ada' }])
  await hub.reaches(next, 'completed')
  expect(await hub.run(runId)).toMatchObject({ status: 'cancelled', nextNodeId: null, dueAt: null })
  expect(await hub.steps(runId)).toMatchObject([{ status: 'cancelled', output: null }])
  expect(await hub.notificationsOf(runId)).toEqual([])
})
