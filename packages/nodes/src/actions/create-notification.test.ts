import { expect, test } from 'vitest'
import { recordingServices } from '../testing/recording-services.ts'
import { createNotification } from './create-notification.ts'

const config = { to: ['owner', 'role:manager'], title: 'New policy', message: 'P-1001' }

test('one notification for each person', async () => {
  const { services, recorded } = recordingServices()
  const result = await createNotification.run({ ...config, to: ['owner', 'role:manager', 'owner'] }, services)
  const notification = { did: 'notification', title: 'New policy', message: 'P-1001', link: null }
  expect(recorded).toEqual([
    { ...notification, userId: '0199aaaa-0000-7000-8000-000000000001' },
    { ...notification, userId: '0199aaaa-0000-7000-8000-000000000002' },
  ])
  expect(result).toMatchObject({
    output: { recipients: 2 },
    effects: [
      { kind: 'notification', notificationId: 'notification-1', to: 'Tina Trainer', title: 'New policy' },
      { kind: 'notification', notificationId: 'notification-2', to: 'Max Manager', title: 'New policy' },
    ],
  })
})

test('an address that belongs to no person fails, and nobody is notified', async () => {
  const { services, recorded } = recordingServices()
  const run = createNotification.run({ ...config, to: ['owner', 'maria@example.com'] }, services)
  await expect(run).rejects.toMatchObject({
    code: 'no-recipient',
    message: /^maria@example.com is nobody who signs in/,
  })
  expect(recorded).toEqual([])
})

test.each(['user:{{subject.agent.user_id}}', 'role:agent', 'owner'])('%s may be notified', (to) => {
  expect(createNotification.config.safeParse({ ...config, to: [to] }).error).toBeUndefined()
})

test('a bare address is refused before it runs', () => {
  const issues = createNotification.config.safeParse({ ...config, to: ['maria@example.com'] }).error?.issues
  expect(issues?.map((issue) => issue.message)).toEqual([
    '“maria@example.com” is nobody. Choose a person or a role, or insert one like user:{{subject.agent.user_id}}. An address is reached by email only.',
  ])
})

test.each(['/records/policies', 'https://example.com/x', '{{trigger.body.link}}', ''])('%j may be the link', (link) => {
  expect(createNotification.config.safeParse({ ...config, link }).error).toBeUndefined()
})

test.each(['javascript:alert(1)', '//example.com', '/\\example.com', 'records', 'data:text/html,x'])(
  '%s is no link, neither written nor inserted',
  async (link) => {
    expect(createNotification.config.safeParse({ ...config, link }).success).toBe(false)
    const { services, recorded } = recordingServices()
    // Inserted data can hold braces too: they must not make the check look away.
    const run = createNotification.run({ ...config, link: `${link}{{x}}` }, services)
    await expect(run).rejects.toMatchObject({ code: 'config-invalid' })
    expect(recorded).toEqual([])
  },
)
