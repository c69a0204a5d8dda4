import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChildWorker, startChildWorker } from './testing/child-worker.ts'
import { type HttpSink, startHttpSink } from './testing/http-sink.ts'
import { httpRequest, inARow, notifyOwner, startTestHub, type TestHub, waitSeconds } from './testing/test-hub.ts'

/** What a run of `steps` must have left, whatever was killed meanwhile. */
async function titlesOf(hub: TestHub, runId: string): Promise<string[]> {
  return (await hub.notificationsOf(runId)).map((one) => one.title)
}

describe('kill -9', () => {
  let hub: TestHub
  let sink: HttpSink
  beforeAll(async () => {
    hub = await startTestHub()
    sink = await startHttpSink(() => ({ status: 200 }))
    hub.onStop(sink.close)
  })
  afterAll(() => hub.stop())

  async function startWorker(failpoints = ''): Promise<ChildWorker> {
    const env = { OUTBOUND_ALLOW: '127.0.0.1', HUBFLOW_FAILPOINTS: failpoints }
    const worker = await startChildWorker(hub.url, env)
    hub.onStop(async () => {
      worker.process.kill('SIGKILL')
      await worker.ended
    })
    return worker
  }

  test('in the middle of a wait: it ends on time after a restart, and nothing is done twice', async () => {
    const workflowId = await hub.publish(inARow([notifyOwner('Before'), waitSeconds(2), notifyOwner('After')]))
    const doomed = await startWorker('parked=kill')
    const [runId = ''] = await hub.start(workflowId)
    expect(await doomed.ended).toBe('SIGKILL')
    expect(await hub.run(runId)).toMatchObject({ status: 'waiting', nextNodeId: 'n2' })

    const next = await startWorker()
    const run = await hub.reaches(runId, 'completed')
    const resumeAt = (await hub.steps(runId))[1]?.completedAt?.getTime() ?? 0
    expect(run.completedAt?.getTime()).toBeGreaterThanOrEqual(resumeAt)
    expect(await titlesOf(hub, runId)).toEqual(['Before', 'After'])
    next.process.kill('SIGTERM')
    await next.ended
  })

  test('after a remote effect: it is sent again under the same key, and taken over within five seconds', async () => {
    const workflowId = await hub.publish(inARow([notifyOwner('Before'), httpRequest(sink.url), notifyOwner('After')]))
    const doomed = await startWorker('after-effect@n2=kill')
    const [runId = ''] = await hub.start(workflowId, [{ name: 'Ada' }])
    expect(await doomed.ended).toBe('SIGKILL')
    const killedAt = Date.now()
    const survivor = await hub.startWorker()

    const run = await hub.reaches(runId, 'completed')
    expect((run.completedAt?.getTime() ?? 0) - killedAt).toBeLessThan(5000)
    expect(await titlesOf(hub, runId)).toEqual(['Before', 'After'])
    expect(sink.seen.map((request) => request.headers['idempotency-key'])).toEqual([`${runId}.n2`, `${runId}.n2`])
    expect(sink.seen[0]?.body).toBe(sink.seen[1]?.body)
    expect((await hub.steps(runId))[1]).toMatchObject({ status: 'completed', attempt: 2 })
    await survivor.stop()
  })

  test('a run that kills its worker every time is failed with the reason', async () => {
    const workflowId = await hub.publish(inARow([notifyOwner('Fine'), notifyOwner('Deadly')]))
    const [runId = ''] = await hub.start(workflowId)
    // Four deaths are behind it; the fifth is real, and there is no sixth.
    await hub.worker.sql`update hubflow.workflow_runs set crashes = 4 where id = ${runId}`
    await hub.worker.sql`update pgboss.job set retry_count = 1, started_on = now() where data ->> 'runId' = ${runId}`
    const doomed = await startWorker('before-effect@n1=kill')
    expect(await doomed.ended).toBe('SIGKILL')
    const next = await startWorker('before-effect@n1=kill')
    const run = await hub.reaches(runId, 'failed')
    expect(run.errorMessage).toContain('begun 5 times')
    next.process.kill('SIGTERM')
    expect(await next.ended).toBe(0)
  })
})
