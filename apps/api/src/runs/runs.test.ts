import type { Definition } from '@hubflow/core'
import { tables } from '@hubflow/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run, RunSummary } from '../contract/run.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL, notifying, POLICY_CREATED, WEBHOOK } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

async function publishNew(name: string, definition: Definition): Promise<string> {
  const body = { name, definition, maxRunsPerDay: null }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  const published = await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  expect(await published.json()).toMatchObject({ status: 'active' })
  return id
}

function runNow(
  id: string,
  body: unknown = {},
  key?: string,
  as: 'trainer' | 'manager' = 'trainer',
): Promise<Response> {
  return hub.send('POST', `/api/workflows/${id}/runs`, {
    as,
    body,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  })
}

async function readRun(response: Response): Promise<Run> {
  const { runId } = await bodyOf<{ runId: string }>(response)
  return bodyOf(hub.send('GET', `/api/runs/${runId}`, { as: 'trainer' }))
}

test('run now accepts, and the run holds the definition that will run', async () => {
  const id = await publishNew('By hand', MANUAL)
  const answer = await runNow(id)
  expect(answer.status).toBe(202)
  const run = await readRun(answer)
  expect(run).toMatchObject({
    workflowId: id,
    workflowName: 'By hand',
    version: 1,
    status: 'pending',
    context: { trigger: { inputs: {} } },
    definition: MANUAL,
    steps: [],
    actionsExecuted: [],
  })
  const workflow = await bodyOf<Workflow>(hub.send('GET', `/api/workflows/${id}`, { as: 'trainer' }))
  expect(workflow.lastRun).toMatchObject({ id: run.id })
})

test('only an active workflow runs; the reason is said', async () => {
  const { id } = await bodyOf<Workflow>(
    hub.send('POST', '/api/workflows', { as: 'trainer', body: { name: 'Draft only', definition: MANUAL } }),
  )
  expect((await bodyOf(runNow(id))).detail).toBe('This workflow is a draft. Publish it, then run it.')
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  await hub.send('PATCH', `/api/workflows/${id}/status`, { as: 'trainer', body: { status: 'paused' } })
  const paused = await runNow(id)
  expect(paused.status).toBe(409)
  expect((await bodyOf(paused)).detail).toBe('This workflow is paused. Resume it, then run it.')
})

test('one key is one run per caller; with another body it is refused', async () => {
  const id = await publishNew('Keyed', MANUAL)
  const answers = await Promise.all(Array.from({ length: 5 }, () => runNow(id, {}, 'once')))
  expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202, 202, 202])
  const runIds = await Promise.all(answers.map(async (answer) => (await bodyOf<{ runId: string }>(answer)).runId))
  expect(new Set(runIds).size).toBe(1)
  const other = await runNow(id, { context: {}, subject: undefined }, 'once')
  expect(other.status).toBe(422)
  const ofManager = await bodyOf<{ runId: string }>(runNow(id, {}, 'once', 'manager'))
  expect(runIds).not.toContain(ofManager.runId)
  const list = await bodyOf<List<RunSummary>>(hub.send('GET', `/api/runs?workflowId=${id}`, { as: 'trainer' }))
  expect(list.items).toHaveLength(2)
})

test('what a manual trigger asks for is checked', async () => {
  const inputs = [
    { key: 'reason', label: 'Reason', type: 'text', required: true },
    { key: 'amount', label: 'Amount', type: 'number' },
  ]
  const id = await publishNew('Asking', notifying({ type: 'manual', config: { inputs } }))
  const refused = await runNow(id, { context: { amount: 'much', other: 1 } })
  expect(refused.status).toBe(422)
  expect((await bodyOf(refused)).errors).toEqual([
    { pointer: '/context/other', detail: 'This workflow asks for no "other". Leave it out.', code: 'unknown-field' },
    { pointer: '/context/reason', detail: 'Reason is missing.', code: 'value-invalid' },
    { pointer: '/context/amount', detail: 'Amount takes a number.', code: 'value-invalid' },
  ])
  const run = await readRun(await runNow(id, { context: { reason: 'Because' } }))
  expect(run.context).toEqual({ trigger: { inputs: { reason: 'Because', amount: null } } })
})

test('context fills the own part of each trigger type', async () => {
  const hook = await publishNew('By hook', WEBHOOK)
  expect((await readRun(await runNow(hook, { context: { email: 'a@b.c' } }))).context).toEqual({
    trigger: { body: { email: 'a@b.c' }, headers: {}, query: {}, method: 'POST' },
  })
  const event = await publishNew('By event', POLICY_CREATED)
  const policy = await addPolicy()
  const run = await readRun(await runNow(event, { context: { policy_id: policy } }))
  expect(run.context).toEqual({ trigger: { type: 'policy.created', data: { policy_id: policy } } })
  expect(run.subject).toEqual({ table: 'policies', id: policy, title: 'P-900' })
})

test('a subject that does not exist is refused', async () => {
  const id = await publishNew('About nothing', MANUAL)
  const subject = { table: 'policies', id: '01890000-0000-7000-8000-000000000000' }
  expect((await runNow(id, { subject })).status).toBe(422)
  expect((await runNow(id, { subject: { ...subject, table: 'pg_class' } })).status).toBe(422)
})

test('cancelling ends the run and its open steps, and fences a worker that still walks it', async () => {
  const id = await publishNew('Cancelled', MANUAL)
  const run = await readRun(await runNow(id))
  const worker = hub.database.connect('hubflow_worker')
  await worker.orm
    .update(tables.workflowRuns)
    .set({ status: 'waiting', attempt: 3 })
    .where(eq(tables.workflowRuns.id, run.id))
  await worker.orm.insert(tables.workflowRunSteps).values([
    { runId: run.id, nodeId: 'if', position: 0, type: 'condition', name: 'If', status: 'completed', branch: 'no' },
    { runId: run.id, nodeId: 'n2', position: 1, type: 'wait', name: 'Wait', status: 'waiting' },
  ])
  const cancelled = await hub.send('POST', `/api/runs/${run.id}/cancel`, { as: 'trainer' })
  expect(await cancelled.json()).toMatchObject({
    status: 'cancelled',
    steps: [
      { nodeId: 'if', status: 'completed', branch: 'no' },
      { nodeId: 'n2', status: 'cancelled', branch: null },
    ],
  })
  const [row] = await worker.orm.select().from(tables.workflowRuns).where(eq(tables.workflowRuns.id, run.id))
  expect(row).toMatchObject({ attempt: 4, dueAt: null, nextNodeId: null })
  await worker.close()
  expect((await hub.send('POST', `/api/runs/${run.id}/cancel`, { as: 'trainer' })).status).toBe(409)
})

test('deleting a workflow cancels what has not ended', async () => {
  const id = await publishNew('Deleted with runs', MANUAL)
  const run = await readRun(await runNow(id))
  await hub.send('DELETE', `/api/workflows/${id}`, { as: 'trainer' })
  expect(await (await hub.send('GET', `/api/runs/${run.id}`, { as: 'trainer' })).json()).toMatchObject({
    status: 'cancelled',
  })
})

test('runs are listed newest first, by filter and by page', async () => {
  const id = await publishNew('Listed', MANUAL)
  const ids: string[] = []
  for (let count = 0; count < 3; count++) ids.unshift((await bodyOf<{ runId: string }>(runNow(id))).runId)
  const first = await bodyOf<List<RunSummary>>(hub.send('GET', `/api/runs?workflowId=${id}&limit=2`, { as: 'trainer' }))
  expect(first.items.map((run) => run.id)).toEqual(ids.slice(0, 2))
  const rest = await bodyOf<List<RunSummary>>(
    hub.send('GET', `/api/runs?workflowId=${id}&limit=2&cursor=${first.nextCursor}`, { as: 'trainer' }),
  )
  expect(rest.items.map((run) => run.id)).toEqual(ids.slice(2))
  const none = await (await hub.send('GET', `/api/runs?workflowId=${id}&status=failed`, { as: 'trainer' })).json()
  expect(none).toEqual({ items: [], nextCursor: null })
  const named = await bodyOf<List<RunSummary>>(hub.send('GET', '/api/runs?q=listed', { as: 'trainer' }))
  expect(named.items).toHaveLength(3)
})

async function addPolicy(): Promise<string> {
  const add = async (table: string, body: unknown): Promise<string> =>
    (await bodyOf<{ id: string }>(hub.send('POST', `/api/hub/${table}`, { as: 'trainer', body }))).id
  const agent_id = await add('agents', { first_name: 'Al', last_name: 'Agent', email: 'al@hub.test' })
  const client_id = await add('clients', { first_name: 'Cleo', last_name: 'Client', agent_id })
  return add('policies', { policy_number: 'P-900', client_id, agent_id, carrier: 'C', product: 'Life', premium: 10 })
}

test('a question for a record names its kind, and takes an existing one of it', async () => {
  const question = { key: 'agent', label: 'Agent', type: 'record', required: true }
  const unfinished = notifying({ type: 'manual', config: { inputs: [question] } })
  const body = { name: 'Asks for any record', definition: unfinished }
  const { problems } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  expect(problems).toMatchObject([{ nodeId: 'n1', field: ['inputs', 0, 'table'] }])

  const id = await publishNew(
    'Asks for an agent',
    notifying({ type: 'manual', config: { inputs: [{ ...question, table: 'agents' }] } }),
  )
  const agent = { first_name: 'Ada', last_name: 'Morgan', email: 'ada@hub.test' }
  const { id: agentId } = await bodyOf<{ id: string }>(
    hub.send('POST', '/api/hub/agents', { as: 'trainer', body: agent }),
  )
  for (const value of ['01890000-0000-7000-8000-000000000000', 'Ada', 7, null]) {
    const refused = await runNow(id, { context: { agent: value } })
    expect(refused.status).toBe(422)
    expect((await bodyOf(refused)).errors).toMatchObject([{ pointer: '/context/agent' }])
  }
  const started = await readRun(await runNow(id, { context: { agent: agentId } }))
  expect(started.context).toEqual({ trigger: { inputs: { agent: agentId } } })
})
