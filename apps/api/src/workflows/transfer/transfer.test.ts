import { parseDefinition } from '@hubflow/core'
import { printedSeed } from '@hubflow/db/testing'
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Secret } from '../../contract/secret.ts'
import type { ExportedWorkflow, ImportReport } from '../../contract/transfer.ts'
import type { Workflow } from '../../contract/workflow.ts'
import { MANUAL } from '../../testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from '../../testing/test-api.ts'

const ELSEWHERE = '01890000-0000-7000-8000-000000000000'
const position = { x: 0, y: 0 }

let hub: TestApi
let sql: postgres.Sql
let templateId: string
let secretId: string
beforeAll(async () => {
  hub = await startTestApi()
  sql = postgres(hub.database.url, { max: 1, onnotice: () => {} })
  const [template] = await sql`
    insert into hubflow.email_templates (name, subject, body_html) values ('Welcome', 'Hello', '<p>Hello</p>') returning id`
  templateId = template?.id
  const body = { name: 'CRM key', value: 'never in a file' }
  secretId = (await bodyOf<Secret>(hub.send('POST', '/api/secrets', { as: 'trainer', body }))).id
})
afterAll(async () => {
  await sql.end()
  await hub.stop()
})

function definition(ids: { template: string; person: string; secret: string }) {
  return {
    schemaVersion: 1 as const,
    nodes: [
      { id: 'n1', type: 'manual', name: 'Start', config: {}, position },
      {
        id: 'n2',
        type: 'send-email',
        name: 'Welcome',
        config: { to: ['owner', `user:${ids.person}`, 'role:trainer'], templateId: ids.template },
        position,
      },
      {
        id: 'n3',
        type: 'http-request',
        name: 'CRM',
        config: { method: 'GET', url: 'https://example.com/', auth: { kind: 'bearer', secretId: ids.secret } },
        position,
      },
    ],
    edges: [
      { id: 'e1', source: 'n1', target: 'n2', branch: 'next' },
      { id: 'e2', source: 'n2', target: 'n3', branch: 'next' },
    ],
  }
}

const own = () => definition({ template: templateId, person: hub.person('manager').id, secret: secretId })

async function exported(): Promise<ExportedWorkflow> {
  const body = { name: `Carried ${crypto.randomUUID()}`, category: 'clients', maxRunsPerDay: 7, definition: own() }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  const answer = await hub.send('GET', `/api/workflows/${id}/export`, { as: 'trainer' })
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="carried-[\w-]+\.hubflow\.json"$/)
  return bodyOf(answer)
}

function send(content: unknown, more: object = {}): Promise<Response> {
  return hub.send('POST', '/api/workflow-imports', { as: 'trainer', body: { content, ...more } })
}

async function draftOf(id: string | null) {
  return (await bodyOf<Workflow>(hub.send('GET', `/api/workflows/${id}`, { as: 'trainer' }))).draft.definition
}

test('what is exported comes back the same, under a free name, as a draft', async () => {
  const file = await exported()
  expect(JSON.stringify(file)).not.toContain('never in a file')
  const report = await bodyOf<ImportReport>(send(file))
  expect(report).toMatchObject({ name: `${file.name} 2`, steps: 3, found: [], notTaken: [], problems: [] })
  expect(await draftOf(report.workflowId)).toEqual(file.definition)
  const copy = await bodyOf<Workflow>(hub.send('GET', `/api/workflows/${report.workflowId}`, { as: 'trainer' }))
  expect(copy).toMatchObject({ status: 'draft', category: 'clients', maxRunsPerDay: 7, liveVersion: null })
})

test('what another hub calls by other ids is found by its name, and what is not there is told', async () => {
  const file = await exported()
  const foreign = { template: ELSEWHERE, person: crypto.randomUUID(), secret: crypto.randomUUID() }
  const { email } = hub.person('manager')
  const named = {
    ...file,
    definition: definition(foreign),
    references: [
      { kind: 'email-template', id: foreign.template, name: 'welcome' },
      { kind: 'person', id: foreign.person, name: email },
      { kind: 'secret', id: foreign.secret, name: 'CRM key' },
    ],
  }
  const checked = await bodyOf<ImportReport>(send(named, { check: true }))
  expect(checked).toMatchObject({ workflowId: null, notTaken: [], problems: [] })
  expect(checked.found).toEqual([
    '“Welcome” uses the person “MAIL” of this hub.'.replace('MAIL', email),
    '“Welcome” uses the email template “welcome” of this hub.',
    '“CRM” uses the secret “CRM key” of this hub.',
  ])
  const { workflowId } = await bodyOf<ImportReport>(send(named))
  expect(await draftOf(workflowId)).toEqual(file.definition)

  const unknown = { ...named, references: [{ kind: 'secret', id: foreign.secret, name: 'Other key' }], colour: 'red' }
  const report = await bodyOf<ImportReport>(send(unknown))
  expect(report.notTaken).toEqual([
    '“colour” is nothing that this hub knows. It was left out.',
    '“Welcome” used a person that is not in this hub. Choose another one there.',
    '“Welcome” used an email template that is not in this hub. Choose another one there.',
    '“CRM” used the secret “Other key” that is not in this hub. Choose another one there.',
  ])
  expect(report.problems.map(({ nodeId }) => nodeId)).toEqual(expect.arrayContaining(['n2', 'n3']))
  const nodes = (await draftOf(report.workflowId)).nodes
  expect(nodes[1]?.config).toEqual({ to: ['owner', 'role:trainer'] })
  expect(nodes[2]?.config).toMatchObject({ auth: { kind: 'bearer' } })
})

test('a definition alone is taken, too; what is none is refused in words and by place', async () => {
  expect(await bodyOf<ImportReport>(send(MANUAL, { check: true }))).toMatchObject({ steps: 2, problems: [] })
  for (const content of [
    'text',
    7,
    null,
    [],
    {},
    { nodes: 1 },
    { definition: { schemaVersion: 2, nodes: [], edges: [] } },
  ]) {
    const refused = await send(content)
    expect(refused.status).toBe(422)
    expect((await bodyOf<{ errors: { pointer: string }[] }>(refused)).errors[0]?.pointer).toMatch(/^\/content/)
  }
})

test('a version that was published is exported as it was', async () => {
  const { id } = await bodyOf<Workflow>(
    hub.send('POST', '/api/workflows', { as: 'trainer', body: { name: 'Two versions', definition: MANUAL } }),
  )
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  await hub.send('PUT', `/api/workflows/${id}/draft`, { as: 'trainer', body: { definition: own(), revision: 1 } })
  const file = await bodyOf<ExportedWorkflow>(
    hub.send('GET', `/api/workflows/${id}/export?version=1`, { as: 'trainer' }),
  )
  expect(file.definition).toEqual(MANUAL)
})

test('whatever is sent is taken or refused by its places, and what is taken can be read', async () => {
  const seed = printedSeed('files to import')
  const file: unknown = await exported()
  const keys = fc.constantFrom('definition', 'references', 'name', 'nodes', 'config', 'id', 'to', 'auth', '0', '1', '2')
  const change = fc.record({
    path: fc.array(keys, { minLength: 1, maxLength: 5 }),
    value: fc.jsonValue({ maxDepth: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const content = structuredClone(file)
      for (const { path, value } of changes) setAt(content, path, value)
      const answer = await send(content, { check: true })
      expect([200, 422, 400]).toContain(answer.status)
      if (answer.status !== 200) return
      const { workflowId, problems } = await bodyOf<ImportReport>(answer)
      expect(workflowId).toBeNull()
      expect(Array.isArray(problems)).toBe(true)
      if (typeof content === 'object' && content !== null && 'definition' in content)
        expect(parseDefinition(content.definition).ok).toBe(true)
    }),
    { seed, numRuns: 200 },
  )
})

function setAt(at: unknown, [key, ...rest]: string[], value: unknown): void {
  if (key === undefined || typeof at !== 'object' || at === null) return
  if (rest.length > 0 && Object.hasOwn(at, key)) setAt(Reflect.get(at, key), rest, value)
  else Reflect.set(at, key, value)
}
