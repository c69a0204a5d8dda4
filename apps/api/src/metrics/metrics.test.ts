import { createHash } from 'node:crypto'
import type { Role } from '@hubflow/core'
import { createWorkflow } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MANUAL } from '../testing/definitions.ts'
import { ORIGIN, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

async function readMetrics(headers: Record<string, string> = {}, remoteAddress = '203.0.113.9'): Promise<Response> {
  return hub.api.app.request(`${ORIGIN}/metrics`, { headers }, { incoming: { socket: { remoteAddress } } })
}

async function apiKey(role: Role): Promise<string> {
  const key = `hub_test_${role}`
  const auth = hub.database.connect('hubflow_auth', 1)
  const hash = createHash('sha256').update(key).digest('base64url')
  await auth.sql`insert into hubflow.api_keys (name, key, reference_id) values ('Monitor', ${hash}, ${hub.person(role).id})`
  return `Bearer ${key}`
}

test('a monitor on the machine reads how it stands', async () => {
  const admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
  const { id } = await createWorkflow(hub.database.url, { ownerId: hub.person('trainer').id, definition: MANUAL })
  const add = (status: string, age: string, dueIn: string | null) =>
    admin`insert into hubflow.workflow_runs (workflow_id, version, context, status, created_at, due_at)
      values (${id}, 1, '{"trigger": {}}', ${status}, now() - ${age}::interval, now() + ${dueIn}::interval)`
  await add('completed', '1 minute', null)
  await add('completed', '59 minutes', null)
  await add('completed', '61 minutes', null)
  await add('pending', '90 seconds', '-90 seconds')
  await add('waiting', '2 hours', '1 day')
  await admin`insert into hubflow.email_queue (to_address, subject, body_html, message_id) values ('a@b.test', 's', '', 'm')`
  await admin.end()

  const answer = await readMetrics({}, '127.0.0.1')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('text/plain')
  const lines = (await answer.text()).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      '# TYPE hubflow_runs gauge',
      'hubflow_runs{status="completed"} 2',
      'hubflow_runs{status="pending"} 1',
      'hubflow_runs{status="failed"} 0',
      'hubflow_runs{status="waiting"} 0',
      'hubflow_runs_due 1',
      'hubflow_emails{status="pending"} 1',
      'hubflow_emails{status="sent"} 0',
    ]),
  )
  const oldest = lines.find((line) => line.startsWith('hubflow_oldest_due_seconds '))?.split(' ')[1]
  expect(Number(oldest)).toBeGreaterThanOrEqual(90)
  expect(Number(oldest)).toBeLessThan(150)
  const memory = lines.find((line) => line.startsWith('process_resident_memory_bytes '))?.split(' ')[1]
  expect(Number(memory)).toBeGreaterThan(10_000_000)
  for (const line of lines.filter((line) => line !== '' && !line.startsWith('#'))) {
    expect(line).toMatch(/^[a-z_]+(\{status="[a-z]+"\})? [\d.e+-]+$/)
  }
})

test('from elsewhere it takes an API key, of somebody who may see runs', async () => {
  expect((await readMetrics()).status).toBe(401)
  expect((await readMetrics({ cookie: hub.person('admin').cookie })).status).toBe(401)
  expect((await readMetrics({ authorization: 'Bearer hub_wrong' })).status).toBe(401)
  expect((await readMetrics({ 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1')).status).toBe(401)
  expect((await readMetrics({ authorization: await apiKey('trainer') })).status).toBe(200)
  expect((await readMetrics({ authorization: await apiKey('agent') })).status).toBe(403)
})
