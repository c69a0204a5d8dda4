import type { AlertCondition } from '@hubflow/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { inARow, notifyOwner, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { raiseAlerts } from './alerts.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.stop())
beforeEach(async () => {
  await hub.admin.sql`delete from hubflow.alert_rules`
  await hub.admin.sql`delete from hubflow.notifications`
  await hub.admin.sql`update hubflow.workflows set status = 'archived'`
})

const publish = () => hub.publish(inARow([notifyOwner('Hello')]))
const THREE: AlertCondition = { kind: 'failures-in-row', count: 3 }

interface Rule {
  workflowId?: string
  to?: string[]
  byMail?: boolean
  byNotification?: boolean
}

/** A rule from an hour ago. */
async function rule(condition: AlertCondition, more: Rule = {}): Promise<string> {
  const { workflowId = null, to = ['owner'], byMail = false, byNotification = true } = more
  const [row] = await hub.admin.sql<{ id: string }[]>`
    insert into hubflow.alert_rules (workflow_id, condition, recipients, by_mail, by_notification, created_by, since)
    values (${workflowId}, ${JSON.stringify(condition)}::text::jsonb, ${JSON.stringify(to)}::text::jsonb, ${byMail},
      ${byNotification}, ${hub.owner.id}, hubflow.now() - interval '3 days') returning id`
  return row?.id ?? ''
}

/** Ended runs of a workflow, as a worker leaves them, the first one oldest. */
async function end(
  workflowId: string,
  statuses: ('failed' | 'completed')[],
  more: { test?: boolean; hoursAgo?: number } = {},
) {
  for (const status of statuses)
    await hub.admin.sql`
      insert into hubflow.workflow_runs (workflow_id, version, context, status, due_at, created_at, completed_at, is_test, noticed_at)
      select ${workflowId}, 1, '{"trigger": {}}', ${status}, null, at, at, ${more.test ?? false}, at
      from (select clock_timestamp() - make_interval(hours => ${more.hoursAgo ?? 0}) as at) time`
}

async function told() {
  return await hub.admin.sql<{ user_id: string; title: string; link: string }[]>`
    select user_id, title, link from hubflow.notifications where kind = 'alert' order by id`
}

async function silentSince(workflowId: string, hours: number): Promise<void> {
  await hub.admin.sql`alter table hubflow.workflows disable trigger user`
  await hub.admin.sql`
    update hubflow.workflows set active_since = hubflow.now() - make_interval(hours => ${hours}) where id = ${workflowId}`
  await hub.admin.sql`alter table hubflow.workflows enable trigger user`
}

test('failures in a row: told once when the row is full, and anew after one that completed', async () => {
  const workflowId = await publish()
  await rule(THREE, { workflowId })
  await end(workflowId, ['failed', 'failed', 'completed', 'failed', 'failed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await end(workflowId, ['failed'], { test: true })
  expect(await raiseAlerts(hub.worker)).toBe(0)

  await end(workflowId, ['failed'])
  expect(await raiseAlerts(hub.worker)).toBe(1)
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await end(workflowId, ['failed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  expect(await told()).toMatchObject([
    { user_id: hub.owner.id, title: expect.stringMatching(/ failed 3 times in a row$/) },
  ])

  await end(workflowId, ['completed'], { test: true })
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await end(workflowId, ['completed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await end(workflowId, ['failed', 'failed', 'failed'])
  expect(await raiseAlerts(hub.worker)).toBe(1)
  expect(await told()).toHaveLength(2)
})

test('a rule for all workflows tells of each by itself; one for a workflow leaves the others alone', async () => {
  const [one, other, third] = [await publish(), await publish(), await publish()]
  await rule(THREE)
  await rule({ kind: 'failures-in-row', count: 1 }, { workflowId: third })
  for (const workflowId of [one, other]) await end(workflowId, ['failed', 'failed', 'failed'])
  expect(await raiseAlerts(hub.worker)).toBe(2)
  const links = (await told()).map(({ link }) => link)
  expect(new Set(links).size).toBe(2)
})

test('a failure rate needs enough runs, in its time', async () => {
  const workflowId = await publish()
  await rule({ kind: 'failure-rate', percent: 50, minRuns: 4, hours: 2 }, { workflowId })
  await end(workflowId, ['failed', 'failed', 'failed'], { hoursAgo: 3 })
  await end(workflowId, ['failed', 'failed', 'completed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await end(workflowId, ['completed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await end(workflowId, ['failed'])
  expect(await raiseAlerts(hub.worker)).toBe(1)
  expect(await raiseAlerts(hub.worker)).toBe(0)
  expect(await told()).toMatchObject([
    { title: expect.stringMatching(/^3 of 5 runs of .* failed$/), link: '/failures' },
  ])

  await end(workflowId, ['completed', 'completed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await end(workflowId, ['failed', 'failed'])
  expect(await raiseAlerts(hub.worker)).toBe(1)
})

test('silence counts from when the workflow became active, and ends with a run', async () => {
  const workflowId = await publish()
  await rule({ kind: 'silence', hours: 24 }, { workflowId })
  await silentSince(workflowId, 23)
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await silentSince(workflowId, 25)
  expect(await raiseAlerts(hub.worker)).toBe(1)
  expect(await raiseAlerts(hub.worker)).toBe(0)
  expect(await told()).toMatchObject([{ link: `/workflows/${workflowId}` }])

  await end(workflowId, ['completed'], { hoursAgo: 2 })
  await raiseAlerts(hub.worker)
  await hub.admin
    .sql`update hubflow.workflow_runs set created_at = created_at - interval '1 day' where workflow_id = ${workflowId}`
  expect(await raiseAlerts(hub.worker)).toBe(1)

  await hub.admin.sql`update hubflow.workflows set status = 'paused' where id = ${workflowId}`
  await raiseAlerts(hub.worker)
  expect(await hub.admin.sql`select 1 from hubflow.alert_occasions`).toHaveLength(0)
})

test('silence of all workflows is that not one has run', async () => {
  const [one, other] = [await publish(), await publish()]
  await hub.admin.sql`update hubflow.workflow_runs set created_at = created_at - interval '10 days'`
  await rule({ kind: 'silence', hours: 24 })
  await silentSince(one, 50)
  await silentSince(other, 50)
  await end(other, ['completed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await hub.admin.sql`update hubflow.workflow_runs set created_at = created_at - interval '10 days'`
  expect(await raiseAlerts(hub.worker)).toBe(1)
  expect(await told()).toMatchObject([{ user_id: hub.owner.id, title: 'No workflow has run for a while' }])
})

test('a state that lasts is told of daily while the workflow is active', async () => {
  const workflowId = await publish()
  await rule(THREE, { workflowId })
  await end(workflowId, ['failed', 'failed', 'failed'])
  await raiseAlerts(hub.worker)
  const yesterday = () => hub.admin.sql`update hubflow.alert_occasions set told_at = told_at - interval '1 day'`
  await yesterday()
  expect(await raiseAlerts(hub.worker)).toBe(1)
  expect(await raiseAlerts(hub.worker)).toBe(0)
  expect(await told()).toHaveLength(2)
  await hub.admin.sql`update hubflow.workflows set status = 'paused' where id = ${workflowId}`
  await yesterday()
  expect(await raiseAlerts(hub.worker)).toBe(0)
})

test('what a rule was made or changed after is no news; switched off it tells nothing', async () => {
  const workflowId = await publish()
  const id = await rule(THREE, { workflowId })
  await end(workflowId, ['failed', 'failed', 'failed'])
  await raiseAlerts(hub.worker)
  await hub.admin.sql`update hubflow.alert_rules set since = hubflow.now() where id = ${id}`
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await end(workflowId, ['failed', 'failed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await hub.admin.sql`update hubflow.alert_rules set enabled = false where id = ${id}`
  await end(workflowId, ['failed'])
  expect(await raiseAlerts(hub.worker)).toBe(0)
  await hub.admin.sql`update hubflow.alert_rules set enabled = true where id = ${id}`
  expect(await raiseAlerts(hub.worker)).toBe(1)
})

test('owner, role and people are told once each; agents and who left never, and the admins where nobody is left', async () => {
  const [manager, agent, gone, admin] = [
    await hub.addPerson('manager'),
    await hub.addPerson('agent'),
    await hub.addPerson('trainer'),
    await hub.addPerson('admin'),
  ]
  await hub.admin.sql`update hubflow.user_profiles set disabled_at = now() where id = ${gone.id}`
  const workflowId = await publish()
  const to = ['owner', 'role:trainer', 'role:manager', `user:${manager.id}`, `user:${agent.id}`, `user:${gone.id}`]
  await rule({ kind: 'failures-in-row', count: 1 }, { workflowId, to })
  await end(workflowId, ['failed'])
  await raiseAlerts(hub.worker)
  expect((await told()).map(({ user_id }) => user_id).toSorted()).toEqual([hub.owner.id, manager.id].toSorted())

  await rule({ kind: 'failures-in-row', count: 1 }, { workflowId, to: [`user:${gone.id}`] })
  await hub.admin.sql`delete from hubflow.notifications`
  await raiseAlerts(hub.worker)
  expect(await told()).toMatchObject([{ user_id: admin.id }])
})

test('by mail: one to each, in HTML; who has chosen mail of alerts gets no second one', async () => {
  const manager = await hub.addPerson('manager')
  await hub.admin.sql`
    insert into hubflow.notification_choices (user_id, kind, in_app, by_mail) values (${manager.id}, 'alert', true, true)`
  const mails = () => hub.admin.sql<{ recipient_id: string; subject: string; body_html: string }[]>`
    select recipient_id, subject, body_html from hubflow.email_queue where recipient_id in (${manager.id}, ${hub.owner.id})`
  const workflowId = await publish()
  await rule({ kind: 'failures-in-row', count: 1 }, { workflowId, to: ['owner', `user:${manager.id}`], byMail: true })
  await end(workflowId, ['failed'])
  await raiseAlerts(hub.worker)
  expect((await mails()).map(({ recipient_id }) => recipient_id).toSorted()).toEqual(
    [hub.owner.id, manager.id].toSorted(),
  )
  expect((await mails())[0]).toMatchObject({
    subject: expect.stringContaining('failed'),
    body_html: expect.stringContaining('href="/runs/'),
  })

  await hub.admin.sql`delete from hubflow.alert_rules`
  await rule({ kind: 'failures-in-row', count: 1 }, { workflowId, to: ['owner'], byMail: true, byNotification: false })
  await hub.admin.sql`delete from hubflow.notifications`
  await raiseAlerts(hub.worker)
  expect(await told()).toEqual([])
  expect(await mails()).toHaveLength(3)
})

test('what breaks off in the middle has told nobody, and is told once by the next turn', async () => {
  const workflowId = await publish()
  await rule(THREE, { workflowId, byMail: true })
  await end(workflowId, ['failed', 'failed', 'failed'])
  await hub.admin
    .sql`alter table hubflow.email_queue add constraint broken check (subject not like '%3 times%') not valid`
  await expect(raiseAlerts(hub.worker)).rejects.toThrow(/broken/)
  expect(await told()).toEqual([])
  await hub.admin.sql`alter table hubflow.email_queue drop constraint broken`
  const turns = await Promise.all([raiseAlerts(hub.worker), raiseAlerts(hub.worker), raiseAlerts(hub.worker)])
  expect(turns.reduce((sum, count) => sum + count)).toBe(1)
  expect(await told()).toHaveLength(1)
})
