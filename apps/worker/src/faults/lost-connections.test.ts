import { setTimeout as delay } from 'node:timers/promises'
import { isBar, printedSeed, randomOf } from '@hubflow/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChildWorker } from '../testing/child-worker.ts'
import { bodiesOf, checkLedger, fiveSteps, untilAllSent } from '../testing/five-steps.ts'
import { type Sinks, startSinks } from '../testing/sinks.ts'
import { httpRequest, inARow, notifyOwner, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'
import { openWire } from '../testing/wire.ts'

const RUNS = { lostReplies: 2000, cut: 500, halfOpen: 20 }
const SILENT_MS = 60_000
const NOTICED_WITHIN_MS = 30_000

let sinks: Sinks
beforeAll(async () => {
  sinks = await startSinks()
})
afterAll(() => sinks.close())

describe.runIf(isBar)('the way to PostgreSQL', () => {
  test.each([0.01, 0.1])('loses the answer to a COMMIT with a chance of %d: as if nothing had been', async (chance) => {
    const random = randomOf(printedSeed('lost replies'))
    await withHub(async (hub, startWorker) => {
      const wire = await openWire(hub.url, () => random() < chance)
      hub.onStop(wire.close)
      await startWorker(wire.url)
      const runIds = await startInGroups(hub, RUNS.lostReplies)
      await untilAllSent(hub)
      const { requests, mails } = await checkLedger(hub, sinks, runIds)
      console.log(
        `${wire.cuts()} replies lost: ${requests - runIds.length} requests, ${mails - runIds.length} mails again`,
      )
      expect(wire.cuts()).toBeGreaterThan(0)
    })
  })

  test('is cut in the middle of transactions: as if nothing had been', async () => {
    await withHub(async (hub, startWorker) => {
      await startWorker(hub.url)
      const starting = startInGroups(hub, RUNS.cut)
      let cuts = 0
      const cutting = (async () => {
        for (let n = 0; n < 40; n++) {
          await delay(250)
          const cut = await hub.superuser`
            select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
              and application_name like 'hubflow worker%' and (xact_start is not null or random() < 0.05)`
          cuts += cut.length
        }
      })()
      const runIds = await starting
      await cutting
      await untilAllSent(hub)
      const { requests } = await checkLedger(hub, sinks, runIds)
      console.log(`${cuts} connections cut: ${requests - runIds.length} requests sent again`)
    })
  })

  test('is silent for a minute: another worker goes on within half of it, and the first one is a stranger', async () => {
    await withHub(async (hub, startWorker) => {
      const wire = await openWire(hub.url)
      hub.onStop(wire.close)
      const first = await startWorker(wire.url)
      const workflowId = await hub.publish(inARow([httpRequest(`${sinks.httpUrl}/hold`), notifyOwner('Once')]))
      const runIds = await hub.start(workflowId, bodiesOf(RUNS.halfOpen))
      const keys = new Set(runIds.map((id) => `${id}.n1`))
      const sent = () => sinks.requests().filter((request) => keys.has(request.key)).length
      await until('all requests are under way', async () => sent() === RUNS.halfOpen)
      wire.setSilent(true)
      const silentAt = performance.now()
      await startWorker(hub.url)
      for (const id of runIds) await until('taken over', async () => (await hub.run(id)).status === 'completed', 60_000)
      const noticedMs = performance.now() - silentAt
      console.log(`a silent connection was noticed after ${Math.round(noticedMs)} ms`)
      expect(noticedMs).toBeLessThan(NOTICED_WITHIN_MS)
      await delay(SILENT_MS - noticedMs)
      wire.setSilent(false)
      first.process.kill('SIGTERM')
      expect(await first.ended).toBe(0)
      for (const id of runIds) expect(await hub.notificationsOf(id)).toHaveLength(1)
    })
  })
})

type StartWorker = (url: string) => ReturnType<typeof startChildWorker>

async function withHub(work: (hub: TestHub, startWorker: StartWorker) => Promise<void>): Promise<void> {
  const hub = await startTestHub()
  const startWorker: StartWorker = async (url) => {
    const worker = await startChildWorker(url, { OUTBOUND_ALLOW: '127.0.0.1', SMTP_URL: sinks.smtpUrl })
    hub.onStop(async () => {
      worker.process.kill('SIGKILL')
      await worker.ended
    })
    return worker
  }
  try {
    await work(hub, startWorker)
  } finally {
    await hub.stop()
  }
}

async function startInGroups(hub: TestHub, count: number): Promise<string[]> {
  const workflowId = await hub.publish(fiveSteps(sinks.httpUrl))
  const runIds: string[] = []
  while (runIds.length < count) {
    runIds.push(...(await hub.start(workflowId, bodiesOf(20))))
    await delay(100)
  }
  return runIds
}
