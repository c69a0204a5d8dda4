import { tables } from '@hubflow/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LiveMessage } from '../contract/live.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

/** The messages of a stream, one by one. */
async function* messagesOf(response: Response): AsyncGenerator<LiveMessage, void> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1]
      text = text.slice(end + 2)
      if (data !== undefined) yield JSON.parse(data)
    }
  }
}

async function until(
  messages: AsyncGenerator<LiveMessage, void>,
  isIt: (message: LiveMessage) => boolean,
): Promise<LiveMessage[]> {
  const seen: LiveMessage[] = []
  for (let next = await messages.next(); !next.done; next = await messages.next()) {
    seen.push(next.value)
    if (isIt(next.value)) return seen
  }
  throw new Error(`the stream ended after ${JSON.stringify(seen)}`)
}

/** Opens a stream and waits for `hello`: from then on nothing is missed. */
async function open(as: 'trainer' | 'agent'): Promise<AsyncGenerator<LiveMessage, void>> {
  const response = await hub.send('GET', '/api/live', { as })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const messages = messagesOf(response)
  await until(messages, (message) => message.kind === 'hello')
  return messages
}

test('who sees workflows hears of runs as they go; an agent hears of own notifications only', async () => {
  const trainer = await open('trainer')
  const agent = await open('agent')
  const body = { name: 'Watched', definition: MANUAL, maxRunsPerDay: null }
  const { id } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
  await hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer' })
  const { runId } = await bodyOf<{ runId: string }>(hub.send('POST', `/api/workflows/${id}/runs`, { as: 'trainer' }))
  const seen = await until(trainer, (message) => message.kind === 'run' && message.status === 'pending')
  expect(seen).toContainEqual({ kind: 'workflow', workflowId: id })
  expect(seen.at(-1)).toEqual({ kind: 'run', runId, workflowId: id, status: 'pending' })

  const owner = hub.database.connect('hubflow_owner')
  await owner.orm.insert(tables.agents).values({ firstName: 'Ann', lastName: 'Lee', email: 'ann@hub.test' })
  await owner.close()
  await until(trainer, (message) => message.kind === 'record' && message.table === 'agents')
  await notify('trainer')
  await notify('agent')
  const heard = await until(agent, (message) => message.kind === 'notification')
  expect(heard.filter((message) => message.kind !== 'hello')).toEqual([
    { kind: 'notification', userId: hub.person('agent').id },
  ])
  await trainer.return()
  await agent.return()
})

async function notify(role: 'trainer' | 'agent'): Promise<void> {
  const worker = hub.database.connect('hubflow_worker')
  await worker.orm.insert(tables.notifications).values({ userId: hub.person(role).id, title: 'Hi', message: 'Hi' })
  await worker.close()
}

test('the stream says goodbye when the session ends', async () => {
  const person = await hub.signedInPerson('trainer')
  const messages = messagesOf(await hub.send('GET', '/api/live', { as: person }))
  await until(messages, (message) => message.kind === 'hello')
  await hub.send('POST', '/api/auth/sign-out', { as: person, body: {} })
  const rest = await until(messages, (message) => message.kind === 'bye')
  expect(rest.at(-1)).toEqual({ kind: 'bye' })
  expect((await messages.next()).done).toBe(true)
  const database = hub.database.connect('hubflow_auth')
  expect(await database.orm.select().from(tables.sessions).where(eq(tables.sessions.userId, person.id))).toEqual([])
  await database.close()
})
