import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { QueuedEmail, QueuedEmailDetail } from '../contract/messages.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let admin: postgres.Sql
let workflowId: string
let runId: string
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
  const body = { name: 'Sends', definition: MANUAL }
  ;({ id: workflowId } = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body })))
  await hub.send('POST', `/api/workflows/${workflowId}/publish`, { as: 'trainer' })
  const started = hub.send('POST', `/api/workflows/${workflowId}/runs`, { as: 'trainer', body: {} })
  ;({ runId } = await bodyOf<{ runId: string }>(started))
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

async function queue(status: string, to = 'ann@example.com'): Promise<string> {
  const [row] = await admin<{ id: string }[]>`
    insert into hubflow.email_queue (run_id, to_address, to_name, subject, body_html, message_id, status, attempts, error_message)
    values (${runId}, ${to}, 'Ann_Lee', 'Hello', '<p>Hi <b>Ann</b></p>', '<m@hubflow>', ${status}, 8, 'refused') returning id`
  return row?.id ?? ''
}

const post = (id: string, action: string) => hub.send('POST', `/api/email-queue/${id}/${action}`, { as: 'trainer' })

test('a failed mail is retried and a pending one cancelled, and it is noted who did', async () => {
  const failed = await queue('failed')
  expect(await bodyOf(post(failed, 'retry'))).toMatchObject({ status: 'pending', attempts: 0, errorMessage: null })
  const name = (await bodyOf<{ name: string }>(hub.send('GET', '/api/me', { as: 'trainer' }))).name
  expect(await bodyOf(post(failed, 'cancel'))).toMatchObject({
    status: 'cancelled',
    errorMessage: `Cancelled by ${name}.`,
  })
  const noted = await admin`
    select action, user_id as by, detail from hubflow.audit_log where object_type = 'email' order by created_at`
  const entry = { by: hub.person('trainer').id, detail: { to: 'ann@example.com', subject: 'Hello' } }
  expect([...noted]).toEqual([
    { action: 'email.retried', ...entry },
    { action: 'email.cancelled', ...entry },
  ])
})

test.each([
  ['retry', 'pending', 'waits'],
  ['retry', 'sending', 'being sent'],
  ['retry', 'sent', 'was sent'],
  ['retry', 'cancelled', 'was cancelled'],
  ['cancel', 'sending', 'cannot be called back'],
  ['cancel', 'sent', 'cannot be called back'],
  ['cancel', 'failed', 'has failed'],
  ['cancel', 'cancelled', 'already'],
])('%s is refused while a mail is %s', async (action, status, word) => {
  const id = await queue(status)
  const answer = await post(id, action)
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(word) })
  expect(await admin`select status from hubflow.email_queue where id = ${id}`).toMatchObject([{ status }])
})

test('many are changed at once, by their ids or by a filter; others are passed over', async () => {
  await admin`delete from hubflow.email_queue`
  const ids = [
    await queue('failed', 'a@one.test'),
    await queue('failed', 'b@two.test'),
    await queue('sent', 'c@one.test'),
  ]
  const bulk = (body: object) => hub.send('POST', '/api/email-queue/bulk', { as: 'trainer', body })
  expect(await bodyOf(bulk({ action: 'retry', filter: { q: 'one.test', workflowId } }))).toEqual({
    changed: 1,
    skipped: 0,
    more: false,
  })
  expect(await bodyOf(bulk({ action: 'retry', ids }))).toEqual({ changed: 1, skipped: 2, more: false })
  expect(await bodyOf(bulk({ action: 'cancel', ids }))).toEqual({ changed: 2, skipped: 1, more: false })
})

test('the queue is filtered by state, address and workflow; what stands in it means itself', async () => {
  await admin`delete from hubflow.email_queue`
  await queue('failed', 'ann@one.test')
  await queue('sent', 'bob@two.test')
  const listed = async (query: string) => {
    const { items } = await bodyOf<List<QueuedEmail>>(hub.send('GET', `/api/email-queue?${query}`, { as: 'trainer' }))
    return items.map(({ to }) => to)
  }
  expect(await listed('q=ONE.test')).toEqual(['ann@one.test'])
  expect(await listed('q=Ann_Lee')).toHaveLength(2)
  expect(await listed('q=Ann%25Lee')).toEqual([])
  expect(await listed(`workflowId=${workflowId}&status=sent`)).toEqual(['bob@two.test'])
  expect(await listed('workflowId=01890000-0000-7000-8000-000000000000')).toEqual([])
})

test('one mail comes with its text and headers', async () => {
  const id = await queue('failed')
  const mail = await bodyOf<QueuedEmailDetail>(hub.send('GET', `/api/email-queue/${id}`, { as: 'manager' }))
  expect(mail).toMatchObject({ text: 'Hi Ann', workflowName: 'Sends', isTest: false, template: null })
  expect(mail.headers).toContainEqual({ name: 'To', value: 'Ann_Lee <ann@example.com>' })
  expect(mail.headers).toContainEqual({ name: 'Message-ID', value: '<m@hubflow>' })
})
