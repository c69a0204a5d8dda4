import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHttpSink } from '../testing/http-sink.ts'
import { httpRequest, inARow, notifyOwner, startTestHub, type TestHub, waitSeconds } from '../testing/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
  await hub.startWorker()
})
afterAll(() => hub.stop())

test('the time of remote steps counts, waiting does not; past the limit the run fails and says what to do', async () => {
  const sink = await startHttpSink(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    return { status: 200 }
  })
  hub.onStop(sink.close)
  const definition = inARow([httpRequest(sink.url), waitSeconds(1), { ...notifyOwner('Done'), onError: 'continue' }])
  const workflowId = await hub.publish({ ...definition, settings: { runTimeoutMinutes: 1 } })
  const [inTime = '', late = ''] = await hub.start(workflowId, [{ name: 'Ada' }, { name: 'Bob' }])
  await hub.reaches(late, 'waiting')
  await hub.worker.sql`update hubflow.workflow_runs set active_ms = active_ms + 60000 where id = ${late}`

  const { activeMs } = await hub.reaches(inTime, 'completed')
  expect(activeMs).toBeGreaterThanOrEqual(290)
  expect(activeMs).toBeLessThan(1000)
  const failed = await hub.reaches(late, 'failed')
  expect(failed.errorMessage).toMatch(/more than one minute, which is its limit\. .*raise the limit/)
  expect((await hub.steps(late)).at(-1)).toMatchObject({ status: 'failed', error: { code: 'run-timeout' } })
  expect(await hub.notificationsOf(late)).toEqual([])
})
