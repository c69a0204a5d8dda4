import type { Definition, HubTableName, Json } from '@hubflow/core'
import { asPerson, type Database, startRuns, startTestRun, type TestPlan } from '@hubflow/db'
import { changedTables, createWorkflow, readContents } from '@hubflow/db/testing'
import { nodeTypes } from '@hubflow/nodes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HttpSink, startHttpSink } from './testing/http-sink.ts'
import { type SmtpSink, startSmtpSink } from './testing/smtp-sink.ts'
import { inARow, type Run, type Step, startTestHub, type TestHub } from './testing/test-hub.ts'
import { until } from './testing/until.ts'

let hub: TestHub
let app: Database
let http: HttpSink
let smtp: SmtpSink
let policyId: string
beforeAll(async () => {
  hub = await startTestHub()
  app = hub.connect('hubflow_app')
  http = await startHttpSink(() => ({ status: 200, body: '{"id":"really"}' }))
  smtp = await startSmtpSink()
  for (const close of [app.close, http.close, smtp.close]) hub.onStop(close)
  const [policy] = await hub.admin.sql`
    with agent as (insert into hub.agents (first_name, last_name, email) values ('Al', 'Agent', 'al@hub.test') returning id),
      client as (insert into hub.clients (first_name, last_name, email, agent_id)
        select 'Maria', 'Lopez', 'maria@example.com', id from agent returning id, agent_id)
    insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium, status, effective_date)
    select 'P-1', id, agent_id, 'Acme', 'Life', 100, 'pending', '2026-01-01' from client returning id`
  policyId = String(policy?.id)
  await hub.startWorker({ smtpUrl: smtp.url })
})
afterAll(() => hub.stop())

type Part = Parameters<typeof inARow>[0][number]

const setStatus = (value: Json): Part => ({
  type: 'update-field',
  config: { table: 'policies', recordId: '{{subject.id}}', field: 'status', value },
})

/** Every action, so that later ones use what earlier ones give. */
function everyAction(): Part[] {
  const body = { kind: 'json', value: '{"name":"{{subject.client.first_name}}"}' }
  const went = [{ field: 'steps.n4.after', operator: 'equals', value: 'active' }]
  return [
    { type: 'http-request', config: { method: 'POST', url: `${http.url}/leads?p={{subject.policy_number}}`, body } },
    {
      type: 'send-email',
      config: {
        to: ['{{subject.client.email}}', 'owner'],
        subject: 'Welcome, {{subject.client.first_name}}',
        body: '<p>It said {{steps.n1.status}}.</p>',
      },
    },
    { type: 'create-notification', config: { to: ['owner'], title: 'Sent {{steps.n2.subject}}', message: 'Done.' } },
    setStatus('active'),
    { type: 'wait', config: { kind: 'duration', amount: 1, unit: 'seconds' } },
    { type: 'condition', config: { rules: { combinator: 'and', rules: went } } },
    {
      type: 'split',
      config: {
        shares: [
          { branch: 'all', percent: 100 },
          { branch: 'none', percent: 0 },
        ],
      },
    },
    { type: 'create-notification', config: { to: ['owner'], title: 'It was {{steps.n4.before}}', message: 'Done.' } },
  ]
}

function everything(trigger: Part): Definition {
  const { edges, ...definition } = inARow(everyAction(), trigger)
  const branches = new Map([
    ['n6', 'yes'],
    ['n7', 'all'],
  ])
  return { ...definition, edges: edges.map((edge) => ({ ...edge, branch: branches.get(edge.source) ?? edge.branch })) }
}

interface TestOf {
  plan?: Partial<TestPlan>
  ownerId?: string
  testerId?: string
  subject?: { table: HubTableName; id: string }
}

/** Gives a start of the test, so that what it needs is there before. */
async function prepare(definition: Definition, of: TestOf = {}): Promise<() => Promise<string>> {
  const { ownerId = hub.owner.id, testerId = hub.owner.id, subject = { table: 'policies', id: policyId } } = of
  const { id: workflowId } = await createWorkflow(hub.url, { ownerId, definition, publish: false })
  const test = { scope: 'all' as const, ...of.plan, testerId }
  const context = { trigger: {} }
  return () =>
    asPerson(app, hub.owner.id, (tx) => startTestRun(tx, hub.queue, { workflowId, definition, context, subject, test }))
}

async function walkTest(definition: Definition, of: TestOf = {}): Promise<{ run: Run; steps: Step[] }> {
  const runId = await (await prepare(definition, of))()
  const run = await hub.reaches(runId, 'completed', 'failed')
  return { run, steps: await hub.steps(runId) }
}

function previews(steps: Step[]): (string | null)[] {
  return steps.map(({ effects: [effect] }) => (effect?.kind === 'preview' ? effect.sentence : null))
}

/** What a run is kept in, and what wakes it. pg-boss counts its jobs where it keeps its queues. */
const RUN_TABLES = ['hubflow.workflow_run_steps', 'hubflow.workflow_runs', 'pgboss.job', 'pgboss.queue']

function outsideTheRun(changed: string[]): string[] {
  return changed.filter((table) => !RUN_TABLES.some((own) => table === own || table.startsWith('pgboss.job')))
}

const TRIGGERS: Part[] = [
  { type: 'manual', config: {} },
  { type: 'event', config: { eventType: 'policy.created' } },
  { type: 'schedule', config: { kind: 'daily', time: '08:00' } },
  { type: 'webhook', config: {} },
]

test('the definition below has every node type', () => {
  const types = TRIGGERS.flatMap((trigger) => everything(trigger).nodes.map((node) => node.type))
  expect([...new Set(types)].sort()).toEqual([...nodeTypes.keys()].sort())
})

test.each(TRIGGERS)('changes nothing but the run, and sends nothing: $type', async (trigger) => {
  const start = await prepare(everything(trigger))
  const before = await readContents(hub.url)
  const runId = await start()
  expect(await hub.reaches(runId, 'completed', 'failed')).toMatchObject({ status: 'completed', errorMessage: null })
  const after = await readContents(hub.url)
  expect(changedTables(before, after)).toContain('hubflow.workflow_run_steps')
  expect(outsideTheRun(changedTables(before, after))).toEqual([])
  expect(http.seen).toEqual([])
  expect(smtp.caught).toEqual([])
  expect(previews(await hub.steps(runId))).toEqual([
    `Would send POST ${http.url}/leads?p=P-1`,
    `Would email “Welcome, Maria” to maria@example.com, ${hub.owner.name}`,
    `Would notify ${hub.owner.name}: “Sent Welcome, Maria”`,
    'Would set Status from “pending” to “active”',
    expect.stringMatching(/^Would continue /),
    expect.stringMatching(/^Would go the way “yes”: /),
    'Would go the way “all”, as 100 of 100 do',
    `Would notify ${hub.owner.name}: “It was pending”`,
  ])
})

test('shows the mail, the request and the change, and when a wait would end', async () => {
  const { run, steps } = await walkTest(everything({ type: 'manual' }))
  const [request, mail, , change, wait] = steps
  expect(request).toMatchObject({
    output: { status: 200, headers: {}, body: {} },
    effects: [
      { outputFrom: 'sample', detail: { method: 'POST', url: `${http.url}/leads?p=P-1`, body: '{"name":"Maria"}' } },
    ],
  })
  expect(mail?.effects).toMatchObject([
    {
      detail: {
        to: ['maria@example.com', hub.owner.email],
        subject: 'Welcome, Maria',
        bodyHtml: expect.stringContaining('<p>It said 200.</p>'),
      },
    },
  ])
  expect(change).toMatchObject({ output: { before: 'pending', after: 'active' } })
  expect(wait?.status).toBe('completed')
  expect(Number(wait?.resumeAt) - Number(wait?.startedAt)).toBeGreaterThanOrEqual(1000)
  expect(run).toMatchObject({ isTest: true, version: null, emailsSent: 0, dueAt: null })
})

test('the same definition for real changes what the test left alone', async () => {
  const workflowId = await hub.publish(everything({ type: 'webhook' }))
  const before = await readContents(hub.url)
  const runId = await asPerson(app, hub.owner.id, async (tx) => {
    const subject = { table: 'policies', id: policyId }
    const [started] = await startRuns(tx, hub.queue, [{ workflowId, version: 1, context: { trigger: {} }, subject }])
    return started?.runId ?? ''
  })
  await hub.reaches(runId, 'completed', 'failed')
  const after = await readContents(hub.url)
  expect(outsideTheRun(changedTables(before, after))).toEqual(
    expect.arrayContaining(['hub.changes', 'hub.policies', 'hubflow.email_queue', 'hubflow.notifications']),
  )
  expect(http.seen).toHaveLength(1)
  await until('both mails are caught', async () => smtp.caught.length === 2)
})

test('a test does not take what the workflow’s owner may not do', async () => {
  const agent = await hub.addPerson('agent')
  const notTheirs = await walkTest(inARow([setStatus('lapsed')]), { ownerId: agent.id })
  expect(notTheirs.run).toMatchObject({
    status: 'failed',
    errorMessage: expect.stringContaining('"subject.id" has no value'),
  })
  await hub.admin.sql`update hub.agents set user_id = ${agent.id}`
  const onlyToRead = await walkTest(inARow([setStatus('lapsed')]), { ownerId: agent.id })
  expect(onlyToRead.steps).toMatchObject([{ status: 'failed', error: { code: 'not-permitted' } }])
  const { run } = await walkTest(inARow([setStatus('lapsed')]))
  expect(run).toMatchObject({ status: 'completed' })
})

test('what a step would write is what later steps read, and what an answer would hold has a stand-in', async () => {
  const call = { type: 'http-request', config: { method: 'GET', url: http.url } }
  const tell = {
    type: 'create-notification',
    config: { to: ['owner'], title: '{{subject.status}}, as {{steps.n1.body.id}} says', message: '.' },
  }
  const { steps } = await walkTest(inARow([call, setStatus('lapsed'), setStatus('cancelled'), tell]))
  const [before] = await hub.admin.sql`select status from hub.policies where id = ${policyId}`
  expect(previews(steps).slice(1)).toEqual([
    `Would set Status from “${before?.status}” to “lapsed”`,
    'Would set Status from “lapsed” to “cancelled”',
    `Would notify ${hub.owner.name}: “cancelled, as ‹id› says”`,
  ])
})

test('a secret is not even opened', async () => {
  const value = 'canary-9f2c'
  const secretId = await hub.storeSecret(value)
  const auth = { kind: 'bearer', secretId }
  const { run, steps } = await walkTest(
    inARow([{ type: 'http-request', config: { method: 'POST', url: http.url, auth } }]),
  )
  expect(run.status).toBe('completed')
  expect(steps[0]?.effects).toMatchObject([
    { detail: { headers: expect.arrayContaining([expect.objectContaining({ name: 'authorization' })]) } },
  ])
  expect(JSON.stringify(await readContents(hub.url))).not.toContain(value)
})

test('who tests sees nothing through the owner’s rights', async () => {
  const agent = await hub.addPerson('agent')
  const steps = [
    { type: 'create-notification', config: { to: ['owner'], title: '{{subject.policy_number}}', message: '.' } },
  ]
  const { run } = await walkTest(inARow(steps), { testerId: agent.id })
  expect(run).toMatchObject({ status: 'failed', errorMessage: expect.not.stringContaining('P-1') })
  const definition = inARow(steps)
  const { id: workflowId } = await createWorkflow(hub.url, { ownerId: hub.owner.id, definition, publish: false })
  const test = { scope: 'all' as const, testerId: agent.id }
  const asAgent = asPerson(app, agent.id, (tx) =>
    startTestRun(tx, hub.queue, { workflowId, definition, context: { trigger: {} }, test }),
  )
  await expect(asAgent).rejects.toThrow()
})

test('fails where the real run would fail', async () => {
  const { steps } = await walkTest(inARow([setStatus('asleep')]))
  expect(steps).toMatchObject([
    { status: 'failed', error: { message: expect.stringContaining('It takes one of pending, active') } },
  ])
})
