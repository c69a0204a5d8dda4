import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyOf, startTestApi, type TestApi } from './testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

type Document = {
  openapi: string
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>
}

async function readDocument(): Promise<Document> {
  return bodyOf(hub.send('GET', '/api/openapi.json'))
}

test('every route under /api is described, with what it answers', async () => {
  const { openapi, paths } = await readDocument()
  expect(openapi).toMatch(/^3\.1/)
  const undescribed = hub.api.app.routes
    .filter((route) => route.method !== 'ALL' && route.path.startsWith('/api/') && route.path !== '/api/openapi.json')
    .map((route) => ({ method: route.method.toLowerCase(), path: route.path.replace(/:(\w+)/g, '{$1}') }))
    .filter(({ method, path }) => {
      const operation = paths[path]?.[method]
      return (
        !operation?.summary ||
        !operation.responses['401'] ||
        !Object.keys(operation.responses).some((code) => code < '300')
      )
    })
  expect(undescribed).toEqual([])
  expect(Object.keys(paths).length).toBeGreaterThan(20)
})

test('bodies are described by the schemas that check them', async () => {
  const { paths } = await readDocument()
  expect(JSON.stringify(paths['/api/workflows']?.post)).toContain('maxRunsPerDay')
  expect(JSON.stringify(paths['/api/workflows/{id}/draft']?.put)).toContain('schemaVersion')
})

test('the schema of the workflow JSON refuses unknown fields', async () => {
  const schema = await (await hub.send('GET', '/api/schema/workflow.json')).json()
  expect(schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['schemaVersion', 'nodes', 'edges'],
  })
})
