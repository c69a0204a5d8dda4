import { asPerson } from '@hubflow/db'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FailureCause, RetryPreview } from '../contract/failure.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'
import { explainFailures } from './list.ts'

let hub: TestApi
let admin: postgres.Sql
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

let count = 0
async function publishNew(): Promise<string> {
  const body = { name: `Workflow ${count++}`, definition: MANUAL }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  return id
}

interface Failing {
  code: string
  message: string
  concerns?: { kind: string; key: string; field?: string }
  daysAgo?: number
  subject?: { table: string; id: string }
}

/** A run as a worker leaves it whose step failed like this. */
async function failedRun(workflowId: string, { daysAgo = 0, subject, ...error }: Failing): Promise<string> {
  const started = hub.send('POST', `/api/workflows/${workflowId}/runs`, { as: 'trainer', body: {} })
  const { runId } = await bodyOf<{ runId: string }>(started)
  const concerns = error.concerns ? `${error.concerns.kind}:${error.concerns.key}` : ''
  await admin`update hubflow.workflow_runs set status = 'failed', due_at = null, error_node_id = 'n2', started_at = now(),
    completed_at = now() - make_interval(days => ${daysAgo}), error_message = ${error.message}, error_code = ${error.code},
    error_concerns = ${concerns}, subject_table = ${subject?.table ?? null}, subject_id = ${subject?.id ?? null}
    where id = ${runId}`
  await admin`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, effects, error, started_at)
    values (${runId}, 'n0', 0, 'send-email', 'Welcome', 'completed', '[{"kind": "email"}, {"kind": "email"}]', null, now()),
      (${runId}, 'n2', 1, 'http-request', 'Tell the CRM', 'failed', '[]', ${admin.json(error)}, now())`
  return runId
}

const post = (path: string, body: unknown) => hub.send('POST', `/api/failures/${path}`, { as: 'manager', body })

/** What names a cause to the routes that do something about it. */
const keyOf = ({ workflowId, nodeId, code, concerns }: FailureCause) => ({ workflowId, nodeId, code, concerns })

async function failuresOf(workflowId: string, query = ''): Promise<FailureCause[]> {
  const path = `/api/failures?workflowId=${workflowId}${query}`
  return (await bodyOf<List<FailureCause>>(hub.send('GET', path, { as: 'manager' }))).items
}

const answered = (host: string): Failing => ({
  code: 'answer-error',
  message: 'It answered with 500.',
  concerns: { kind: 'host', key: `${host} 500`, field: 'url' },
})
const SECRET = '01900000-0000-7000-8000-0000000000aa'
const POLICY = { table: 'policies', id: '01900000-0000-7000-8000-0000000000bb' }
const noValue = (path: string): Failing => ({
  code: 'value-missing',
  message: `“${path}” has no value.`,
  concerns: { kind: 'value', key: path, field: 'title' },
  subject: POLICY,
})

test('runs that failed alike are one cause; another host, step or class is another', async () => {
  const workflowId = await publishNew()
  await failedRun(workflowId, { ...answered('crm.test'), daysAgo: 2 })
  const last = await failedRun(workflowId, answered('crm.test'))
  await failedRun(workflowId, answered('crm.test.other'))
  await failedRun(workflowId, {
    code: 'secret-missing',
    message: 'The key is gone.',
    concerns: { kind: 'secret', key: SECRET },
  })
  await failedRun(workflowId, noValue('subject.client.phone'))
  await failedRun(workflowId, noValue('trigger.data.name'))
  await failedRun(workflowId, { code: 'run-timeout', message: 'It worked for an hour.' })
  await failedRun(await publishNew(), answered('crm.test'))

  const causes = await failuresOf(workflowId)
  const cause = causes.find(({ concerns }) => concerns === 'host:crm.test 500')
  expect(cause).toMatchObject({
    workflowId,
    nodeId: 'n2',
    stepName: 'Tell the CRM',
    count: 2,
    title: 'The other system answered with an error',
    message: 'It answered with 500.',
    why: expect.stringContaining('refused'),
    remedy: expect.stringContaining('retry'),
    lastRunId: last,
  })
  expect(Date.parse(cause?.lastAt ?? '') - Date.parse(cause?.firstAt ?? '')).toBeGreaterThan(47 * 3_600_000)
  const step = { place: 'step', label: 'Open the field of the step' }
  expect(Object.fromEntries(causes.map(({ code, concerns, fixes }) => [`${code} ${concerns}`, fixes]))).toEqual({
    'answer-error host:crm.test 500': [{ ...step, field: 'url' }],
    'answer-error host:crm.test.other 500': [{ ...step, field: 'url' }],
    [`secret-missing secret:${SECRET}`]: [
      { place: 'secret', label: 'Go to the secret', id: SECRET },
      { place: 'step', label: 'Open the step' },
    ],
    'value-missing value:subject.client.phone': [
      { place: 'record', label: 'Open the policy', ...POLICY },
      { ...step, field: 'title' },
    ],
    'value-missing value:trigger.data.name': [{ ...step, field: 'title' }],
    'run-timeout ': [{ place: 'workflow', label: 'Open the workflow' }],
  })
})

test('what was retried, in the same run or in another, is no failure to see to any more', async () => {
  const workflowId = await publishNew()
  const resumed = await failedRun(workflowId, answered('crm.test'))
  const repeated = await failedRun(workflowId, answered('crm.test'))
  const left = await failedRun(workflowId, answered('crm.test'))
  await hub.send('POST', '/api/runs/bulk', { as: 'manager', body: { action: 'retry', ids: [resumed] } })
  const again = { from: 'start', version: 'same' }
  expect((await hub.send('POST', `/api/runs/${repeated}/retry`, { as: 'manager', body: again })).status).toBe(200)
  expect(await failuresOf(workflowId)).toMatchObject([{ count: 1, lastRunId: left }])
})

test('older failures are told when they are asked for; test runs and deleted workflows never', async () => {
  const workflowId = await publishNew()
  await failedRun(workflowId, { ...answered('crm.test'), daysAgo: 40 })
  expect(await failuresOf(workflowId)).toEqual([])
  expect(await failuresOf(workflowId, '&days=60')).toHaveLength(1)
  await admin`update hubflow.workflow_runs set archived_at = now() where workflow_id = ${workflowId}`
  expect(await failuresOf(workflowId, '&days=60')).toHaveLength(1)
  await admin`update hubflow.workflow_runs set is_test = true where workflow_id = ${workflowId}`
  expect(await failuresOf(workflowId, '&days=60')).toEqual([])

  const binned = await publishNew()
  await failedRun(binned, answered('crm.test'))
  await hub.send('DELETE', `/api/workflows/${binned}`, { as: 'trainer' })
  expect(await failuresOf(binned)).toEqual([])
})

test('an agent is told of none', async () => {
  await failedRun(await publishNew(), answered('crm.test'))
  expect(await bodyOf<unknown>(hub.send('GET', '/api/failures', { as: 'agent' }))).toEqual({
    items: [],
    nextCursor: null,
  })
})

test('a cause that is put aside comes back when it fails anew, and others stay', async () => {
  const workflowId = await publishNew()
  await failedRun(workflowId, answered('crm.test'))
  await failedRun(workflowId, answered('other.test'))
  const [cause] = (await failuresOf(workflowId)).filter(({ concerns }) => concerns === 'host:crm.test 500')
  if (!cause) throw new Error('there is no such cause')
  const dismiss = () => post('dismiss', { ...keyOf(cause), until: cause.lastAt })
  expect((await dismiss()).status).toBe(204)
  expect((await dismiss()).status).toBe(204)
  expect(await failuresOf(workflowId)).toMatchObject([{ concerns: 'host:other.test 500' }])
  const anew = await failedRun(workflowId, answered('crm.test'))
  expect(await failuresOf(workflowId)).toMatchObject([{ count: 1, lastRunId: anew }, { count: 1 }])
  expect(await bodyOf<unknown>(post('retry', keyOf(cause)))).toMatchObject({ changed: 1 })
})

test('all runs of a cause go on from their failed step, after a preview of what is and is not done again', async () => {
  const workflowId = await publishNew()
  await Promise.all([1, 2, 3].map(() => failedRun(workflowId, answered('crm.test'))))
  const [cause] = await failuresOf(workflowId)
  if (!cause) throw new Error('there is no cause')
  expect(await bodyOf<RetryPreview>(post('preview', keyOf(cause)))).toEqual({
    runs: 3,
    stepName: 'Tell the CRM',
    versions: [1],
    liveVersion: 1,
    liveHasStep: true,
    kept: { emails: 6, notifications: 0, requests: 0, fields: 0 },
    requestsAgain: 3,
  })
  expect(await bodyOf<unknown>(post('retry', keyOf(cause)))).toEqual({ changed: 3, skipped: 0, more: false })
  expect(await failuresOf(workflowId)).toEqual([])
  const rows = await admin`select status, next_node_id, error_code, error_concerns from hubflow.workflow_runs
    where workflow_id = ${workflowId}`
  expect(rows).toHaveLength(3)
  for (const row of rows)
    expect(row).toMatchObject({ status: 'pending', next_node_id: 'n2', error_code: null, error_concerns: '' })
})

test('on the live version a new run goes on for each, after the steps that were done', async () => {
  const workflowId = await publishNew()
  const failed = [await failedRun(workflowId, answered('crm.test')), await failedRun(workflowId, answered('crm.test'))]
  const [cause] = await failuresOf(workflowId)
  if (!cause) throw new Error('there is no cause')
  await hub.send('POST', `/api/workflows/${workflowId}/publish`, { as: 'trainer' })
  expect(await bodyOf<RetryPreview>(post('preview', keyOf(cause)))).toMatchObject({ versions: [1], liveVersion: 2 })
  expect(await bodyOf<unknown>(post('retry', { ...keyOf(cause), version: 'live' }))).toMatchObject({ changed: 2 })
  const repeats = await admin`select run.retry_of, run.version, run.status, run.next_node_id,
      (select json_agg(step.node_id || ' ' || step.status order by position) from hubflow.workflow_run_steps step
        where step.run_id = run.id) as steps
    from hubflow.workflow_runs run where run.workflow_id = ${workflowId} and run.retry_of is not null order by run.retry_of`
  expect(repeats).toEqual(
    failed.toSorted().map((id) => ({
      retry_of: id,
      version: 2,
      status: 'pending',
      next_node_id: 'n2',
      steps: ['n0 completed', 'n2 pending'],
    })),
  )
  expect(await bodyOf<unknown>(post('retry', { ...keyOf(cause), version: 'live' }))).toMatchObject({ changed: 0 })
  expect(await failuresOf(workflowId)).toEqual([])
})

test('among other runs the causes of 100,000 failed ones are counted in their index alone', {
  timeout: 120_000,
}, async () => {
  const workflowId = await publishNew()
  await admin`alter table hubflow.workflow_runs disable trigger user`
  await admin`
    insert into hubflow.workflow_runs (workflow_id, version, context, status, due_at, completed_at, error_node_id, error_code,
      error_concerns, error_message)
    select ${workflowId}, 1, jsonb_build_object('trigger', repeat('x', 600)), 'failed', null, now() - make_interval(secs => n), 'n2', 'answer-error',
      'host:crm' || n % 5 || '.test 500', 'It answered with 500.' from generate_series(1, 100000) n`
  await admin`
    insert into hubflow.workflow_runs (workflow_id, version, context, status, due_at, completed_at)
    select ${workflowId}, 1, jsonb_build_object('trigger', repeat('x', 1800)), 'completed', null, now()
    from generate_series(1, 60000) n`
  await admin`alter table hubflow.workflow_runs enable trigger user`
  await admin`vacuum analyze hubflow.workflow_runs`

  const begun = performance.now()
  expect((await failuresOf(workflowId)).map(({ count: runs }) => runs)).toEqual(Array(5).fill(20_000))
  const tookMs = performance.now() - begun
  const app = hub.database.connect('hubflow_app')
  const plan = await asPerson(app, hub.person('trainer').id, explainFailures)
  expect(plan, plan).toMatch(/Index Only Scan using workflow_runs_failures on workflow_runs run/)
  expect(plan, plan).not.toMatch(/Seq Scan on workflow_runs/)
  // Generous beside what it takes, so that only a plan that reads the runs themselves fails it on a busy machine.
  expect(tookMs).toBeLessThan(1500)
})
