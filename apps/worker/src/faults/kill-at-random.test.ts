import { setTimeout as delay } from 'node:timers/promises'
import { isBar, printedSeed, randomOf } from '@hubflow/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChildWorker, startChildWorker } from '../testing/child-worker.ts'
import { bodiesOf, checkLedger, fiveSteps, untilAllSent } from '../testing/five-steps.ts'
import { type Sinks, startSinks } from '../testing/sinks.ts'
import { httpRequest, inARow, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

const RUNS = 1000
const KILL_EVERY_MS = 700
const MEASURED_KILLS = 100

let sinks: Sinks
beforeAll(async () => {
  sinks = await startSinks()
})
afterAll(() => sinks.close())

describe.runIf(isBar)('kill -9', () => {
  test('of one of two workers every 0.7 s: nothing is lost, stuck, out of order, or locally doubled', async () => {
    const hub = await startTestHub()
    const random = randomOf(printedSeed('kill -9 at random'))
    const workers = [await start(hub), await start(hub)]
    try {
      const workflowId = await hub.publish(fiveSteps(sinks.httpUrl))
      const runIds: string[] = []
      // The runs come in all the while, so that each kill hits some at every step.
      const feeding = (async () => {
        while (runIds.length < RUNS) {
          runIds.push(...(await hub.start(workflowId, bodiesOf(5))))
          await delay(100)
        }
      })()
      let kills = 0
      while (runIds.length < RUNS) {
        await delay(KILL_EVERY_MS)
        const index = random() < 0.5 ? 0 : 1
        workers[index]?.process.kill('SIGKILL')
        workers[index] = await start(hub)
        kills++
      }
      await feeding
      await untilAllSent(hub)
      const { requests, mails } = await checkLedger(hub, sinks, runIds)
      console.log(`${RUNS} runs, ${kills} kills: ${requests - RUNS} requests and ${mails - RUNS} mails sent again`)
    } finally {
      await endAll(workers)
      await hub.stop()
    }
  })

  test('how soon another worker goes on: half within three seconds, 99 of 100 within five', async () => {
    const hub = await startTestHub()
    const workers = [await start(hub)]
    try {
      const workflowId = await hub.publish(inARow([httpRequest(`${sinks.httpUrl}/hold`)]))
      const tookMs: number[] = []
      for (let kill = 0; kill < MEASURED_KILLS; kill++) {
        const [runId = ''] = await hub.start(workflowId, [{ name: 'Ada' }])
        const sent = () => sinks.requests().filter((request) => request.key === `${runId}.n1`)
        await until('the request is under way', async () => sent().length === 1)
        workers.push(await start(hub))
        const killedAt = Date.now()
        workers.shift()?.process.kill('SIGKILL')
        await hub.reaches(runId, 'completed')
        tookMs.push((sent()[1]?.at ?? Number.POSITIVE_INFINITY) - killedAt)
      }
      const sorted = tookMs.toSorted((a, b) => a - b)
      const [p50 = 0, p99 = 0] = [
        sorted[Math.floor(MEASURED_KILLS * 0.5)],
        sorted[Math.ceil(MEASURED_KILLS * 0.99) - 1],
      ]
      console.log(`after ${MEASURED_KILLS} kills another went on within ${p50} ms (p50), ${p99} ms (p99)`)
      expect(p50).toBeLessThanOrEqual(3000)
      expect(p99).toBeLessThanOrEqual(5000)
    } finally {
      await endAll(workers)
      await hub.stop()
    }
  })
})

function start(hub: TestHub): Promise<ChildWorker> {
  return startChildWorker(hub.url, { OUTBOUND_ALLOW: '127.0.0.1', SMTP_URL: sinks.smtpUrl })
}

async function endAll(workers: ChildWorker[]): Promise<void> {
  for (const worker of workers) worker.process.kill('SIGKILL')
  await Promise.all(workers.map((worker) => worker.ended))
}
