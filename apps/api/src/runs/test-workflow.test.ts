import { randomUUID } from 'node:crypto'
import type { Definition } from '@hubflow/core'
import { type TestPlan, tables } from '@hubflow/db'
import { changedTables, readContents } from '@hubflow/db/testing'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run, RunSummary } from '../contract/run.ts'
import type { RunExample, StepTests } from '../contract/step-test.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL, notifying, POLICY_CREATED, WEBHOOK } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

async function create(name: string, definition: Definition, more: object = {}): Promise<string> {
  const body = { name, definition, ...more }
  return (await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))).id
}

function startTest(id: string, body: unknown = {}, as: 'trainer' | 'agent' = 'trainer'): Promise<Response> {
  return hub.send('POST', `/api/workflows/${id}/test`, { as, body })
}

async function tested(id: string, body: unknown = {}): Promise<Run> {
  const answer = await startTest(id, body)
  expect(answer.status).toBe(202)
  const { runId } = await bodyOf<{ runId: string }>(answer)
  return bodyOf(hub.send('GET', `/api/runs/${runId}`, { as: 'trainer' }))
}

async function refusal(id: string, body: unknown) {
  const answer = await startTest(id, body)
  const { errors = [] } = await bodyOf(answer)
  return [answer.status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)]
}

async function withTables<Result>(work: (worker: ReturnType<TestApi['database']['connect']>) => Promise<Result>) {
  const worker = hub.database.connect('hubflow_worker')
  try {
    return await work(worker)
  } finally {
    await worker.close()
  }
}

function planOf(runId: string): Promise<TestPlan | null | undefined> {
  return withTables(async ({ orm }) => {
    const [row] = await orm
      .select({ test: tables.workflowRuns.test })
      .from(tables.workflowRuns)
      .where(eq(tables.workflowRuns.id, runId))
    return row?.test
  })
}

test('tests the draft, whatever is live, and writes nothing but the run and its job', async () => {
  const id = await create('Tested', WEBHOOK)
  const before = await readContents(hub.database.url)
  const run = await tested(id, { testData: { email: 'a@b.c' } })
  const changed = changedTables(before, await readContents(hub.database.url))
  expect(changed.filter((table) => !table.startsWith('pgboss.job'))).toEqual(['hubflow.workflow_runs'])
  expect(run).toMatchObject({
    workflowId: id,
    isTest: true,
    version: null,
    status: 'pending',
    definition: WEBHOOK,
    context: { trigger: { body: { email: 'a@b.c' }, headers: {}, query: {}, method: 'POST' } },
    test: { scope: 'all' },
  })
  expect(await planOf(run.id)).toEqual({ scope: 'all', testerId: hub.person('trainer').id, problems: {} })
})

test('is no last run, takes no place of the day, and is listed only when asked for', async () => {
  const id = await create('Limited', MANUAL, { maxRunsPerDay: 1 })
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  const tests = [await tested(id), await tested(id), await tested(id)].map((run) => run.id)
  expect(await bodyOf(hub.send('GET', `/api/workflows/${id}`, { as: 'trainer' }))).toMatchObject({ lastRun: null })
  const { runId } = await bodyOf<{ runId: string }>(hub.send('POST', `/api/workflows/${id}/runs`, { as: 'trainer' }))
  expect(await bodyOf(hub.send('GET', `/api/runs/${runId}`, { as: 'trainer' }))).toMatchObject({ status: 'pending' })
  const listed = async (query: string) => {
    const path = `/api/runs?workflowId=${id}${query}`
    return (await bodyOf<List<RunSummary>>(hub.send('GET', path, { as: 'trainer' }))).items.map((run) => run.id)
  }
  expect(await listed('')).toEqual([runId])
  expect(await listed('&test=false')).toEqual([runId])
  expect(await listed('&test=true')).toEqual(tests.toReversed())
  expect(await listed('&test=all')).toEqual([runId, ...tests.toReversed()])
})

test('an unfinished definition is tested, with what is wrong with its nodes', async () => {
  const id = await create('Unfinished', MANUAL)
  const [start, tell] = MANUAL.nodes
  if (!start || !tell) throw new Error('the definition has lost its nodes')
  const definition = {
    ...MANUAL,
    nodes: [
      start,
      { ...tell, config: { to: ['role:trainer'], title: '', message: '{{steps.gone.x}}' } },
      { ...tell, id: 'off', disabled: true, config: {} },
      { ...tell, id: 'apart', type: 'unheard-of' },
    ],
    edges: [...MANUAL.edges, { id: 'e2', source: 'n2', target: 'off', branch: 'next' }],
  }
  const run = await tested(id, { definition })
  expect(run.definition).toEqual(definition)
  expect((await planOf(run.id))?.problems).toEqual({
    n2: { code: 'config-invalid', message: expect.stringMatching(/^Fill in "Title"\. There is no step "gone"/) },
    apart: { code: 'node-type-unknown', message: expect.stringContaining('unheard-of') },
  })
})

test('a definition in which no run finds its way is refused with its problems', async () => {
  const id = await create('Astray', MANUAL)
  const edges = [...MANUAL.edges, { id: 'back', source: 'n2', target: 'n2', branch: 'next' }]
  expect(await refusal(id, { definition: { ...MANUAL, edges } })).toEqual([422, '/definition/nodes/1 cycle'])
  expect(await refusal(id, { definition: { ...MANUAL, nodes: [], edges: [] } })).toEqual([
    422,
    '/definition/nodes trigger-missing',
    '/definition/nodes action-missing',
  ])
  const empty = await create('Empty', { ...MANUAL, nodes: [], edges: [] })
  expect(await refusal(empty, {})).toEqual([422, '/nodes trigger-missing', '/nodes action-missing'])
})

test('begins with typed data, a recorded event, or what an earlier run began with', async () => {
  const id = await create('By event', POLICY_CREATED)
  const policyId = await addPolicy()
  const events = await withTables(({ orm }) => orm.select().from(tables.events))
  const created = events.find((event) => event.type === 'policy.created' && event.data.policy_id === policyId)
  const trigger = { type: 'policy.created', data: created?.data }
  const subject = { table: 'policies', id: policyId }

  expect(await tested(id, { testData: { policy_id: policyId } })).toMatchObject({
    context: { trigger: { type: 'policy.created', data: { policy_id: policyId } } },
    subject,
  })
  const byEvent = await tested(id, { eventId: created?.id })
  expect(byEvent).toMatchObject({ context: { trigger }, subject })
  expect(await tested(id, { runId: byEvent.id })).toMatchObject({ context: { trigger }, subject })
  expect(await refusal(id, { eventId: created?.id, testData: {} })).toEqual([400, '/eventId custom'])
  expect(await refusal(id, { eventId: hub.person('trainer').id })).toEqual([422, '/eventId reference-missing'])
  expect(await refusal(id, { eventId: created?.id, definition: MANUAL })).toEqual([422, '/eventId reference-missing'])
  const other = notifying({ type: 'event', config: { eventType: 'commission.received' } })
  expect(await refusal(id, { eventId: created?.id, definition: other })).toEqual([422, '/eventId reference-missing'])
})

test('tests one step, or from a step on, with the outputs of an earlier run', async () => {
  const id = await create('In part', MANUAL)
  const earlier = await tested(id)
  await withTables(async ({ orm }) => {
    const step = { runId: earlier.id, type: 'x', name: 'X', position: 0 }
    await orm.insert(tables.workflowRunSteps).values([
      { ...step, nodeId: 'n1', status: 'completed', output: { ok: true } },
      { ...step, nodeId: 'n3', status: 'failed', output: { ok: false } },
    ])
  })
  const step = await tested(id, { runId: earlier.id, nodeId: 'n2' })
  expect(step.test).toEqual({ scope: 'step', nodeId: 'n2' })
  expect(await planOf(step.id)).toMatchObject({ scope: 'step', nodeId: 'n2', outputs: { n1: { ok: true } } })
  // What an earlier test was given itself goes on.
  const rest = await tested(id, { runId: step.id, nodeId: 'n2', scope: 'from-here' })
  expect(await planOf(rest.id)).toMatchObject({ scope: 'from-here', outputs: { n1: { ok: true } } })

  expect(await refusal(id, { nodeId: 'n1' })).toEqual([422, '/nodeId reference-missing'])
  expect(await refusal(id, { nodeId: 'gone' })).toEqual([422, '/nodeId reference-missing'])
  expect(await refusal(id, { scope: 'step' })).toEqual([400, '/nodeId custom'])
  expect(await refusal(id, { scope: 'all', nodeId: 'n2' })).toEqual([400, '/nodeId custom'])
  const another = await create('Another', MANUAL)
  expect(await refusal(another, { runId: earlier.id })).toEqual([422, '/runId reference-missing'])
})

test('tells the newest test of each step with what was tested, and gives a run as an example', async () => {
  const id = await create('Tested by steps', POLICY_CREATED)
  const policyId = await addPolicy()
  const read = () => bodyOf<StepTests>(hub.send('GET', `/api/workflows/${id}/tests`, { as: 'trainer' }))
  expect(await read()).toEqual({ steps: [], definitions: [], latestRunId: null })

  const first = await tested(id, { testData: { policy_id: policyId } })
  const second = await tested(id, { runId: first.id })
  const completedAt = new Date('2026-03-02T08:00:00Z')
  const row = { type: 'x', name: 'X', position: 0, completedAt }
  const error = { code: 'unexpected', message: 'It stopped.' } as const
  await withTables(({ orm }) =>
    orm.insert(tables.workflowRunSteps).values([
      { ...row, runId: first.id, nodeId: 'n1', status: 'completed', output: { from: 'first' } },
      { ...row, runId: first.id, nodeId: 'n2', status: 'completed', output: { from: 'first' } },
      { ...row, runId: second.id, nodeId: 'n2', status: 'failed', error },
      { ...row, runId: second.id, nodeId: 'n3', status: 'skipped' },
    ]),
  )
  const at = completedAt.toISOString()
  const tests = await read()
  expect(tests.latestRunId).toBe(second.id)
  expect(tests.steps).toEqual([
    { nodeId: 'n2', runId: second.id, status: 'failed', message: 'It stopped.', at },
    { nodeId: 'n1', runId: first.id, status: 'completed', message: null, at },
  ])
  expect(tests.definitions.map(({ runId }) => runId).sort()).toEqual([first.id, second.id].sort())
  expect(tests.definitions[0]?.definition).toEqual(POLICY_CREATED)

  const example = await bodyOf<RunExample>(hub.send('GET', `/api/runs/${first.id}/example`, { as: 'trainer' }))
  expect(example).toMatchObject({
    workflowId: id,
    isTest: true,
    trigger: { type: 'policy.created', data: { policy_id: policyId } },
    subject: { id: policyId, client: { id: expect.any(String) } },
    subjectTitle: expect.any(String),
    steps: { n1: { from: 'first' }, n2: { from: 'first' } },
  })
  await withTables(({ orm }) =>
    orm.update(tables.workflowRuns).set({ archivedAt: completedAt }).where(eq(tables.workflowRuns.id, first.id)),
  )
  expect((await hub.send('GET', `/api/runs/${first.id}/example`, { as: 'trainer' })).status).toBe(409)
})

test('lists what happened of an event type, named by its record, the newest first', async () => {
  const policyId = await addPolicy()
  const newest = await addPolicy()
  const list = async (limit: number) => {
    const path = `/api/events?type=policy.created&limit=${limit}`
    return (await bodyOf<List<{ data: object; title: string | null }>>(hub.send('GET', path, { as: 'trainer' }))).items
  }
  const [first, second] = await list(2)
  expect([first, second]).toMatchObject([{ data: { policy_id: newest } }, { data: { policy_id: policyId } }])
  expect(first?.title).toEqual(expect.any(String))
  expect(await list(1)).toHaveLength(1)
})

test('what a manual trigger asks for is checked where it can be', async () => {
  const asking = (inputs: object[]) => notifying({ type: 'manual', config: { inputs: inputs as never } })
  const id = await create('Asking', asking([{ key: 'reason', label: 'Reason', type: 'text', required: true }]))
  expect(await refusal(id, { testData: { amount: 1 } })).toEqual([
    422,
    '/testData/amount unknown-field',
    '/testData/reason value-invalid',
  ])
  const unfinished = await tested(id, { definition: asking([{ key: 'reason' }]), testData: { reason: 'Because' } })
  expect(unfinished.context).toEqual({ trigger: { inputs: { reason: 'Because' } } })
})

test('nobody tests what they may not see', async () => {
  const id = await create('Hidden', MANUAL)
  expect((await startTest(id, {}, 'agent')).status).toBe(404)
  await hub.send('DELETE', `/api/workflows/${id}`, { as: 'trainer' })
  expect((await startTest(id)).status).toBe(404)
  expect((await startTest(id, { status: 'active' })).status).toBe(400)
})

async function addPolicy(): Promise<string> {
  const policy_number = `P-${randomUUID()}`
  const add = async (table: string, body: unknown): Promise<string> =>
    (await bodyOf<{ id: string }>(hub.send('POST', `/api/hub/${table}`, { as: 'trainer', body }))).id
  const agent_id = await add('agents', { first_name: 'Al', last_name: 'Agent', email: 'al@hub.test' })
  const client_id = await add('clients', { first_name: 'Cleo', last_name: 'Client', agent_id })
  return add('policies', { policy_number, client_id, agent_id, carrier: 'C', product: 'Life', premium: 10 })
}
