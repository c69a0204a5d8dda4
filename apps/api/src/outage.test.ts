import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Workflow } from './contract/workflow.ts'
import { WEBHOOK } from './testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from './testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.api.close())

test('when the database goes away, everybody is asked to come again', async () => {
  const body = { name: 'Hooked', definition: WEBHOOK }
  const { id, webhook } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  const hook = new URL(webhook?.url ?? 'http://none/').pathname
  expect((await hub.send('POST', hook)).status).toBe(202)

  await hub.database.drop()

  for (const [method, path] of [
    ['GET', '/api/me'],
    ['GET', '/api/workflows'],
    ['POST', hook],
    ['GET', '/readyz'],
  ] as const) {
    const answer = await hub.send(method, path, { as: 'trainer' })
    expect(`${path} ${answer.status} ${Number(answer.headers.get('retry-after')) > 0}`).toBe(`${path} 503 true`)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  }
  expect((await hub.send('GET', '/healthz')).status).toBe(200)
})
