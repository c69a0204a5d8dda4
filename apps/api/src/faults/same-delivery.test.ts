import { load } from '@hubflow/db/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi } from '../api.ts'
import type { Workflow } from '../contract/workflow.ts'
import { WEBHOOK } from '../testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

const DELIVERIES = load(100, 1000)
const CALLS = 10
/** Deliveries under way at once: with all their calls as many as one webhook may have. */
const AT_ONCE = 40

let hub: TestApi
/** Two machines' APIs: what one of them remembers, the other does not. */
let apis: ReturnType<typeof createApi>[]
beforeAll(async () => {
  hub = await startTestApi()
  apis = [
    hub.api,
    createApi({ config: { ...config(), databaseUrl: hub.database.url }, log: pino({ level: 'silent' }) }),
  ]
})
afterAll(async () => {
  await apis[1]?.close()
  await hub.stop()
})

test('the same delivery ten times at once, through two APIs, is one run with equal answers', async () => {
  const { runs, answers } = await deliverAll('Once', (delivery) => ({ 'webhook-id': `msg-${delivery}` }))
  expect(answers.map((own) => new Set(own).size)).toEqual(Array.from({ length: DELIVERIES }, () => 1))
  expect(new Set(answers.flat()).size).toBe(DELIVERIES)
  expect(runs).toBe(DELIVERIES)
})

test('the test above can fail: without an id each call is a run of its own', async () => {
  const { runs } = await deliverAll('Doubled', () => ({}), Math.ceil(DELIVERIES / 10))
  expect(runs).toBeGreaterThan(Math.ceil(DELIVERIES / 10))
})

/** Gives the answers of each delivery and how many runs there are. */
async function deliverAll(name: string, idOf: (delivery: number) => Record<string, string>, deliveries = DELIVERIES) {
  const body = { name, definition: WEBHOOK, maxRunsPerDay: null }
  const { id, webhook } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  expect((await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })).status).toBe(200)
  const path = new URL(webhook?.url ?? 'http://none/').pathname
  const answers: string[][] = []
  for (let first = 0; first < deliveries; first += AT_ONCE) {
    const group = Array.from({ length: Math.min(AT_ONCE, deliveries - first) }, (_, n) => first + n)
    answers.push(...(await Promise.all(group.map((delivery) => callTenTimes(path, idOf(delivery), delivery)))))
  }
  const worker = hub.database.connect('hubflow_worker', 1)
  const [row] = await worker.sql`select count(*)::int as runs from hubflow.workflow_runs where workflow_id = ${id}`
  await worker.close()
  return { runs: row?.runs, answers }
}

function callTenTimes(path: string, id: Record<string, string>, delivery: number): Promise<string[]> {
  const headers = { 'content-type': 'application/json', ...id }
  const calls = Array.from({ length: CALLS }, async (_, call) => {
    const request = { method: 'POST', headers, body: JSON.stringify({ delivery }) }
    const answer = await apis[call % 2]?.app.request(`http://127.0.0.1:3000${path}`, request)
    expect(answer?.status).toBe(202)
    return (await answer?.text()) ?? ''
  })
  return Promise.all(calls)
}

function config() {
  return {
    secret: 'a secret that is long enough for tests',
    host: '127.0.0.1',
    port: 3000,
    publicUrl: null,
    timeZone: 'Europe/Berlin',
    mail: 'catcher' as const,
    smtpUrl: null,
    webDir: null,
  }
}
