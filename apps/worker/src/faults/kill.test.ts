import { load, printedSeed, randomOf, untilAllEnded } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChildWorker } from '../testing/child-worker.ts'
import { bodiesOf, checkLedger, fiveSteps, titlesOf, untilAllSent } from '../testing/five-steps.ts'
import { type Sinks, startSinks } from '../testing/sinks.ts'
import { startTestHub } from '../testing/test-hub.ts'

/** Every failpoint, on each side of a local, a remote and a waiting step, in the order in which runs come there. */
const CHAINS = [
  ['claimed', 'before-effect@n1', 'after-effect@n1', 'after-record@n1', 'before-effect@n2'],
  ['after-effect@n2', 'after-record@n2', 'before-effect@n3', 'after-effect@n3', 'parked'],
  ['after-record@n4', 'before-effect@n5', 'after-effect@n5', 'finishing', 'mail-sent'],
]
const RUNS_PER_CHAIN = Math.ceil(load(200, 1000) / CHAINS.length)
/** Passed once a batch, so that it may not come to a second time; the others are struck at one of the first passages. */
const ONCE = ['claimed', 'finishing']
const FIRST_PASSAGES = 8

let sinks: Sinks
beforeAll(async () => {
  sinks = await startSinks()
})
afterAll(() => sinks.close())

test('a worker is killed at every failpoint: no run is lost, stuck or out of order, and no local effect is doubled', async () => {
  const random = randomOf(printedSeed('kill -9 at every failpoint'))
  const passage = (place: string) => (ONCE.includes(place) ? 1 : 1 + Math.floor(random() * FIRST_PASSAGES))
  const chains = await Promise.all(
    CHAINS.map((places) => killAlong(places.map((place) => `${place}=kill#${passage(place)}`))),
  )
  const sent = chains.reduce((sum, chain) => sum + chain.requests, 0)
  const mailed = chains.reduce((sum, chain) => sum + chain.mails, 0)
  const runs = RUNS_PER_CHAIN * CHAINS.length
  console.log(
    `${runs} runs, ${CHAINS.flat().length} kills: ${sent - runs} requests and ${mailed - runs} mails sent again`,
  )
  expect(sent).toBeGreaterThan(runs)
})

test('the test above can fail: with effects and their records committed apart, a kill doubles effects', async () => {
  const hub = await startTestHub()
  try {
    const runIds = await hub.start(await hub.publish(fiveSteps(sinks.httpUrl)), bodiesOf(load(20, 100)))
    const env = { OUTBOUND_ALLOW: '127.0.0.1', HUBFLOW_FAILPOINTS: 'after-effect@n1=kill' }
    const doomed = await startChildWorker(hub.url, env, 'apart')
    expect(await doomed.ended).toBe('SIGKILL')
    const next = await hub.startWorker()
    await untilAllEnded(hub.admin.sql)
    const told = await Promise.all(runIds.map((id) => titlesOf(hub, id)))
    expect(told.filter((titles) => titles.filter((title) => title === 'One').length > 1).length).toBeGreaterThan(0)
    await next.stop()
  } finally {
    await hub.stop()
  }
})

/** All runs are in flight while one worker after the other is killed at its place; a last one brings them to the end. */
async function killAlong(failpoints: string[]) {
  const hub = await startTestHub()
  try {
    const runIds = await hub.start(await hub.publish(fiveSteps(sinks.httpUrl)), bodiesOf(RUNS_PER_CHAIN))
    const env = { OUTBOUND_ALLOW: '127.0.0.1', SMTP_URL: sinks.smtpUrl }
    for (const failpoint of failpoints) {
      const doomed = await startChildWorker(hub.url, { ...env, HUBFLOW_FAILPOINTS: failpoint })
      expect(`${failpoint}: ${await within(doomed.ended, 30_000)}`).toBe(`${failpoint}: SIGKILL`)
    }
    const last = await startChildWorker(hub.url, env)
    await untilAllSent(hub)
    last.process.kill('SIGTERM')
    expect(await last.ended).toBe(0)
    return await checkLedger(hub, sinks, runIds)
  } finally {
    await hub.stop()
  }
}

function within<Value>(work: Promise<Value>, limitMs: number): Promise<Value | 'still there'> {
  return Promise.race([
    work,
    new Promise<'still there'>((late) => setTimeout(() => late('still there'), limitMs).unref()),
  ])
}
