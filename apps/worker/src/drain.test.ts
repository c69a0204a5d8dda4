import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChildWorker } from './testing/child-worker.ts'
import { startHttpSink } from './testing/http-sink.ts'
import { httpRequest, inARow, notifyOwner, startTestHub, type TestHub } from './testing/test-hub.ts'
import { until } from './testing/until.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.stop())

test('SIGTERM with runs in flight: nothing is lost, failed or left held, and it ends with code 0', async () => {
  const sink = await startHttpSink(() => ({ status: 200 }))
  hub.onStop(sink.close)
  const local = await hub.publish(inARow([notifyOwner('One'), notifyOwner('Two')]))
  const remote = await hub.publish(inARow([httpRequest(sink.url), notifyOwner('Told')]))
  const first = await startChildWorker(hub.url, { OUTBOUND_ALLOW: '127.0.0.1' })
  const bodies = Array.from({ length: 100 }, () => ({ name: 'Ada' }))
  const runIds = [...(await hub.start(local, bodies)), ...(await hub.start(remote, bodies))]
  await until('some requests', async () => sink.seen.length > 5)
  first.process.kill('SIGTERM')
  expect(await first.ended).toBe(0)

  const [held] = await hub.worker.sql`select count(*)::int as count from hubflow.workflow_runs where status = 'running'`
  expect(held?.count).toBe(0)
  expect(await hub.activeJobs()).toBe(0)
  const [present] = await hub.worker.sql`select count(*)::int as count from hubflow.workers`
  expect(present?.count).toBe(0)

  const second = await startChildWorker(hub.url, { OUTBOUND_ALLOW: '127.0.0.1' })
  for (const id of runIds) expect((await hub.reaches(id, 'completed', 'failed')).status).toBe('completed')
  // What was under way at the signal was finished, so nothing was sent twice.
  expect(sink.seen.length).toBe(100)
  second.process.kill('SIGTERM')
  expect(await second.ended).toBe(0)
})

test('a supervisor that is gone takes the worker with it', async () => {
  const worker = await startChildWorker(hub.url)
  worker.process.disconnect()
  expect(await worker.ended).toBe(0)
})
