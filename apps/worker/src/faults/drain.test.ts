import { load, untilAllEnded } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChildWorker, startChildWorker } from '../testing/child-worker.ts'
import { type Sinks, startSinks } from '../testing/sinks.ts'
import { httpRequest, inARow, notifyOwner, startTestHub, type TestHub, waitSeconds } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

const STOPS = load(1, 20)
const RUNS = 200
const DRAINED_WITHIN_MS = 10_000

let hub: TestHub
let sinks: Sinks
beforeAll(async () => {
  hub = await startTestHub()
  sinks = await startSinks()
})
afterAll(async () => {
  await sinks.close()
  await hub.stop()
})

const start = () => startChildWorker(hub.url, { OUTBOUND_ALLOW: '127.0.0.1' })

test('SIGTERM with runs in flight: drained in time, nothing lost, failed, sent twice or left held', async () => {
  const local = await hub.publish(inARow([notifyOwner('One'), notifyOwner('Two')]))
  const remote = await hub.publish(inARow([httpRequest(sinks.httpUrl), notifyOwner('Told')]))
  const waiting = await hub.publish(inARow([waitSeconds(1), notifyOwner('Later')]))
  const slowest = { ms: 0 }
  for (let stop = 0; stop < STOPS; stop++) {
    const worker = await start()
    const sentBefore = sinks.requests().length
    for (const workflowId of [local, remote, waiting]) await hub.start(workflowId, bodies(Math.ceil(RUNS / 3)))
    await until('some requests', async () => sinks.requests().length > sentBefore + 5)
    slowest.ms = Math.max(slowest.ms, await terminate(worker))
    const [held] = await hub.worker.sql`
      select count(*)::int as count from hubflow.workflow_runs where status = 'running' or worker_id is not null`
    expect(held?.count).toBe(0)
    expect(await hub.activeJobs()).toBe(0)
    expect(await hub.worker.sql`select id from hubflow.workers`).toHaveLength(0)
  }
  const last = await start()
  await untilAllEnded(hub.admin.sql)
  const ended = await hub.worker.sql`select status, count(*)::int as runs from hubflow.workflow_runs group by status`
  expect(ended.map((row) => ({ ...row }))).toEqual([{ status: 'completed', runs: 3 * Math.ceil(RUNS / 3) * STOPS }])
  // What was under way at the signal was finished, so nothing was sent twice.
  const keys = sinks.requests().map((request) => request.key)
  expect(keys.length).toBe(Math.ceil(RUNS / 3) * STOPS)
  expect(new Set(keys).size).toBe(keys.length)
  await terminate(last)
  console.log(`${STOPS} workers drained, the slowest in ${Math.round(slowest.ms)} ms`)
})

test('a supervisor that is gone takes the worker with it', async () => {
  const worker = await start()
  worker.process.disconnect()
  expect(await worker.ended).toBe(0)
})

/** Gives how long it took. */
async function terminate(worker: ChildWorker): Promise<number> {
  const beganAt = performance.now()
  worker.process.kill('SIGTERM')
  expect(await worker.ended).toBe(0)
  expect(performance.now() - beganAt).toBeLessThan(DRAINED_WITHIN_MS)
  return performance.now() - beganAt
}

function bodies(count: number) {
  return Array.from({ length: count }, () => ({ name: 'Ada' }))
}
