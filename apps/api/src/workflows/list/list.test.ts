import type { Definition } from '@hubflow/core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Workflow } from '../../contract/workflow.ts'
import type { BulkWorkflowsDone, WorkflowCounts, WorkflowListItem } from '../../contract/workflow-list.ts'
import { MANUAL, WEBHOOK } from '../../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../../testing/test-api.ts'

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

type As = 'admin' | 'trainer' | 'manager' | 'agent'

async function draft(
  name: string,
  more: { category?: string; as?: As; definition?: Definition } = {},
): Promise<string> {
  const { as = 'trainer', ...rest } = more
  const body = { name, definition: MANUAL, ...rest }
  return (await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as, body }))).id
}

async function live(name: string, more: Parameters<typeof draft>[1] = {}): Promise<string> {
  const id = await draft(name, more)
  expect((await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })).status).toBe(200)
  return id
}

function list(query: string, as: As = 'trainer'): Promise<List<WorkflowListItem>> {
  return bodyOf(hub.send('GET', `/api/workflows?${query}`, { as }))
}

function counts(query: string, as: As = 'trainer'): Promise<WorkflowCounts> {
  return bodyOf(hub.send('GET', `/api/workflow-counts?${query}`, { as }))
}

function bulk(action: string, which: object, as: As = 'trainer'): Promise<BulkWorkflowsDone> {
  return bodyOf(hub.send('POST', '/api/workflows/bulk', { as, body: { action, ...which } }))
}

async function statusOf(id: string): Promise<string> {
  return (await bodyOf<Workflow>(hub.send('GET', `/api/workflows/${id}`, { as: 'trainer' }))).status
}

async function auditOf(id: string): Promise<{ action: string; detail: unknown }[]> {
  return admin`select action, detail from hubflow.audit_log where object_id = ${id} order by created_at, action`
}

const NOTHING = { changed: 0, already: 0, refused: [], gone: 0, more: false }

test('each workflow comes with its last run and the runs of seven days of the hub’s calendar; tests count for nothing', async () => {
  const id = await live('Counted')
  const run = (status: string, at: string, more = {}) =>
    admin`insert into hubflow.workflow_runs ${admin({ workflow_id: id, version: 1, status, context: admin.json({ trigger: {} }), due_at: null, ...more })}
      returning id`.then(
      ([row]) => admin`update hubflow.workflow_runs set created_at = ${at}::text::timestamptz where id = ${row?.id}`,
    )
  // Midnight of Berlin, where this hub is: each lies a second before or after it.
  const midnight = (days: number, seconds: number) =>
    admin<
      { at: string }[]
    >`select ((date_trunc('day', now() at time zone 'Europe/Berlin') - make_interval(days => ${days}))
      at time zone 'Europe/Berlin' + make_interval(secs => ${seconds}))::text as at`.then(([row]) => row?.at ?? '')
  await run('completed', await midnight(7, 86_399 - 86_400))
  await run('completed', await midnight(6, 1))
  await run('failed', await midnight(6, 2))
  await run('cancelled', await midnight(0, -1))
  await run('completed', await midnight(0, 1))
  await run('held', await midnight(0, 1))
  await run('completed', await midnight(0, 1), { is_test: true })
  await run('failed', await midnight(0, 1), { is_test: true })
  const { items } = await list(`ids=${id}`)
  const nought = [0, 0, 0]
  expect(items[0]?.week.map((day) => [day.completed, day.failed, day.other])).toEqual([
    [1, 1, 0],
    ...Array(4).fill(nought),
    [0, 0, 1],
    [1, 0, 1],
  ])
  const days = await admin<{ day: string }[]>`
    select to_char(now() at time zone 'Europe/Berlin' - make_interval(days => 6 - n), 'YYYY-MM-DD') as day from generate_series(0, 6) n`
  expect(items[0]?.week.map(({ day }) => day)).toEqual(days.map(({ day }) => day))
  expect(items[0]?.lastRun).toMatchObject({ workflowId: id, isTest: false })
  expect(items[0]?.createdBy).toEqual({ id: hub.person('trainer').id, name: expect.any(String) })
})

test('what comes next is the armed time of a schedule, else the first waiting run to go on, and is called so', async () => {
  const [scheduled, waiting, both] = [await live('Scheduled'), await live('Waiting'), await live('Both')]
  for (const id of [scheduled, both]) {
    await admin`insert into hubflow.schedule_occurrences (workflow_id, local_time, due_at, outcome)
      values (${id}, '2036-03-01T08:00', '2036-03-01T07:00Z', 'started'), (${id}, '2036-03-02T08:00', '2036-03-02T07:00Z', null)`
  }
  for (const id of [waiting, both]) {
    await admin`insert into hubflow.workflow_runs (workflow_id, version, status, context, due_at) values
      (${id}, 1, 'waiting', '{"trigger":{}}', '2036-02-02T09:00Z'), (${id}, 1, 'waiting', '{"trigger":{}}', '2036-02-01T09:00Z')`
  }
  const { items } = await list(`ids=${scheduled},${waiting},${both}`)
  expect(Object.fromEntries(items.map(({ name, nextRun }) => [name, nextRun]))).toEqual({
    Scheduled: { kind: 'start', at: '2036-03-02T07:00:00.000Z' },
    Waiting: { kind: 'goes-on', at: '2036-02-01T09:00:00.000Z' },
    Both: { kind: 'start', at: '2036-03-02T07:00:00.000Z' },
  })
  await admin`update hubflow.schedule_occurrences set outcome = 'started' where workflow_id = ${scheduled}`
  expect((await list(`ids=${scheduled}`)).items[0]?.nextRun).toBeNull()
})

test('the list is filtered by several statuses, owner and all words; counts say what each other choice would give', async () => {
  await live('Facet alpha', { category: 'facets' })
  await live('Facet beta', { category: 'facets' })
  await draft('Facet gamma', { category: 'facets', as: 'manager' })
  await draft('Facet delta', { category: 'other facets' })
  const archived = await live('Facet epsilon', { category: 'facets' })
  await bulk('archive', { ids: [archived] })
  const binned = await draft('Facet zeta', { category: 'facets' })
  await bulk('delete', { ids: [binned] })
  const names = async (query: string) => (await list(query)).items.map(({ name }) => name)

  expect(await names('q=facet&status=active,draft')).toEqual([
    'Facet delta',
    'Facet gamma',
    'Facet beta',
    'Facet alpha',
  ])
  expect(await names('q=OTHER%20delta')).toEqual(['Facet delta'])
  expect(await names(`q=facet&owner=${hub.person('manager').id}`)).toEqual(['Facet gamma'])
  expect(await names('q=facet&bin=true')).toEqual(['Facet zeta'])

  const counted = await counts('q=facet&status=active,draft&category=facets')
  expect(counted).toMatchObject({
    statuses: { active: 2, draft: 1, paused: 0, archived: 1 },
    listed: 3,
  })
  expect(Object.fromEntries(counted.owners.map(({ id, count }) => [id, count]))).toEqual({
    [hub.person('manager').id]: 1,
    [hub.person('trainer').id]: 2,
  })
  expect(counted.categories.filter(({ count }) => count > 0)).toEqual([
    { category: 'facets', count: 3 },
    { category: 'other facets', count: 1 },
  ])
  expect(await counts('q=facet&bin=true')).toMatchObject({ listed: 1, statuses: { archived: 1 } })
  expect((await hub.send('GET', '/api/workflows?status=active,exploded', { as: 'trainer' })).status).toBe(400)
})

test('an agent counts nothing and changes nothing', async () => {
  const id = await live('Not theirs')
  expect(await counts('', 'agent')).toMatchObject({ all: 0, binned: 0, listed: 0, categories: [], owners: [] })
  expect(await bulk('pause', { ids: [id] }, 'agent')).toEqual({ ...NOTHING, gone: 1 })
  expect(await bulk('pause', { filter: { q: 'Not theirs' } }, 'agent')).toEqual(NOTHING)
  expect(await statusOf(id)).toBe('active')
})

test('in bulk each is changed or refused for a reason, what was so is told apart, and each change is on record', async () => {
  const [active, paused, unpublished] = [await live('Bulk a'), await live('Bulk b'), await draft('Bulk c')]
  await bulk('pause', { ids: [paused] })
  const absent = '01890000-0000-7000-8000-000000000000'
  expect(await bulk('pause', { ids: [active, paused, unpublished, absent] })).toEqual({
    changed: 1,
    already: 1,
    refused: [{ id: unpublished, name: 'Bulk c', reason: 'It was never published, so there is nothing to pause.' }],
    gone: 1,
    more: false,
  })
  expect(await statusOf(active)).toBe('paused')
  expect((await auditOf(active)).at(-1)).toEqual({
    action: 'workflow.status-changed',
    detail: { from: 'active', to: 'paused', inBulk: true },
  })
  expect(await bulk('resume', { filter: { q: 'bulk', status: ['paused', 'draft'] } }, 'manager')).toMatchObject({
    changed: 2,
    refused: [{ name: 'Bulk c', reason: 'It was never published. Publish it first.' }],
  })
  expect(await bulk('archive', { ids: [active, unpublished] })).toEqual({ ...NOTHING, changed: 2 })
  expect(await bulk('pause', { ids: [active] })).toMatchObject({
    changed: 0,
    refused: [{ reason: 'It is archived and starts nothing.' }],
  })
  expect(
    (await hub.send('POST', '/api/workflows/bulk', { as: 'admin', body: { action: 'delete', filter: {} } })).status,
  ).toBe(400)
})

test('the bin: what goes in has its waiting runs cancelled; it comes back paused, or as the draft that it was', async () => {
  const [published, unpublished] = [await live('Binned live'), await draft('Binned draft')]
  const [run] = await admin<{ id: string }[]>`
    insert into hubflow.workflow_runs (workflow_id, version, status, context, due_at)
    values (${published}, 1, 'waiting', '{"trigger":{}}', '2036-02-02T09:00Z') returning id`
  const ids = [published, unpublished]
  expect(await bulk('delete', { ids })).toEqual({ ...NOTHING, changed: 2 })
  expect(await bulk('delete', { ids })).toEqual({ ...NOTHING, already: 2 })
  expect(await bodyOf(hub.send('GET', `/api/runs/${run?.id}`, { as: 'trainer' }))).toMatchObject({
    status: 'cancelled',
  })
  expect(await bulk('resume', { ids })).toMatchObject({
    changed: 0,
    refused: [{ reason: 'It is in the bin. Restore it first.' }, { reason: 'It is in the bin. Restore it first.' }],
  })
  const { items } = await list('bin=true&q=binned')
  expect(items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  expect(items[0]?.deletedAt).toMatch(/^20/)

  expect(await bulk('restore', { ids })).toEqual({ ...NOTHING, changed: 2 })
  expect([await statusOf(published), await statusOf(unpublished)]).toEqual(['paused', 'draft'])
  expect((await auditOf(published)).map(({ action }) => action).slice(-2)).toEqual([
    'workflow.deleted',
    'workflow.restored',
  ])
})

test('a name that was given again keeps a workflow in the bin until it gets another one', async () => {
  const old = await draft('Twice')
  await bulk('delete', { ids: [old] })
  const older = await draft('twice')
  await bulk('delete', { ids: [older] })
  await draft('TWICE')
  const reason = 'Its owner has another workflow of this name by now. Restore it alone, with a new name.'
  expect(await bulk('restore', { ids: [old] })).toMatchObject({ changed: 0, refused: [{ name: 'Twice', reason }] })
  const refused = await hub.send('POST', `/api/workflows/${old}/restore`, { as: 'manager', body: {} })
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({ suggestion: 'Twice 2' })
  const back = await hub.send('POST', `/api/workflows/${old}/restore`, { as: 'manager', body: { name: 'Twice 2' } })
  expect(await back.json()).toMatchObject({ name: 'Twice 2', status: 'draft' })
  expect((await auditOf(old)).at(-1)).toEqual({ action: 'workflow.restored', detail: { name: 'Twice 2' } })
  expect((await hub.send('POST', `/api/workflows/${old}/restore`, { as: 'manager', body: {} })).status).toBe(404)
})

test('of two in the bin with one name one comes back', async () => {
  const first = await draft('Same name')
  await bulk('delete', { ids: [first] })
  const second = await draft('Same name')
  await bulk('delete', { ids: [second] })
  expect(await bulk('restore', { ids: [second, first] })).toMatchObject({
    changed: 1,
    refused: [{ name: 'Same name' }],
  })
})

test('a duplicate is the caller’s own draft under a free name, with an address of its own', async () => {
  const body = {
    name: 'Original',
    category: 'copies',
    description: 'Says hello',
    maxRunsPerDay: 7,
    definition: WEBHOOK,
  }
  const original = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${original.id}/publish`, { as: 'trainer' })
  const duplicate = (as: As) =>
    bodyOf<Workflow>(hub.send('POST', `/api/workflows/${original.id}/duplicate`, { as, body: {} }))
  const copy = await duplicate('manager')
  expect(copy).toMatchObject({
    name: 'Copy of Original',
    category: 'copies',
    description: 'Says hello',
    maxRunsPerDay: 7,
    status: 'draft',
    liveVersion: null,
    triggerType: 'webhook',
    createdBy: { id: hub.person('manager').id },
    draft: { definition: WEBHOOK, revision: 1 },
  })
  expect(copy.webhook?.url).not.toBe(original.webhook?.url)
  expect((await duplicate('manager')).name).toBe('Copy of Original 2')
  expect((await duplicate('trainer')).name).toBe('Copy of Original')
  expect(await auditOf(copy.id)).toEqual([
    { action: 'workflow.duplicated', detail: { name: 'Copy of Original', from: original.id } },
  ])
  const taken = await hub.send('POST', `/api/workflows/${original.id}/duplicate`, {
    as: 'trainer',
    body: { name: 'original' },
  })
  expect(taken.status).toBe(409)
  expect(await taken.json()).toMatchObject({ suggestion: 'original 2' })
})
