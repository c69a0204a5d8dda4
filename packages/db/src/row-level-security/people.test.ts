import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Callers, startCallers } from '../testing/callers.ts'
import { CALLERS } from '../testing/who-sees.ts'

let callers: Callers
beforeAll(async () => {
  callers = await startCallers()
})
afterAll(() => callers.stop())

/** What is done to people goes through functions that ask who calls; the figures as above. */
const ADMIN = [1, 'refused', 'refused', 'refused', 'refused'] as const
const DONE: [call: string, ...counts: (number | 'refused')[]][] = [
  ["hubflow.add_person('New', 'NEW@hub.test', 'agent')", ...ADMIN],
  ["hubflow.change_role($agent, 'trainer')", ...ADMIN],
  ['hubflow.disable_person($trainer)', ...ADMIN],
  ['hubflow.enable_person($disabled)', ...ADMIN],
  ["hubflow.invite_person($manager, 'hash', now(), 's', 'b')", ...ADMIN],
  ["hubflow.change_owner($workflow, $manager, 'Theirs')", ...ADMIN],
  ["hubflow.tell_admins('takeover', 't', 'm', null)", ...ADMIN],
  ['hubflow.begin_people_change()', 'refused', 'refused', 'refused', 'refused', 'refused'],
  ['hubflow.require_other_admin($agent)', 'refused', 'refused', 'refused', 'refused', 'refused'],
]

describe('what each person may do to people', () => {
  test.each(DONE)('%s', async (call, ...counts) => {
    const done: (number | 'refused')[] = []
    for (const caller of CALLERS.slice(0, 5)) done.push(await callers.as(caller, `select ${callers.filledIn(call)}`))
    expect(done).toEqual(counts)
    expect(await callers.as('disabled', `select ${callers.filledIn(call)}`)).toBe(counts[4])
  })

  test('who has no password yet is for admins to know', async () => {
    const seen: (number | 'refused')[] = []
    for (const caller of CALLERS) seen.push(await callers.as(caller, 'select * from hubflow.read_invitations()'))
    // Everybody but the trainer, whose account has one.
    expect(seen).toEqual([4, 0, 0, 0, 0, 0])
  })

  test.each([
    ["hubflow.change_role($admin, 'agent')", 'last_active_admin'],
    ['hubflow.disable_person($admin)', 'last_active_admin'],
    ["hubflow.invite_person($trainer, 'hash', now(), 's', 'b')", 'not_to_be_invited'],
    ["hubflow.invite_person($disabled, 'hash', now(), 's', 'b')", 'not_to_be_invited'],
    ["hubflow.change_owner($workflow, $agent, 'x')", 'no_workflow_owner'],
    ["hubflow.change_owner($workflow, $disabled, 'x')", 'no_workflow_owner'],
  ])('not even an admin may %s', async (call, constraint) => {
    await expect(callers.as('admin', `select ${callers.filledIn(call)}`)).rejects.toMatchObject({
      constraint_name: constraint,
    })
  })

  test('with a second admin nobody changes their own rights still', async () => {
    await callers.admin`update hubflow.user_profiles set disabled_at = null where id = ${callers.people.disabled ?? ''}`
    for (const call of ["hubflow.change_role($admin, 'agent')", 'hubflow.disable_person($admin)'])
      await expect(callers.as('admin', `select ${callers.filledIn(call)}`)).rejects.toMatchObject({
        constraint_name: 'own_account',
      })
    await callers.admin`update hubflow.user_profiles set disabled_at = now() where id = ${callers.people.disabled ?? ''}`
  })
})

test('a notification comes as its reader chose: in the app, by mail, or not at all', async () => {
  const { manager = '' } = callers.people
  await callers.admin`insert into hubflow.notification_choices (user_id, kind, in_app, by_mail) values
    (${manager}, 'run-failed', false, true), (${manager}, 'alert', false, false), (${manager}, 'runs-held', true, true)`
  await callers.admin`insert into hubflow.notifications (user_id, kind, title, message, link) values
    (${manager}, 'run-failed', 'One', '<b>', '/runs/1'), (${manager}, 'alert', 'Two', '', null),
    (${manager}, 'runs-held', 'Three', '', null), (${manager}, 'step', 'Four', '', null)`
  expect(await callers.as('manager', "select 1 from hubflow.notifications where title in ('Three', 'Four')")).toBe(2)
  expect(await callers.as('manager', 'select 1 from hubflow.notifications')).toBe(2)
  const mails =
    await callers.admin`select subject, body_html from hubflow.email_queue where recipient_id = ${manager} order by subject`
  expect(mails.map(({ subject }) => subject)).toEqual(['One', 'Three'])
  expect(mails[0]?.body_html).toMatch(/^<p>&lt;b&gt;<\/p><p><a href="\/runs\/1">/)
  await expect(
    callers.admin`insert into hubflow.notification_choices (user_id, kind, in_app, by_mail) values (${manager}, 'takeover', false, true)`,
  ).rejects.toMatchObject({ constraint_name: 'notification_choices_required' })
  await callers.admin`delete from hubflow.notifications where user_id = ${manager}`
})

test('when somebody was last here outlives their session', async () => {
  const { agent = '' } = callers.people
  await callers.admin`insert into hubflow.sessions (user_id, token, expires_at) values (${agent}, 't3', now())`
  await callers.admin`delete from hubflow.sessions where token = 't3'`
  const [seen] =
    await callers.admin`select last_seen_at > now() - interval '1 minute' as lately from hubflow.user_profiles where id = ${agent}`
  expect(seen).toEqual({ lately: true })
})
