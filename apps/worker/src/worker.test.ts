import { tables } from '@hubflow/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHttpSink } from './testing/http-sink.ts'
import {
  httpRequest,
  inARow,
  notifyOwner,
  sendEmail,
  startTestHub,
  type TestHub,
  waitSeconds,
} from './testing/test-hub.ts'
import { until } from './testing/until.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
  await hub.startWorker()
})
afterAll(() => hub.stop())

test('walks local steps and writes their effects and records', async () => {
  const workflowId = await hub.publish(
    inARow([
      sendEmail('{{trigger.body.email}}', 'Welcome, {{trigger.body.name}}'),
      notifyOwner('New lead {{trigger.body.name}}'),
    ]),
  )
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Ada', email: 'ada@example.com' }])
  const run = await hub.reaches(runId, 'completed')

  expect(run).toMatchObject({
    attempt: 1,
    crashes: 0,
    errorMessage: null,
    nextNodeId: null,
    dueAt: null,
    workerId: null,
  })
  expect(run.durationMs).toBeGreaterThanOrEqual(0)
  expect(await hub.steps(runId)).toMatchObject([
    {
      nodeId: 'n1',
      position: 0,
      type: 'send-email',
      name: 'Node 1',
      status: 'completed',
      input: { subject: 'Welcome, Ada', to: ['ada@example.com'] },
      output: { recipients: ['ada@example.com'], subject: 'Welcome, Ada' },
      effects: [{ kind: 'email', to: 'ada@example.com', subject: 'Welcome, Ada' }],
      error: null,
    },
    { nodeId: 'n2', position: 1, status: 'completed', effects: [{ kind: 'notification', title: 'New lead Ada' }] },
  ])
  expect(await hub.emailsOf(runId)).toMatchObject([
    {
      status: 'pending',
      toAddress: 'ada@example.com',
      subject: 'Welcome, Ada',
      bodyHtml: '<p>Hello Ada</p>',
      nodeId: 'n1',
    },
  ])
  expect(await hub.notificationsOf(runId)).toMatchObject([
    { userId: hub.owner.id, title: 'New lead Ada', nodeId: 'n2' },
  ])
})

test('a failing step ends the run with its name and cause', async () => {
  const workflowId = await hub.publish(
    inARow([
      notifyOwner('Before'),
      { ...notifyOwner('Hello {{trigger.body.name}}'), name: 'Greet' },
      notifyOwner('Never'),
    ]),
  )
  const [runId = ''] = await hub.start(workflowId, [{}])
  const run = await hub.reaches(runId, 'failed')
  expect(run.errorMessage).toMatch(/^The step “Greet” failed\. .*trigger\.body\.name/)
  expect(run.errorNodeId).toBe('n2')
  expect((await hub.notificationsOf(runId)).map((one) => one.title)).toEqual(['Before'])
  expect((await hub.steps(runId)).map((step) => [step.nodeId, step.status, step.error?.code])).toEqual([
    ['n1', 'completed', undefined],
    ['n2', 'failed', 'value-missing'],
  ])
})

test('goes on after a failure that may be passed over, and over disabled steps', async () => {
  const workflowId = await hub.publish(
    inARow([
      { ...notifyOwner('{{trigger.body.missing}}'), onError: 'continue' },
      { ...notifyOwner('Off'), disabled: true },
      notifyOwner('On'),
    ]),
  )
  const [runId = ''] = await hub.start(workflowId)
  await hub.reaches(runId, 'completed')
  expect((await hub.steps(runId)).map((step) => step.status)).toEqual(['failed', 'skipped', 'completed'])
  expect((await hub.notificationsOf(runId)).map((one) => one.title)).toEqual(['On'])
})

test('a wait is a row and a deferred job; it ends on time, not before', async () => {
  const workflowId = await hub.publish(inARow([notifyOwner('Before'), waitSeconds(1), notifyOwner('After')]))
  const [runId = ''] = await hub.start(workflowId)
  const parked = await hub.reaches(runId, 'waiting')
  expect(parked).toMatchObject({ nextNodeId: 'n2', workerId: null })
  expect((await hub.notificationsOf(runId)).map((one) => one.title)).toEqual(['Before'])
  const resumeAt = (await hub.steps(runId))[1]?.resumeAt?.getTime() ?? 0
  expect(parked.dueAt?.getTime()).toBe(resumeAt)

  const run = await hub.reaches(runId, 'completed')
  const lateMs = (run.completedAt?.getTime() ?? 0) - resumeAt
  expect(lateMs).toBeGreaterThanOrEqual(0)
  expect(lateMs).toBeLessThan(2000)
  expect((await hub.steps(runId)).map((step) => step.status)).toEqual(['completed', 'completed', 'completed'])
  expect((await hub.notificationsOf(runId)).map((one) => one.title)).toEqual(['Before', 'After'])
})

test('a remote step is tried again with the same bytes and key, and obeys Retry-After', async () => {
  const sink = await startHttpSink((count) =>
    count === 1 ? { status: 503, headers: { 'retry-after': '1' } } : { status: 200, body: '{"id":7}' },
  )
  hub.onStop(sink.close)
  const workflowId = await hub.publish(
    inARow([httpRequest(`${sink.url}/crm`), notifyOwner('Told: {{steps.n1.status}}')]),
  )
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Ada' }])

  const between = await hub.reaches(runId, 'waiting')
  expect((await hub.steps(runId))[0]).toMatchObject({ status: 'waiting', attempt: 1, error: { code: 'answer-error' } })
  expect(between.workerId).toBeNull()
  await hub.reaches(runId, 'completed')
  expect(sink.seen.map((request) => request.body)).toEqual(['{"name":"Ada"}', '{"name":"Ada"}'])
  expect(sink.seen.map((request) => request.headers['idempotency-key'])).toEqual([`${runId}.n1`, `${runId}.n1`])
  expect(await hub.steps(runId)).toMatchObject([
    {
      status: 'completed',
      attempt: 2,
      error: null,
      effects: [{ kind: 'request', status: 200, idempotencyKey: `${runId}.n1` }],
    },
    { status: 'completed' },
  ])
  expect((await hub.notificationsOf(runId)).map((one) => one.title)).toEqual(['Told: 200'])
})

test('a remote step that is refused for good fails at once', async () => {
  const sink = await startHttpSink(() => ({ status: 404 }))
  hub.onStop(sink.close)
  const [runId = ''] = await hub.start(await hub.publish(inARow([httpRequest(sink.url)])), [{ name: 'Ada' }])
  await hub.reaches(runId, 'failed')
  expect(sink.seen.length).toBe(1)
})

test('an answer to a stale attempt is dropped, though the run is running', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const sink = await startHttpSink(async (count) => {
    if (count === 1) await released
    return { status: 200 }
  })
  hub.onStop(sink.close)
  const workflowId = await hub.publish(inARow([httpRequest(sink.url), notifyOwner('Told')]))
  const [runId = ''] = await hub.start(workflowId, [{ name: 'Ada' }])
  await until('the first request', async () => sink.seen.length === 1)
  // As a worker that took the run over would.
  await hub.worker.sql`update hubflow.workflow_runs set attempt = attempt + 1 where id = ${runId}`
  release()
  await hub.reaches(runId, 'completed')
  // The first answer was written nowhere: the step was sent again, and its own answer ended it.
  expect(sink.seen.length).toBe(2)
  expect((await hub.steps(runId))[0]).toMatchObject({ status: 'completed', attempt: 2 })
  expect((await hub.notificationsOf(runId)).length).toBe(1)
})

test('an event in the hub starts a run about its record, read as the owner', async () => {
  await hub.publish(
    inARow(
      [notifyOwner('{{subject.policy_number}} of {{subject.client.first_name}}, {{subject.client.agent.last_name}}')],
      {
        type: 'event',
        config: { eventType: 'policy.created' },
      },
    ),
  )
  const app = hub.connect('hubflow_app')
  const policyId = await app.sql.begin(async (sql) => {
    await sql`select set_config('hubflow.user_id', ${hub.owner.id}, true)`
    const [agent] =
      await sql`insert into hub.agents (first_name, last_name, email) values ('Ann', 'Agent', 'ann@hub.test') returning id`
    const [client] =
      await sql`insert into hub.clients (first_name, last_name, agent_id) values ('Carl', 'Client', ${agent?.id}) returning id`
    const [policy] = await sql`
      insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium)
      values ('P-1', ${client?.id}, ${agent?.id}, 'Acme', 'Life', 100) returning id`
    return String(policy?.id)
  })
  await app.close()
  const { workflowRuns } = tables
  const { id } = await until('a run about the policy', async () => {
    const [row] = await hub.worker.orm.select().from(workflowRuns).where(eq(workflowRuns.subjectId, policyId))
    return row ?? null
  })
  const run = await hub.reaches(id, 'completed')
  expect(run).toMatchObject({
    subjectTable: 'policies',
    chainDepth: 0,
    context: { trigger: { type: 'policy.created', data: { policy_id: policyId } } },
  })
  expect((await hub.notificationsOf(id)).map((one) => one.title)).toEqual(['P-1 of Carl, Agent'])
})

test('an event at the end of a long chain is refused with the reason', async () => {
  const workflowId = await hub.publish(
    inARow([notifyOwner('Again')], { type: 'event', config: { eventType: 'recruit.phase_changed' } }),
  )
  await hub.worker.orm.insert(tables.events).values([
    { type: 'recruit.phase_changed', data: { recruit_id: hub.owner.id }, chainDepth: 5 },
    { type: 'recruit.phase_changed', data: { recruit_id: hub.owner.id }, chainDepth: 6 },
  ])
  const runs = await until('both runs', async () => {
    const rows = await hub.worker.orm
      .select()
      .from(tables.workflowRuns)
      .where(eq(tables.workflowRuns.workflowId, workflowId))
    return rows.filter((row) => row.status === 'completed' || row.status === 'failed').length === 2 ? rows : null
  })
  const byDepth = new Map(runs.map((run) => [run.chainDepth, run]))
  expect(byDepth.get(5)?.status).toBe('completed')
  expect(byDepth.get(6)).toMatchObject({
    status: 'failed',
    errorMessage: expect.stringContaining('workflows started one another in a row'),
  })
})

test('a payload that the database refuses costs its own run only, and is failed with its step and reason', async () => {
  await hub.admin.sql`alter table hubflow.notifications add constraint no_poison check (title <> 'Poison') not valid`
  const workflowId = await hub.publish(
    inARow([notifyOwner('First'), { ...notifyOwner('{{trigger.body.title}}'), name: 'Tell' }, notifyOwner('Last')]),
  )
  const fine = Array.from({ length: 20 }, (_, index) => ({ title: `Fine ${index}` }))
  const [poisoned = '', ...others] = await hub.start(workflowId, [{ title: 'Poison' }, ...fine])
  const run = await hub.reaches(poisoned, 'failed')
  expect(run.errorMessage).toMatch(/^The step “Tell” failed\. .*no_poison/)
  expect((await hub.notificationsOf(poisoned)).map((one) => one.title)).toEqual(['First'])
  for (const [index, id] of others.entries()) {
    await hub.reaches(id, 'completed')
    expect((await hub.notificationsOf(id)).map((one) => one.title)).toEqual(['First', `Fine ${index}`, 'Last'])
  }
})

test('characters that PostgreSQL refuses in JSON do not stop a run', async () => {
  const workflowId = await hub.publish(inARow([notifyOwner('{{trigger.body.title | slice: 0, 1}}!')]))
  const [runId = ''] = await hub.start(workflowId, [{ title: '\u{1F600}' }])
  await hub.reaches(runId, 'completed')
})

test('is woken when a run is accepted, and does not wait for the next look', async () => {
  const workflowId = await hub.publish(inARow([notifyOwner('One'), notifyOwner('Two'), notifyOwner('Three')]))
  const taken: number[] = []
  for (let round = 0; round < 20; round++) {
    const [runId = ''] = await hub.start(workflowId)
    const acceptedAt = performance.now()
    await hub.reaches(runId, 'completed')
    taken.push(performance.now() - acceptedAt)
  }
  taken.sort((one, other) => one - other)
  // By looking once a second alone it would be 500 ms; the bench measures it finely.
  expect(taken[10]).toBeLessThan(200)
})
