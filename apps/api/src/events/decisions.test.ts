import { tables } from '@hubflow/db'
import { createWorkflow } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Decision } from '../contract/event.ts'
import { WEBHOOK } from '../testing/definitions.ts'
import { bodyOf, type List, ORIGIN, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let workflowId: string
let hookToken: string
beforeAll(async () => {
  hub = await startTestApi()
  const ownerId = hub.person('trainer').id
  ;({ id: workflowId, hookToken } = await createWorkflow(hub.database.url, {
    ownerId,
    definition: WEBHOOK,
    name: 'Leads',
    maxRunsPerDay: 1,
  }))
})
afterAll(() => hub.stop())

const list = (query: string) => bodyOf<List<Decision>>(hub.send('GET', `/api/decisions?${query}`, { as: 'trainer' }))
const call = () =>
  hub.api.app.request(`${ORIGIN}/hooks/${hookToken}`, {
    method: 'POST',
    headers: { host: '127.0.0.1:3000', 'content-type': 'application/json' },
    body: '{}',
  })

test('of calls, those that started nothing are kept with what to do: held over the limit, paused', async () => {
  expect((await call()).status).toBe(202)
  expect((await list(`workflowId=${workflowId}`)).items).toEqual([])
  const held = await bodyOf<{ runId: string }>(call())
  const app = hub.database.connect('hubflow_owner')
  await app.orm.update(tables.workflows).set({ status: 'paused' })
  await app.close()
  expect((await call()).status).toBe(409)
  const { items } = await list(`workflowId=${workflowId}`)
  expect(items).toMatchObject([
    { workflowName: 'Leads', verdict: 'paused', runId: null, sentence: expect.stringContaining('Resume it') },
    {
      verdict: 'held',
      runId: held.runId,
      subject: null,
      sentence: expect.stringContaining('The daily limit of 1 runs is reached.'),
    },
  ])
  expect((await list('verdict=held')).items).toHaveLength(1)
})

test('decisions about a record come in pages, newest first, with its title and the event', async () => {
  const worker = hub.database.connect('hubflow_worker')
  const owner = hub.database.connect('hubflow_owner')
  const [agent] = await owner.orm
    .insert(tables.agents)
    .values({ firstName: 'Ann', lastName: 'Lee', email: 'ann@hub.test' })
    .returning()
  const [event] = await worker.orm.insert(tables.events).values({ type: 'policy.created', data: {} }).returning()
  const about = { workflowId, eventId: event?.id ?? null, subjectTable: 'agents', subjectId: agent?.id ?? null }
  for (const clause of ['One.', 'Two.', 'Three.']) {
    await worker.orm
      .insert(tables.triggerDecisions)
      .values({ ...about, verdict: 'filtered', detail: { clauses: [clause] } })
  }
  await Promise.all([worker.close(), owner.close()])
  const query = `table=agents&recordId=${agent?.id}&limit=2`
  const first = await list(query)
  expect(first.items).toMatchObject([{ detail: { clauses: ['Three.'] } }, { detail: { clauses: ['Two.'] } }])
  expect(first.items[0]).toMatchObject({
    eventType: 'policy.created',
    sentence: expect.stringContaining("the trigger's filter said no. Three."),
    subject: { table: 'agents', id: agent?.id, title: 'Ann Lee' },
  })
  const second = await list(`${query}&cursor=${first.nextCursor}`)
  expect(second).toMatchObject({ items: [{ detail: { clauses: ['One.'] } }], nextCursor: null })
})

test('a table that is none is refused', async () => {
  expect((await hub.send('GET', '/api/decisions?table=user_profiles', { as: 'trainer' })).status).toBe(400)
})
