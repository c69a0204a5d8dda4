import { Writable } from 'node:stream'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HttpSink, startHttpSink } from '../testing/http-sink.ts'
import { httpRequest, inARow, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

const CANARY = 'canary-8f3b1c-"q"-<tag>'

let hub: TestHub
let sink: HttpSink
let logged = ''
let live = ''
beforeAll(async () => {
  hub = await startTestHub()
  // Says back whatever it is told, as debugging servers do, and refuses where it is asked to.
  sink = await startHttpSink((count) => {
    const request = sink.seen[count - 1]
    const status = Number(request?.path.slice(1)) || 200
    const headers = { 'x-said': encodeURIComponent(request?.headers.authorization ?? '') }
    return { status, headers, body: JSON.stringify({ ...request, text: JSON.stringify(request) }) }
  })
  hub.onStop(sink.close)
  await hub.admin.sql.listen('hubflow_live', (payload) => {
    live += payload
  })
  const stream = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  })
  await hub.startWorker({ log: pino({ level: 'trace' }, stream) })
})
afterAll(() => hub.stop())

async function runOnce(path: string, config: Parameters<typeof httpRequest>[1]) {
  const workflowId = await hub.publish(inARow([httpRequest(sink.url + path, config)]))
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Ann' }])
  const run = await hub.reaches(runId, 'completed', 'failed')
  const [step] = await hub.steps(runId)
  return { run, step }
}

/** Every row of every table as text. */
async function everything(): Promise<string> {
  const names = await hub.admin.orm.execute<{ name: string }>(sql`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('hubflow', 'hub', 'pgboss') and table_type = 'BASE TABLE'`)
  const rows = await Promise.all(
    names.map(({ name }) =>
      hub.admin.sql.unsafe(`select coalesce(string_agg(t::text, E'\\n'), '') as text from ${name} t`),
    ),
  )
  return rows.map(([row]) => row?.text).join('\n')
}

test('a secret signs in and is found nowhere: no table, no log, no live message', async () => {
  const secretId = await hub.storeSecret(CANARY)
  const bearer = await runOnce('/200', { auth: { kind: 'bearer', secretId } })
  const basic = await runOnce('/403', { auth: { kind: 'basic', name: 'hub', secretId } })
  const busy = await runOnce('/500', { auth: { kind: 'header', name: 'X-Key', secretId }, retries: 0 })
  expect([bearer.run.status, basic.run.status, busy.run.status]).toEqual(['completed', 'failed', 'failed'])

  const base64 = Buffer.from(`hub:${CANARY}`).toString('base64')
  expect(sink.seen[0]?.headers.authorization).toBe(`Bearer ${CANARY}`)
  expect(sink.seen[1]?.headers.authorization).toBe(`Basic ${base64}`)
  expect(sink.seen[2]?.headers['x-key']).toBe(CANARY)
  expect(bearer.step?.output).toMatchObject({ body: { headers: { authorization: 'Bearer (secret)' } } })
  expect(basic.step?.error?.detail).toContain('(secret)')

  await until('the end of the last run, live', async () => live.includes(busy.run.id) && live.includes('failed'))
  const kept = { tables: await everything(), logged, live }
  expect(kept.tables).toContain(secretId)
  for (const [place, text] of Object.entries(kept)) {
    for (const trace of ['canary', '8f3b1c', base64.slice(8, 20), encodeURIComponent(CANARY)]) {
      expect(`${place}: ${text.includes(trace)}`).toBe(`${place}: false`)
    }
  }
})

test('a request is signed under its stable key', async () => {
  const secretId = await hub.storeSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  const { run, step } = await runOnce('/200', { sign: { secretId } })
  expect(run.status).toBe('completed')
  const seen = sink.seen.at(-1)
  expect(seen?.headers['webhook-id']).toBe(step?.idempotencyKey)
  expect(seen?.headers['webhook-signature']).toMatch(/^v1,.{44}$/)
  expect(step?.input).toMatchObject({ sign: { secretId } })
})

test('a secret that is gone fails the step in a sentence, and sends nothing', async () => {
  const secretId = await hub.storeSecret('soon gone')
  await hub.admin.sql`delete from hubflow.secrets where id = ${secretId}`
  const before = sink.seen.length
  const { run, step } = await runOnce('/200', { auth: { kind: 'bearer', secretId } })
  expect(run.status).toBe('failed')
  expect(step?.error).toMatchObject({
    code: 'secret-missing',
    message: expect.stringContaining('does not exist any more'),
  })
  expect(sink.seen.length).toBe(before)
})

test('an owner who may see no secrets can use none', async () => {
  const secretId = await hub.storeSecret('not for agents')
  const workflowId = await hub.publish(inARow([httpRequest(sink.url, { auth: { kind: 'bearer', secretId } })]))
  await hub.admin.sql`update hubflow.user_profiles set role = 'agent' where id = ${hub.owner.id}`
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Ann' }])
  await hub.reaches(runId, 'failed')
  await hub.admin.sql`update hubflow.user_profiles set role = 'trainer' where id = ${hub.owner.id}`
  expect((await hub.steps(runId))[0]?.error?.code).toBe('secret-missing')
})

test('a secret that was sealed with another HUBFLOW_SECRET says so', async () => {
  const secretId = await hub.storeSecret('x')
  await hub.admin.sql`update hubflow.secrets set ciphertext = 'v1.AAAA' where id = ${secretId}`
  const { step } = await runOnce('/200', { auth: { kind: 'bearer', secretId } })
  expect(step?.error).toMatchObject({ code: 'secret-missing', message: expect.stringContaining('HUBFLOW_SECRET') })
})
