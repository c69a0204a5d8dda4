import type { Definition } from '@hubflow/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Version, Workflow } from '../contract/workflow.ts'
import { MANUAL, notifying, WEBHOOK } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

async function create(body: { name: string; definition?: Definition }): Promise<Workflow> {
  const answer = await hub.send('POST', '/api/workflows', { as: 'trainer', body })
  expect(answer.status).toBe(201)
  return bodyOf(answer)
}

test('a new workflow is an empty draft of its author', async () => {
  const workflow = await create({ name: 'Welcome' })
  expect(workflow).toMatchObject({
    name: 'Welcome',
    description: '',
    category: 'general',
    status: 'draft',
    triggerType: null,
    liveVersion: null,
    draft: { definition: { schemaVersion: 1, nodes: [], edges: [] }, revision: 1 },
    maxRunsPerDay: 10,
    priority: 50,
    createdBy: { id: hub.person('trainer').id },
    lastRun: null,
  })
  expect(workflow.problems.map((problem) => problem.code)).toContain('trigger-missing')
})

test('the name is its own per owner, whatever its case, and a free one is offered', async () => {
  await create({ name: 'Chase commissions' })
  const again = await hub.send('POST', '/api/workflows', { as: 'trainer', body: { name: 'CHASE commissions' } })
  expect(again.status).toBe(409)
  expect(await again.json()).toMatchObject({ status: 409, suggestion: 'CHASE commissions 2' })
  const other = await hub.send('POST', '/api/workflows', { as: 'manager', body: { name: 'Chase commissions' } })
  expect(other.status).toBe(201)
})

test('a name is checked while it is typed; its own workflow may keep it', async () => {
  const { id } = await create({ name: 'Typed name' })
  const check = async (query: string, as: 'trainer' | 'manager' = 'trainer') =>
    (await hub.send('GET', `/api/workflow-names?${query}`, { as })).json()
  expect(await check('name=typed%20NAME')).toEqual({ isFree: false, suggestion: 'typed NAME 2' })
  expect(await check(`name=typed%20NAME&except=${id}`)).toEqual({ isFree: true, suggestion: null })
  expect(await check('name=typed%20NAME', 'manager')).toEqual({ isFree: true, suggestion: null })
  expect(await check(`name=chase%20commissions&except=${id}`, 'manager')).toMatchObject({ isFree: false })
})

test('a stale draft is refused with the newer one, and nothing is lost', async () => {
  const { id } = await create({ name: 'Two windows' })
  const first = await hub.send('PUT', `/api/workflows/${id}/draft`, {
    as: 'trainer',
    body: { definition: MANUAL, revision: 1 },
  })
  expect(await first.json()).toEqual({ revision: 2, problems: [] })
  const second = await hub.send('PUT', `/api/workflows/${id}/draft`, {
    as: 'manager',
    body: { definition: WEBHOOK, revision: 1 },
  })
  expect(second.status).toBe(409)
  expect(second.headers.get('content-type')).toBe('application/problem+json')
  expect(await second.json()).toMatchObject({ draft: { definition: MANUAL, revision: 2 } })
})

test('saving a draft never changes what is live', async () => {
  const { id } = await create({ name: 'Live stays', definition: MANUAL })
  const published = await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer', body: { note: 'first' } })
  expect(await published.json()).toMatchObject({
    status: 'active',
    liveVersion: 1,
    triggerType: 'manual',
    hasUnpublishedChanges: false,
  })
  await hub.send('PUT', `/api/workflows/${id}/draft`, { as: 'trainer', body: { definition: WEBHOOK, revision: 1 } })
  const workflow = await (await hub.send('GET', `/api/workflows/${id}`, { as: 'trainer' })).json()
  expect(workflow).toMatchObject({
    liveVersion: 1,
    triggerType: 'manual',
    hasUnpublishedChanges: true,
    draft: { revision: 2 },
  })
  const live = await (await hub.send('GET', `/api/workflows/${id}/versions/1`, { as: 'trainer' })).json()
  expect(live).toMatchObject({ version: 1, note: 'first', isLive: true, definition: MANUAL })
})

test('publishing what is not finished names every problem and where it is', async () => {
  const broken: Definition = {
    ...MANUAL,
    nodes: MANUAL.nodes.map((node) => (node.id === 'n2' ? { ...node, config: { ...node.config, title: '' } } : node)),
  }
  const { id } = await create({ name: 'Unfinished', definition: broken })
  const answer = await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  expect(answer.status).toBe(422)
  const problem = await bodyOf(answer)
  expect(problem.errors).toEqual([
    expect.objectContaining({ pointer: '/nodes/1/config/title', nodeId: 'n2', code: 'config-invalid' }),
  ])
  const versions = await bodyOf<List<Version>>(hub.send('GET', `/api/workflows/${id}/versions`, { as: 'trainer' }))
  expect(versions).toEqual({ items: [], nextCursor: null })
})

test('a template of nobody and a person of nobody keep a workflow from being published', async () => {
  const ghost = '01890000-0000-7000-8000-000000000000'
  const definition: Definition = {
    ...MANUAL,
    nodes: [
      ...MANUAL.nodes.slice(0, 1),
      {
        id: 'n2',
        type: 'send-email',
        name: 'Mail',
        config: { to: [`user:${ghost}`], templateId: ghost },
        position: { x: 0, y: 140 },
      },
    ],
  }
  const workflow = await create({ name: 'Ghosts', definition })
  expect(workflow.problems).toEqual([
    expect.objectContaining({ code: 'reference-missing', nodeId: 'n2', field: ['to', 0] }),
    expect.objectContaining({ code: 'reference-missing', nodeId: 'n2', field: ['templateId'] }),
  ])
})

test('publishing a revision that is no longer the draft is refused', async () => {
  const { id } = await create({ name: 'Publish stale', definition: MANUAL })
  const answer = await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer', body: { revision: 7 } })
  expect(answer.status).toBe(409)
  expect(await bodyOf(answer)).toMatchObject({ draft: { revision: 1 } })
})

test('two who publish at once get two versions', async () => {
  const { id } = await create({ name: 'Twice', definition: MANUAL })
  const answers = await Promise.all(
    ['trainer', 'manager'].map((as) =>
      hub.send('POST', `/api/workflows/${id}/publish`, { as: as as 'trainer' | 'manager' }),
    ),
  )
  expect(answers.map((answer) => answer.status)).toEqual([200, 200])
  const versions = await bodyOf<List<Version>>(hub.send('GET', `/api/workflows/${id}/versions`, { as: 'trainer' }))
  expect(versions.items.map((version) => version.version)).toEqual([2, 1])
})

test('an old version becomes the draft, or goes live as a new version', async () => {
  const { id } = await create({ name: 'Back', definition: MANUAL })
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  await hub.send('PUT', `/api/workflows/${id}/draft`, { as: 'trainer', body: { definition: WEBHOOK, revision: 1 } })
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  const draft = await hub.send('POST', `/api/workflows/${id}/versions/1/restore`, { as: 'trainer' })
  expect(await draft.json()).toMatchObject({
    liveVersion: 2,
    triggerType: 'webhook',
    draft: { definition: MANUAL, revision: 3 },
  })
  const live = await hub.send('POST', `/api/workflows/${id}/versions/1/restore`, {
    as: 'trainer',
    body: { live: true },
  })
  expect(await live.json()).toMatchObject({ liveVersion: 3, triggerType: 'manual', hasUnpublishedChanges: false })
})

test('a workflow that was never published cannot be made active', async () => {
  const { id } = await create({ name: 'Never', definition: MANUAL })
  const answer = await hub.send('PATCH', `/api/workflows/${id}/status`, { as: 'trainer', body: { status: 'active' } })
  expect(answer.status).toBe(409)
  expect((await bodyOf(answer)).detail).toMatch(/never published/)
})

test('a webhook has its address from the draft on', async () => {
  const workflow = await create({ name: 'Hooked', definition: WEBHOOK })
  expect(workflow.webhook?.url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/hooks\/[\w-]{43}$/)
  expect((await create({ name: 'Not hooked', definition: MANUAL })).webhook).toBeUndefined()
})

test('what is deleted is gone from every route, and its name is free again', async () => {
  const { id } = await create({ name: 'Old', definition: MANUAL })
  expect((await hub.send('DELETE', `/api/workflows/${id}`, { as: 'trainer' })).status).toBe(204)
  expect((await hub.send('GET', `/api/workflows/${id}`, { as: 'trainer' })).status).toBe(404)
  expect((await hub.send('GET', `/api/workflows/${id}/versions`, { as: 'trainer' })).status).toBe(404)
  expect((await hub.send('DELETE', `/api/workflows/${id}`, { as: 'trainer' })).status).toBe(404)
  await create({ name: 'Old' })
})

test('purging is for admins', async () => {
  const { id } = await create({ name: 'Purged', definition: MANUAL })
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  expect((await hub.send('DELETE', `/api/workflows/${id}?purge=true`, { as: 'trainer' })).status).toBe(403)
  expect((await hub.send('DELETE', `/api/workflows/${id}?purge=true`, { as: 'admin' })).status).toBe(204)
})

test('owner, status, versions and tokens are never taken from a body', async () => {
  const { id } = await create({ name: 'Mass', definition: MANUAL })
  const forbidden = {
    id: '01890000-0000-7000-8000-000000000000',
    status: 'active',
    createdBy: hub.person('admin').id,
    liveVersion: 9,
    triggerType: 'webhook',
    hookToken: 'guessed',
    draftRevision: 9,
    deletedAt: null,
    pausedReason: 'x',
    role: 'admin',
  }
  for (const [field, value] of Object.entries(forbidden)) {
    for (const [method, path, body] of [
      ['POST', '/api/workflows', { name: `Mass ${field}` }],
      ['PATCH', `/api/workflows/${id}`, {}],
      ['PUT', `/api/workflows/${id}/draft`, { definition: MANUAL, revision: 1 }],
      ['POST', `/api/workflows/${id}/publish`, {}],
    ] as const) {
      const answer = await hub.send(method, path, { as: 'trainer', body: { ...body, [field]: value } })
      expect(`${method} ${field} ${answer.status}`).toBe(`${method} ${field} 400`)
      expect((await bodyOf(answer)).errors).toContainEqual(
        expect.objectContaining({ pointer: `/${field}`, code: 'unknown-field' }),
      )
    }
  }
  const workflow = await (await hub.send('GET', `/api/workflows/${id}`, { as: 'trainer' })).json()
  expect(workflow).toMatchObject({ status: 'draft', liveVersion: null, draft: { revision: 1 } })
})

test('lists are paged by cursor, filtered and searched', async () => {
  for (const index of [1, 2, 3]) {
    await hub.send('POST', '/api/workflows', {
      as: 'manager',
      body: { name: `Paged 100%_${index}`, category: 'paging' },
    })
  }
  const first = await bodyOf<List<Workflow>>(
    hub.send('GET', '/api/workflows?category=paging&limit=2', { as: 'trainer' }),
  )
  expect(first.items.map((item) => item.name)).toEqual(['Paged 100%_3', 'Paged 100%_2'])
  const rest = await bodyOf<List<Workflow>>(
    hub.send('GET', `/api/workflows?category=paging&limit=2&cursor=${first.nextCursor}`, { as: 'trainer' }),
  )
  expect(rest.items.map((item) => item.name)).toEqual(['Paged 100%_1'])
  expect(rest.nextCursor).toBeNull()
  const found = await bodyOf<List<Workflow>>(
    hub.send('GET', `/api/workflows?q=${encodeURIComponent('100%_2')}`, { as: 'trainer' }),
  )
  expect(found.items.map((item) => item.name)).toEqual(['Paged 100%_2'])
  expect((await hub.send('GET', '/api/workflows?cursor=nonsense', { as: 'trainer' })).status).toBe(400)
})

test('a webhook gets a new address, and the old one leads nowhere', async () => {
  const body = { name: 'Leaked address', definition: WEBHOOK }
  const { id, webhook } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  const knock = async (url = 'http://none/') => (await hub.send('POST', new URL(url).pathname)).status
  expect(await knock(webhook?.url)).toBe(202)
  const rotated = await bodyOf<Workflow>(hub.send('POST', `/api/workflows/${id}/webhook/rotate`, { as: 'manager' }))
  expect(rotated.webhook?.url).toMatch(/\/hooks\/[\w-]{43}$/)
  expect(rotated.webhook?.url).not.toBe(webhook?.url)
  expect(await knock(webhook?.url)).toBe(404)
  expect(await knock(rotated.webhook?.url)).toBe(202)
})

test('a workflow without a webhook has no address to change', async () => {
  const body = { name: 'No webhook', definition: MANUAL }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  const refused = await hub.send('POST', `/api/workflows/${id}/webhook/rotate`, { as: 'trainer' })
  expect(refused.status).toBe(409)
  expect((await bodyOf(refused)).detail).toContain('no webhook')
})

test('a webhook that answers with a step which is not there has a problem, by node and field', async () => {
  const respond = { kind: 'when-done', nodeId: 'n9' }
  const { problems } = await create({
    name: 'Answers',
    definition: notifying({ type: 'webhook', config: { respond } }),
  })
  expect(problems).toMatchObject([{ code: 'reference-missing', nodeId: 'n1', field: ['respond', 'nodeId'] }])
  const right = notifying({ type: 'webhook', config: { respond: { kind: 'when-done', nodeId: 'n2' } } })
  expect((await create({ name: 'Answers rightly', definition: right })).problems).toEqual([])
})
