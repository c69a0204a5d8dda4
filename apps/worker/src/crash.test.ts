import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChildWorker, startChildWorker } from './testing/child-worker.ts'
import { type HttpSink, startHttpSink } from './testing/http-sink.ts'
import { httpRequest, inARow, notifyOwner, startTestHub, type TestHub, waitSeconds } from './testing/test-hub.ts'
import { until } from './testing/until.ts'

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

  async function startWorker(failpoints = '', entry: 'real' | 'apart' = 'real'): Promise<ChildWorker> {
    const env = { OUTBOUND_ALLOW: '127.0.0.1', HUBFLOW_FAILPOINTS: failpoints }
    const worker = await startChildWorker(hub.url, env, entry)
    hub.onStop(async () => {
      worker.process.kill('SIGKILL')
      await worker.ended
    })
    return worker
  }

  test.each(['claimed', 'before-effect', 'after-effect@n2', 'after-record@n2', 'finishing'])(
    'at "%s": after a restart the run completes and each local effect is there once',
    async (place) => {
      const workflowId = await hub.publish(inARow([notifyOwner('One'), notifyOwner('Two'), notifyOwner('Three')]))
      const doomed = await startWorker(`${place}=kill`)
      const runIds = await hub.start(workflowId, [{}, {}, {}])
      expect(await doomed.ended).toBe('SIGKILL')
      for (const id of runIds) expect((await hub.run(id)).status).not.toBe('completed')

      const next = await hub.startWorker()
      for (const id of runIds) {
        await hub.reaches(id, 'completed')
        expect(await titlesOf(hub, id)).toEqual(['One', 'Two', 'Three'])
        expect((await hub.steps(id)).map((step) => step.status)).toEqual(['completed', 'completed', 'completed'])
      }
      await next.stop()
    },
  )

  test('negative control: with effects and step records committed apart, the same kill doubles an effect', async () => {
    const workflowId = await hub.publish(inARow([notifyOwner('One'), notifyOwner('Two'), notifyOwner('Three')]))
    const doomed = await startWorker('after-effect@n2=kill', 'apart')
    const [runId = ''] = await hub.start(workflowId)
    expect(await doomed.ended).toBe('SIGKILL')
    const next = await hub.startWorker()
    await hub.reaches(runId, 'completed')
    const titles = await titlesOf(hub, runId)
    expect(titles.filter((title) => title === 'Two').length).toBe(2)
    await next.stop()
  })

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

  test('a zombie: what it writes after it was taken over is refused', async () => {
    const workflowId = await hub.publish(inARow([httpRequest(sink.url), notifyOwner('Once')]))
    const zombie = await startWorker('after-effect@n1=pause')
    const [runId = ''] = await hub.start(workflowId, [{ name: 'Ada' }])
    const before = sink.seen.length
    await until('the request of the zombie', async () => sink.seen.length > before)
    const held = await hub.run(runId)
    expect(held.status).toBe('running')

    // While its socket is open it counts as living.
    const survivor = await hub.startWorker()
    await cutPresence(hub, held.workerId)
    const done = await hub.reaches(runId, 'completed')
    expect(done.attempt).toBeGreaterThan(held.attempt)

    const after = JSON.stringify([done, await hub.steps(runId)])
    zombie.process.kill('SIGCONT')
    zombie.process.kill('SIGTERM')
    expect(await zombie.ended).toBe(0)
    expect(JSON.stringify([await hub.run(runId), await hub.steps(runId)])).toBe(after)
    expect(await titlesOf(hub, runId)).toEqual(['Once'])
    await survivor.stop()
  })
})

/** Ends the session in which a worker holds its lock, as a broken network would. */
async function cutPresence(hub: TestHub, workerId: string | null): Promise<void> {
  const superuser = postgres(hub.url, { max: 1 })
  const ended = await superuser`
    select pg_terminate_backend(lock.pid) from pg_locks lock join hubflow.workers worker
      on lock.locktype = 'advisory' and lock.objid = worker.lock_key::oid and lock.objsubid = 2
    where worker.id = ${workerId}`
  await superuser.end()
  if (ended.count !== 1) throw new Error(`the worker ${workerId} held ${ended.count} locks`)
}
