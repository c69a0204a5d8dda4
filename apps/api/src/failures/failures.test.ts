import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FailureCause } from '../contract/failure.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

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
  url?: string
  daysAgo?: number
}

/** A run as a worker leaves it whose step failed like this. */
async function failedRun(workflowId: string, { code, message, url, daysAgo = 0 }: Failing): Promise<string> {
  const started = hub.send('POST', `/api/workflows/${workflowId}/runs`, { as: 'trainer', body: {} })
  const { runId } = await bodyOf<{ runId: string }>(started)
  await admin`update hubflow.workflow_runs set status = 'failed', due_at = null, error_node_id = 'n2',
    completed_at = now() - make_interval(days => ${daysAgo}), error_message = ${message} where id = ${runId}`
  await admin`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, input, error)
    values (${runId}, 'n2', 0, 'http-request', 'Tell the CRM', 'failed', ${admin.json({ url: url ?? '' })},
      ${admin.json({ code, message })})`
  return runId
}

async function failuresOf(workflowId: string, query = ''): Promise<FailureCause[]> {
  const path = `/api/failures?workflowId=${workflowId}${query}`
  return (await bodyOf<List<FailureCause>>(hub.send('GET', path, { as: 'manager' }))).items
}

const answered = (url: string): Failing => ({ code: 'answer-error', message: 'It answered with 500.', url })

test('runs that failed alike are one cause; another host, step or class is another', async () => {
  const workflowId = await publishNew()
  const first = await failedRun(workflowId, { ...answered('https://user:word@crm.test/a?x=1'), daysAgo: 2 })
  const second = await failedRun(workflowId, answered('https://crm.test/b'))
  await failedRun(workflowId, answered('https://crm.test.other/'))
  await failedRun(workflowId, { code: 'secret-missing', message: 'The key is gone.' })
  await failedRun(workflowId, { code: 'value-missing', message: 'The client has no phone.' })
  await failedRun(workflowId, { code: 'value-missing', message: 'The client has no email.' })
  const other = await publishNew()
  await failedRun(other, answered('https://crm.test/a'))

  const causes = await failuresOf(workflowId)
  expect(causes.map(({ code, concerns, count: runs }) => `${code} ${concerns} ${runs}`).toSorted()).toEqual([
    'answer-error crm.test 2',
    'answer-error crm.test.other 1',
    'secret-missing  1',
    'value-missing The client has no email. 1',
    'value-missing The client has no phone. 1',
  ])
  const cause = causes.find(({ concerns }) => concerns === 'crm.test')
  expect(cause).toMatchObject({
    workflowId,
    nodeId: 'n2',
    stepName: 'Tell the CRM',
    title: 'The other system answered with an error',
    message: 'It answered with 500.',
    why: expect.stringContaining('refused'),
    remedy: expect.stringContaining('retry'),
    fix: { place: 'step', label: 'Open the step' },
    runIds: [second, first],
  })
  expect(Date.parse(cause?.lastAt ?? '') - Date.parse(cause?.firstAt ?? '')).toBeGreaterThan(47 * 3_600_000)
  expect(causes.find(({ code }) => code === 'secret-missing')?.fix.place).toBe('secrets')
  expect(JSON.stringify(causes)).not.toContain('word@')
})

test('what was retried, in the same run or in another, is no failure to see to any more', async () => {
  const workflowId = await publishNew()
  const resumed = await failedRun(workflowId, answered('https://crm.test/'))
  const repeated = await failedRun(workflowId, answered('https://crm.test/'))
  const left = await failedRun(workflowId, answered('https://crm.test/'))
  await hub.send('POST', '/api/runs/bulk', { as: 'manager', body: { action: 'retry', ids: [resumed] } })
  const again = { from: 'start', version: 'same' }
  expect((await hub.send('POST', `/api/runs/${repeated}/retry`, { as: 'manager', body: again })).status).toBe(200)
  expect(await failuresOf(workflowId)).toMatchObject([{ count: 1, runIds: [left] }])
})

test('older failures are told when they are asked for; test runs and deleted workflows never', async () => {
  const workflowId = await publishNew()
  await failedRun(workflowId, { ...answered('https://crm.test/'), daysAgo: 40 })
  expect(await failuresOf(workflowId)).toEqual([])
  expect(await failuresOf(workflowId, '&days=60')).toHaveLength(1)
  await admin`update hubflow.workflow_runs set archived_at = now() where workflow_id = ${workflowId}`
  expect(await failuresOf(workflowId, '&days=60')).toHaveLength(1)
  await admin`update hubflow.workflow_runs set is_test = true where workflow_id = ${workflowId}`
  expect(await failuresOf(workflowId, '&days=60')).toEqual([])

  const binned = await publishNew()
  await failedRun(binned, answered('https://crm.test/'))
  await hub.send('DELETE', `/api/workflows/${binned}`, { as: 'trainer' })
  expect(await failuresOf(binned)).toEqual([])
})

test('an agent is told of none', async () => {
  await failedRun(await publishNew(), answered('https://crm.test/'))
  expect(await bodyOf<unknown>(hub.send('GET', '/api/failures', { as: 'agent' }))).toEqual({
    items: [],
    nextCursor: null,
  })
})
