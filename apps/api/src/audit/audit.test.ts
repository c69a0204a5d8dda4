import type { Definition } from '@hubflow/core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditChange, AuditEntry } from '../contract/audit.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL, notifying } from '../testing/definitions.ts'
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

type Role = 'admin' | 'trainer' | 'manager' | 'agent'

async function entries(query: Record<string, string> = {}, as: Role = 'manager'): Promise<AuditEntry[]> {
  const answer = await hub.send('GET', `/api/audit?${new URLSearchParams({ limit: '100', ...query })}`, { as })
  expect(answer.status).toBe(200)
  return (await bodyOf<List<AuditEntry>>(answer)).items
}

async function create(name: string, definition: Definition = MANUAL): Promise<string> {
  return (await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body: { name, definition } }))).id
}

const publish = (id: string, as: Role = 'trainer') => hub.send('POST', `/api/workflows/${id}/publish`, { as })

/** Saves the draft on top of whatever it is now. */
async function save(id: string, definition: Definition, as: Role = 'trainer'): Promise<void> {
  const { draft } = await bodyOf<Workflow>(hub.send('GET', `/api/workflows/${id}`, { as }))
  const body = { definition, revision: draft.revision }
  expect((await hub.send('PUT', `/api/workflows/${id}/draft`, { as, body })).status).toBe(200)
}

const change = (id: string, as: Role = 'manager') =>
  bodyOf<AuditChange>(hub.send('GET', `/api/audit/${id}/change`, { as }))

const named = (name: string): Definition => ({ ...MANUAL, nodes: MANUAL.nodes.map((node) => ({ ...node, name })) })
const nameIn = (definition: Definition | null | undefined) => definition?.nodes[0]?.name

test('what is done to a workflow is told newest first, by whom and with what', async () => {
  const id = await create('Told')
  const one = await hub.send('PATCH', `/api/workflows/${id}`, { as: 'manager', body: { name: 'Retold', priority: 50 } })
  expect(one.status).toBe(200)
  await publish(id)
  await hub.send('PATCH', `/api/workflows/${id}/status`, { as: 'admin', body: { status: 'paused' } })
  await hub.send('PATCH', `/api/workflows/${id}/status`, { as: 'admin', body: { status: 'active' } })
  await hub.send('POST', `/api/workflows/${id}/versions/1/restore`, { as: 'trainer', body: {} })
  const found = await entries({ workflowId: id })
  expect(found.map(({ action, by, detail }) => [action, by?.name, detail])).toEqual([
    ['workflow.version-restored', 'A trainer', { version: 1 }],
    ['workflow.status-changed', 'A admin', { from: 'paused', to: 'active' }],
    ['workflow.status-changed', 'A admin', { from: 'active', to: 'paused' }],
    ['workflow.published', 'A trainer', { version: 1, from: null, note: '' }],
    ['workflow.details-changed', 'A manager', { changes: { name: { before: 'Told', after: 'Retold' } } }],
    ['workflow.created', 'A trainer', { name: 'Told' }],
  ])
  expect(found[3]).toMatchObject({ workflow: { id, name: 'Retold', isThere: true }, hasChange: true })
})

test('a spell of editing is one entry a person, from what was there before to what was saved last', async () => {
  const id = await create('Edited')
  for (const name of ['A', 'B', 'C']) await save(id, named(name))
  await save(id, named('D'), 'manager')
  await save(id, named('E'))
  await save(id, named('E'))
  const spells = await entries({ workflowId: id, kind: 'editing' })
  expect(spells.map(({ action, by }) => [action, by?.name])).toEqual([
    ['workflow.edited', 'A trainer'],
    ['workflow.edited', 'A manager'],
    ['workflow.edited', 'A trainer'],
    ['workflow.created', 'A trainer'],
  ])
  expect(spells[2]?.detail).toEqual({ revision: 1 })
  const sides = await Promise.all(spells.slice(0, 3).map((entry) => change(entry.id)))
  expect(sides.map(({ before, after }) => [nameIn(before), nameIn(after)])).toEqual([
    ['D', 'E'],
    ['C', 'D'],
    ['Start', 'C'],
  ])
})

test('publishing ends a spell, and tells what was live before', async () => {
  const id = await create('Twice live')
  await publish(id)
  await save(id, named('Second'))
  await publish(id)
  await save(id, named('Third'))
  const found = await entries({ workflowId: id })
  expect(found.map(({ action }) => action.replace('workflow.', ''))).toEqual([
    'edited',
    'published',
    'edited',
    'published',
    'created',
  ])
  const [third, second, , first] = await Promise.all(
    found.map((entry) => (entry.hasChange ? change(entry.id) : undefined)),
  )
  expect([nameIn(third?.before), nameIn(third?.after)]).toEqual(['Second', 'Third'])
  expect([nameIn(second?.before), nameIn(second?.after)]).toEqual(['Start', 'Second'])
  expect([first?.before, nameIn(first?.after)]).toEqual([null, 'Start'])
})

test('a save that is refused is no spell', async () => {
  const id = await create('Stale')
  const body = { definition: named('Lost'), revision: 9 }
  expect((await hub.send('PUT', `/api/workflows/${id}/draft`, { as: 'trainer', body })).status).toBe(409)
  expect((await entries({ workflowId: id })).map(({ action }) => action)).toEqual(['workflow.created'])
})

test('runs are told with their workflow', async () => {
  const id = await create('Run', notifying({ type: 'manual', config: {} }))
  await publish(id)
  const { runId } = await bodyOf<{ runId: string }>(hub.send('POST', `/api/workflows/${id}/runs`, { as: 'trainer' }))
  await hub.send('POST', `/api/runs/${runId}/cancel`, { as: 'admin' })
  const [cancelled, started] = await entries({ workflowId: id, kind: 'runs' })
  expect(cancelled).toMatchObject({ action: 'run.cancelled', object: { type: 'run', id: runId }, workflow: { id } })
  expect(started).toMatchObject({ action: 'workflow.run-by-hand', detail: { runId }, hasChange: false })
})

test('sign-in and sign-out are noted; what was refused, alike whether there is such an address', async () => {
  const person = await hub.signedInPerson('manager')
  await hub.send('POST', '/api/auth/sign-out', { as: person, body: {} })
  expect((await hub.signIn(person.email, 'not the password')).status).toBe(401)
  expect((await hub.signIn('Nobody@hub.test', 'not the password')).status).toBe(401)
  const found = (await entries({ kind: 'sign-in', limit: '4' })).map(({ id: _, at: __, ...rest }) => rest)
  const by = { id: person.id, name: 'A manager' }
  const about = { by, object: { type: 'person', id: person.id, name: 'A manager' } }
  const none = { workflow: null, detail: {}, hasChange: false }
  const refused = (id: string) => ({
    action: 'sign-in.refused',
    by: null,
    object: { type: 'address', id, name: null },
    ...none,
  })
  expect(found).toEqual([
    refused('nobody@hub.test'),
    refused(person.email),
    { action: 'person.signed-out', ...about, ...none },
    { action: 'person.signed-in', ...about, ...none },
  ])
})

test('filters by person, time and kind; pages by cursor without a gap', async () => {
  const trainer = hub.person('trainer').id
  const own = await entries({ personId: trainer })
  expect(own.length).toBeGreaterThan(5)
  expect(own.every(({ by }) => by?.id === trainer)).toBe(true)
  const all = await entries()
  const middle = all[4]?.at ?? ''
  expect((await entries({ to: middle })).map(({ id }) => id)).toEqual(
    all.filter(({ at }) => at < middle).map(({ id }) => id),
  )
  const paged: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: '3', ...(cursor ? { cursor } : {}) })
    const page: List<AuditEntry> = await bodyOf(hub.send('GET', `/api/audit?${query}`, { as: 'manager' }))
    paged.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  expect(paged).toEqual(all.map(({ id }) => id))
  expect((await hub.send('GET', '/api/audit?kind=all', { as: 'manager' })).status).toBe(400)
})

test('agents read nothing of it, and nobody changes it', async () => {
  expect(await entries({}, 'agent')).toEqual([])
  const [entry] = (await entries({ kind: 'publishing' })).filter(({ hasChange }) => hasChange)
  expect((await hub.send('GET', `/api/audit/${entry?.id}/change`, { as: 'agent' })).status).toBe(404)
  for (const statement of ["update hubflow.audit_log set action = 'x'", 'delete from hubflow.audit_log'])
    await expect(admin.unsafe(statement)).rejects.toMatchObject({ code: '23001' })
})
