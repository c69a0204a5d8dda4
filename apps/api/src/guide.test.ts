import type { Definition } from '@hubflow/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient } from './client.ts'
import { ORIGIN, startTestApi, type TestApi } from './testing/test-api.ts'

/** One test a method of `workflowService`, as the guide's API reference names them, against its route. */

const DEFINITION: Definition = {
  schemaVersion: 1,
  nodes: [
    { id: 'start', type: 'manual', name: 'By hand', config: {}, position: { x: 0, y: 0 } },
    {
      id: 'tell',
      type: 'create-notification',
      name: 'Tell',
      config: { to: ['owner'], title: 'Done', message: 'It ran.' },
      position: { x: 0, y: 140 },
    },
  ],
  edges: [{ id: 'e1', source: 'start', target: 'tell', branch: 'next' }],
}

let api: TestApi
let workflows: ReturnType<typeof clientOf>['workflows']
let client: ReturnType<typeof clientOf>
beforeAll(async () => {
  api = await startTestApi()
  client = clientOf('trainer')
  workflows = client.workflows
})
afterAll(() => api.stop())

function clientOf(role: 'trainer' | 'agent') {
  const fetchAs = (input: string | URL | Request, init?: RequestInit) => {
    const headers = new Headers(init?.headers)
    headers.set('cookie', api.person(role).cookie)
    headers.set('origin', ORIGIN)
    headers.set('host', new URL(ORIGIN).host)
    return Promise.resolve(api.api.app.request(String(input), { ...init, headers }))
  }
  return createClient(ORIGIN, { fetch: fetchAs }).api
}

/** A workflow of its own, live. */
async function published(name: string): Promise<string> {
  const created = await workflows.$post({ json: { name, definition: DEFINITION } })
  expect(created.status).toBe(201)
  const { id } = await created.json()
  const live = await workflows[':id'].publish.$post({ param: { id }, json: {} })
  expect(await live.json()).toMatchObject({ id, status: 'active', liveVersion: 1 })
  return id
}

describe('the guide’s methods', () => {
  test('createWorkflow, getWorkflow and getWorkflows with a status', async () => {
    const id = await published('Created')
    const draft = await workflows.$post({ json: { name: 'Only a draft', category: 'sales', maxRunsPerDay: null } })
    expect(await draft.json()).toMatchObject({ status: 'draft', category: 'sales', maxRunsPerDay: null, priority: 50 })
    const one = await workflows[':id'].$get({ param: { id } })
    expect(await one.json()).toMatchObject({
      id,
      name: 'Created',
      status: 'active',
      triggerType: 'manual',
      maxRunsPerDay: 10,
      createdBy: { id: api.person('trainer').id },
    })
    const active = await (await workflows.$get({ query: { status: 'active' } })).json()
    expect(active.items.map(({ name }) => name)).toContain('Created')
    expect(active.items.map(({ name }) => name)).not.toContain('Only a draft')
  })

  test('updateWorkflow changes what is given and nothing else', async () => {
    const id = await published('Before')
    const answer = await workflows[':id'].$patch({ param: { id }, json: { name: 'After', maxRunsPerDay: 25 } })
    expect(await answer.json()).toMatchObject({ name: 'After', maxRunsPerDay: 25, status: 'active', liveVersion: 1 })
  })

  test('deleteWorkflow takes it out of sight', async () => {
    const id = await published('To go')
    expect((await workflows[':id'].$delete({ param: { id }, query: {} })).status).toBe(204)
    expect((await workflows[':id'].$get({ param: { id } })).status).toBe(404)
  })

  test('updateWorkflowStatus pauses, and a paused workflow starts nothing', async () => {
    const id = await published('Paused')
    const paused = await workflows[':id'].status.$patch({ param: { id }, json: { status: 'paused' } })
    expect(await paused.json()).toMatchObject({ status: 'paused' })
    expect((await workflows[':id'].runs.$post({ param: { id }, json: {} })).status).toBe(409)
  })

  test('triggerWorkflow starts a run that getWorkflowRuns shows', async () => {
    const id = await published('Triggered')
    const started = await workflows[':id'].runs.$post({ param: { id }, json: { context: {} } })
    expect(started.status).toBe(202)
    const { runId } = await started.json()
    const listed = await (await client.runs.$get({ query: { workflowId: id, limit: '1' } })).json()
    expect(listed.items).toMatchObject([{ id: runId, workflowId: id, status: 'pending', isTest: false }])
  })

  test('testWorkflow starts a test run, which the real ones do not show', async () => {
    const id = await published('Tested')
    const started = await workflows[':id'].test.$post({ param: { id }, json: { testData: {} } })
    expect(started.status).toBe(202)
    const { runId } = await started.json()
    const run = await (await client.runs[':id'].$get({ param: { id: runId } })).json()
    expect(run).toMatchObject({ isTest: true, status: 'pending' })
    expect((await (await client.runs.$get({ query: { workflowId: id } })).json()).items).toEqual([])
  })

  test('getTriggerEventTypes names the events of the guide, with their fields', async () => {
    const { items } = await (await client['trigger-event-types'].$get({ query: {} })).json()
    expect(items.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'policy.created',
        'commission.received',
        'commission.chargeback',
        'recruit.phase_changed',
        'target.milestone_reached',
      ]),
    )
    expect(items.find(({ name }) => name === 'policy.created')?.fields.map(({ key }) => key)).toEqual([
      'policy_id',
      'client_id',
      'agent_id',
    ])
  })

  test('other roles have no access', async () => {
    const agent = clientOf('agent')
    expect((await (await agent.workflows.$get({ query: {} })).json()).items).toEqual([])
    const id = await published('Not for agents')
    expect((await agent.workflows[':id'].$get({ param: { id } })).status).toBe(404)
    expect((await agent.workflows[':id'].test.$post({ param: { id }, json: {} })).status).toBe(404)
  })
})
