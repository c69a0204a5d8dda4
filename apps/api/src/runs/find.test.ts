import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FailureCause } from '../contract/failure.ts'
import type { RunSummary } from '../contract/run.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let admin: postgres.Sql
let welcome: string
let renewal: string
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
  welcome = await workflow('Welcome clients')
  renewal = await workflow('Renewal')
  for (const row of [...RUNS, ...FAILED]) await add(row)
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

async function workflow(name: string): Promise<string> {
  return (
    await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body: { name, definition: MANUAL } }))
  ).id
}

const POLICY = '01900000-0000-7000-8000-0000000000bb'

interface Given {
  /** By which the tests know it. */
  name: string
  of: 'welcome' | 'renewal'
  at: string
  status?: string
  version?: number | null
  isTest?: boolean
  subject?: string
  error?: { message: string; code: string; concerns: string }
}

const BOUNCED = { message: 'Mailbox full: ann.lee@mail.test', code: 'answer-error', concerns: 'host:mail.test 552' }

const RUNS: Given[] = [
  { name: 'first', of: 'welcome', at: '2026-03-01T00:00:00Z' },
  { name: 'waits', of: 'welcome', at: '2026-03-02T10:00:00Z', status: 'waiting', version: 2, subject: POLICY },
  { name: 'test', of: 'welcome', at: '2026-03-02T11:00:00Z', version: null, isTest: true },
  { name: 'renewed', of: 'renewal', at: '2026-03-03T10:00:00Z', subject: POLICY },
  { name: 'held', of: 'renewal', at: '2026-03-04T10:00:00Z', status: 'held', version: 2 },
]
const FAILED: Given[] = [
  { name: 'bounced', of: 'welcome', at: '2026-03-05T10:00:00Z', status: 'failed', error: BOUNCED },
  { name: 'bounced too', of: 'welcome', at: '2026-03-05T23:59:59.999Z', status: 'failed', version: 2, error: BOUNCED },
  {
    name: 'refused',
    of: 'renewal',
    at: '2026-03-06T10:00:00Z',
    status: 'failed',
    subject: POLICY,
    error: { message: 'crm.test answered: 100%_wrong', code: 'answer-error', concerns: 'host:crm.test 500' },
  },
]

async function add(given: Given): Promise<void> {
  const { name, of, at, status = 'completed', version = 1, isTest = false, subject, error } = given
  await admin`
    insert into hubflow.workflow_runs (workflow_id, version, status, is_test, context, dedupe_key, subject_table, subject_id, created_at,
      completed_at, due_at, error_message, error_node_id, error_code, error_concerns)
    values (${of === 'welcome' ? welcome : renewal}, ${version}, ${status}, ${isTest}, '{"trigger": {}}', ${name},
      ${subject ? 'policies' : null}, ${subject ?? null}, ${at}, ${error ? new Date() : null}, null,
      ${error?.message ?? null}, ${error ? 'n2' : null}, ${error?.code ?? null}, ${error?.concerns ?? ''})`
}

/** The names of what is found, in the order of the list. */
async function found(query: Record<string, string>, as: 'manager' | 'agent' = 'manager'): Promise<string[]> {
  const path = `/api/runs?${new URLSearchParams(query)}`
  const { items } = await bodyOf<List<RunSummary>>(hub.send('GET', path, { as }))
  const rows = await admin<{ id: string; name: string }[]>`select id, dedupe_key as name from hubflow.workflow_runs`
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return items.map(({ id }) => names.get(id) ?? id)
}

test('all real runs, newest first; tests when asked for', async () => {
  expect(await found({})).toEqual(['refused', 'bounced too', 'bounced', 'held', 'renewed', 'waits', 'first'])
  expect(await found({ test: 'true' })).toEqual(['test'])
  expect(await found({ test: 'all', to: '2026-03-03T00:00:00Z' })).toEqual(['test', 'waits', 'first'])
})

test('an agent finds none, whatever is asked', async () => {
  expect(await found({}, 'agent')).toEqual([])
  expect(await found({ q: 'mailbox' }, 'agent')).toEqual([])
  expect(await found({ status: 'failed' }, 'agent')).toEqual([])
})

test('by record, status, workflow, version and date, alone and together', async () => {
  expect(await found({ subject: `policies:${POLICY}` })).toEqual(['refused', 'renewed', 'waits'])
  expect(await found({ subject: `policies:${POLICY}`, status: 'failed' })).toEqual(['refused'])
  expect(await found({ subject: `clients:${POLICY}` })).toEqual([])
  expect(await found({ status: 'failed' })).toEqual(['refused', 'bounced too', 'bounced'])
  expect(await found({ status: 'completed' })).toEqual(['renewed', 'first'])
  expect(await found({ status: 'failed', workflowId: welcome })).toEqual(['bounced too', 'bounced'])
  expect(await found({ version: '2' })).toEqual(['bounced too', 'held', 'waits'])
  expect(await found({ version: '2', workflowId: welcome })).toEqual(['bounced too', 'waits'])
  expect(await found({ version: '2', workflowId: renewal, status: 'held' })).toEqual(['held'])
  expect(await found({ version: '7' })).toEqual([])
  expect(await found({ from: '2026-03-05T00:00:00Z', to: '2026-03-06T00:00:00Z' })).toEqual(['bounced too', 'bounced'])
})

test('by a client: what is about their policies and the commissions of these, too', async () => {
  const [agent] = await admin`
    insert into hub.agents (first_name, last_name, email) values ('Ann', 'Lee', 'ann@hub.test') returning id`
  const [client, other] = await admin`
    insert into hub.clients (first_name, last_name, agent_id)
    select name, 'Ray', ${agent?.id} from unnest(array['Bo', 'Cy']) name returning id`
  await admin`
    insert into hub.policies (id, policy_number, client_id, agent_id, carrier, product, premium)
    values (${POLICY}, 'TH-1', ${client?.id}, ${agent?.id}, 'Northern', 'Life', 1)`
  const [commission] = await admin`
    insert into hub.commissions (policy_id, agent_id, amount) values (${POLICY}, ${agent?.id}, 1) returning id`
  await admin`
    update hubflow.workflow_runs set subject_table = 'commissions', subject_id = ${commission?.id} where dedupe_key = 'held'`
  const ofClient = `clients:${client?.id}`
  expect(await found({ subject: ofClient })).toEqual(['refused', 'held', 'renewed', 'waits'])
  expect(await found({ subject: ofClient, status: 'failed' })).toEqual(['refused'])
  expect(await found({ subject: `policies:${POLICY}` })).toEqual(['refused', 'renewed', 'waits'])
  expect(await found({ subject: `clients:${other?.id}` })).toEqual([])
  const body = { action: 'cancel', filter: { subject: `clients:${other?.id}` } }
  const done = await bodyOf(hub.send('POST', '/api/runs/bulk', { as: 'manager', body }))
  expect(done).toEqual({ changed: 0, skipped: 0, more: false })
})

test('by cause: the very runs that the failures page counts', async () => {
  const list = await bodyOf<List<FailureCause>>(hub.send('GET', '/api/failures', { as: 'manager' }))
  const keys = Object.fromEntries(list.items.map(({ concerns, key }) => [concerns, key]))
  const { 'host:mail.test 552': bounced = '', 'host:crm.test 500': refused = '' } = keys
  expect(await found({ cause: bounced })).toEqual(['bounced too', 'bounced'])
  expect(await found({ cause: bounced, version: '2' })).toEqual(['bounced too'])
  expect(await found({ cause: refused })).toEqual(['refused'])
  expect(await found({ cause: refused, status: 'held' })).toEqual([])
  expect((await hub.send('GET', '/api/runs?cause=mail.test', { as: 'manager' })).status).toBe(400)
  const body = { action: 'cancel', filter: { cause: bounced } }
  const done = await bodyOf(hub.send('POST', '/api/runs/bulk', { as: 'manager', body }))
  expect(done).toEqual({ changed: 0, skipped: 0, more: false })
})

test('any part of an error is found, of a word or an address too, and signs mean themselves', async () => {
  expect(await found({ q: 'mailbox full' })).toEqual(['bounced too', 'bounced'])
  expect(await found({ q: 'LBOX' })).toEqual(['bounced too', 'bounced'])
  expect(await found({ q: 'n.lee@mail' })).toEqual(['bounced too', 'bounced'])
  expect(await found({ q: '%_' })).toEqual(['refused'])
  expect(await found({ q: 'hovercraft' })).toEqual([])
  expect(await found({ q: 'mailbox', version: '2' })).toEqual(['bounced too'])
  expect(await found({ q: 'mailbox', status: 'held' })).toEqual([])
})

test('a workflow is found by its name, beside errors that hold the same', async () => {
  expect(await found({ q: 'welcome' })).toEqual(['bounced too', 'bounced', 'waits', 'first'])
  expect(await found({ q: 'welcome', status: 'waiting' })).toEqual(['waits'])
  const about = { message: 'Told Welcome Ltd. of it.', code: 'answer-error', concerns: '' }
  await add({ name: 'about', of: 'renewal', at: '2026-03-04T12:00:00Z', status: 'failed', error: about })
  expect(await found({ q: 'welcome' })).toEqual(['bounced too', 'bounced', 'about', 'waits', 'first'])
})

test('pages go on where the one before ended, with a text too', async () => {
  for (const filter of ['', '&q=e', '&status=failed', '&test=all&from=2026-03-01T00:00:00Z']) {
    const whole = await bodyOf<List<RunSummary>>(hub.send('GET', `/api/runs?limit=50${filter}`, { as: 'manager' }))
    const ids: string[] = []
    let cursor = ''
    do {
      const path = `/api/runs?limit=2${filter}${cursor && `&cursor=${cursor}`}`
      const page = await bodyOf<List<RunSummary> & { nextCursor: string | null }>(
        hub.send('GET', path, { as: 'manager' }),
      )
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? ''
    } while (cursor)
    expect(ids).toEqual(whole.items.map(({ id }) => id))
    expect(ids.length).toBeGreaterThan(2)
  }
})

test('an error that is older than the newest thousands is found by its index', async () => {
  await admin`
    insert into hubflow.workflow_runs (workflow_id, version, status, context, due_at, created_at, completed_at, error_message, error_node_id)
    select ${renewal}, 1, 'failed', '{"trigger": {}}', null, '2026-04-01'::timestamptz + make_interval(secs => n), now(),
      'It answered with 500.', 'n2' from generate_series(1, 2500) n`
  expect(await found({ q: 'mailbox', limit: '5' })).toEqual(['bounced too', 'bounced'])
  expect(await found({ q: 'answered with', limit: '5' })).toHaveLength(5)
})
