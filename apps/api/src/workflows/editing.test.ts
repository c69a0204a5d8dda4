import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

test('who edits a workflow is told to the others who may see it', async () => {
  const body = { name: 'Edited', definition: MANUAL }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  const stream = await hub.send('GET', '/api/live', { as: 'manager' })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const until = async (words: string) => {
    while (!heard.includes(words)) heard += (await reader?.read())?.value ?? ''
  }
  await until('hello')
  const edits = { window: 'a1', state: 'open' }
  expect((await hub.send('POST', `/api/workflows/${id}/editing`, { as: 'trainer', body: edits })).status).toBe(204)
  await until('"state":"open"')
  const [, message] = /^data: (.*"editing".*)$/m.exec(heard) ?? []
  expect(JSON.parse(message ?? '')).toEqual({
    kind: 'editing',
    workflowId: id,
    userId: hub.person('trainer').id,
    ...edits,
  })
  await reader?.cancel()
})
