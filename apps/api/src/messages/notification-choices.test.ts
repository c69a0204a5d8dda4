import { tables } from '@hubflow/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Notification } from '../contract/messages.ts'
import type { NotificationChoice } from '../contract/notification-choice.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

const choose = (kind: string, body: unknown, as: 'manager' | 'admin' = 'manager') =>
  hub.send('PUT', `/api/notification-choices/${kind}`, { as, body })
const choices = async (as: 'manager' | 'admin' | 'agent' | 'trainer') =>
  (await bodyOf<List<NotificationChoice>>(hub.send('GET', '/api/notification-choices', { as }))).items

test('each person chooses for themselves; what was not chosen is told in the app', async () => {
  expect(await bodyOf(choose('run-failed', { inApp: false, byMail: true }))).toEqual({
    kind: 'run-failed',
    inApp: false,
    byMail: true,
    isRequired: false,
  })
  await choose('run-failed', { inApp: true, byMail: true })
  const own = await choices('manager')
  expect(own.filter(({ byMail }) => byMail).map(({ kind }) => kind)).toEqual(['run-failed'])
  expect(own.every(({ inApp }) => inApp)).toBe(true)
  expect((await choices('trainer')).some(({ byMail }) => byMail)).toBe(false)
})

test('who sees no workflows is asked about messages alone, and who is no admin not about owners', async () => {
  expect((await choices('agent')).map(({ kind }) => kind)).toEqual(['step'])
  expect((await choices('manager')).map(({ kind }) => kind)).not.toContain('takeover')
})

test('what is required stays in the app', async () => {
  const refused = await choose('takeover', { inApp: false, byMail: true }, 'admin')
  expect(refused.status).toBe(422)
  expect((await choose('takeover', { inApp: true, byMail: true }, 'admin')).status).toBe(200)
  expect((await choices('admin')).find(({ kind }) => kind === 'takeover')).toMatchObject({
    isRequired: true,
    inApp: true,
  })
})

test('what somebody does not want to see in the app is neither listed nor counted', async () => {
  await choose('mail-failed', { inApp: false, byMail: false })
  const worker = hub.database.connect('hubflow_worker')
  const { id: userId } = hub.person('manager')
  await worker.orm.insert(tables.notifications).values([
    { userId, kind: 'mail-failed', title: 'Hidden', message: '' },
    { userId, kind: 'runs-held', title: 'Shown', message: '' },
  ])
  await worker.close()
  const list = await bodyOf<List<Notification> & { unread: number }>(
    hub.send('GET', '/api/notifications', { as: 'manager' }),
  )
  expect(list).toMatchObject({ unread: 1, items: [{ kind: 'runs-held', title: 'Shown', subject: null }] })
})
