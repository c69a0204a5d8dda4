import { load } from '@hubflow/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChildWorker, startChildWorker } from '../testing/child-worker.ts'
import { type Sinks, startSinks } from '../testing/sinks.ts'
import { httpRequest, inARow, notifyOwner, startTestHub, type TestHub, waitSeconds } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

const STOPS = load(1, 5)
const RUNS = 20
const NOTICED_WITHIN_MS = 15_000

let sinks: Sinks
beforeAll(async () => {
  sinks = await startSinks()
})
afterAll(() => sinks.close())

describe.concurrent('SIGSTOP', () => {
  test('a worker that stands still is taken over, and when it goes on every write of it is refused', async ({
    expect,
  }) => {
    for (let stop = 0; stop < STOPS; stop++) {
      const { before, after, sent } = await standStill('', RUNS)
      expect(after).toEqual(before)
      expect(after.notifications.map((one) => one.title)).toEqual(Array.from({ length: RUNS }, () => 'Local'))
      // Asked once more each, under the same key.
      expect(sent).toBe(2 * RUNS)
    }
  })

  test('the test above can fail: without the fence a worker that was taken over goes on writing', async ({
    expect,
  }) => {
    const { before, after } = await standStill('fence=off,', 2)
    expect(after).not.toEqual(before)
  })
})

/**
 * Two kinds of runs are with a worker when it is stopped: some wait for the answer of a request, some are written but
 * not committed. Another takes both over; then the first goes on. Gives all rows of the runs before and after that.
 */
async function standStill(fence: string, runs: number) {
  const hub = await startTestHub()
  const workers: ChildWorker[] = []
  const start = async (failpoints: string) => {
    const env = { OUTBOUND_ALLOW: '127.0.0.1', HUBFLOW_FAILPOINTS: failpoints }
    const worker = await startChildWorker(hub.url, env)
    workers.push(worker)
    return worker
  }
  try {
    const asking = await hub.publish(
      inARow([httpRequest(`${sinks.httpUrl}/hold`), waitSeconds(3600), notifyOwner('Asked')]),
    )
    const writing = await hub.publish(inARow([notifyOwner('Local')]))
    const zombie = await start(`${fence}finishing=pause`)
    const bodies = Array.from({ length: runs }, () => ({ name: 'Ada' }))
    const asked = await hub.start(asking, bodies)
    const keys = new Set(asked.map((id) => `${id}.n1`))
    const sent = () => sinks.requests().filter((request) => keys.has(request.key)).length
    await until('all requests are under way', async () => sent() === runs)
    const local = await hub.start(writing, bodies)
    await until('the worker stands still', () => isStanding(hub))

    const stoppedAt = Date.now()
    await start('')
    for (const id of local) await hub.reaches(id, 'completed')
    for (const id of asked) await hub.reaches(id, 'waiting')
    const takenOverMs = Date.now() - stoppedAt
    console.log(`${runs * 2} runs were taken over ${takenOverMs} ms after their worker stood still`)
    expect(takenOverMs).toBeLessThan(NOTICED_WITHIN_MS)

    const before = await rowsOf(hub)
    zombie.process.kill('SIGCONT')
    zombie.process.kill('SIGTERM')
    expect(await zombie.ended).toBe(0)
    return { before, after: await rowsOf(hub), sent: sent() }
  } finally {
    for (const worker of workers) worker.process.kill('SIGKILL')
    await Promise.all(workers.map((worker) => worker.ended))
    await hub.stop()
  }
}

/** True once a worker has stood in an open transaction for longer than any walk takes. */
async function isStanding(hub: TestHub): Promise<boolean> {
  const sessions = await hub.superuser`
    select from pg_stat_activity where datname = current_database() and application_name = 'hubflow worker: runs'
      and state = 'idle in transaction' and state_change < now() - interval '500 milliseconds'`
  return sessions.length > 0
}

/** Everything that a worker could have written. */
async function rowsOf(hub: TestHub) {
  return {
    runs: await hub.admin.sql`select * from hubflow.workflow_runs order by id`,
    steps: await hub.admin.sql`select * from hubflow.workflow_run_steps order by run_id, position`,
    notifications: await hub.admin.sql`select * from hubflow.notifications order by id`,
  }
}
