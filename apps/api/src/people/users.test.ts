import { tables } from '@hubflow/db'
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Invitation, User, UserWithWorkflows } from '../contract/people.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, cookieOf, type List, ORIGIN, type Person, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

const asAdmin = (method: string, path: string, body?: unknown) => hub.send(method, path, { as: 'admin', body })

interface Invited {
  user: User
  invitation: Invitation
}

let added = 0
async function invite(role = 'trainer'): Promise<Invited & { token: string }> {
  const body = { name: 'Maria Lopez', email: `Maria${++added}@Hub.test`, role }
  const answer = await asAdmin('POST', '/api/users', body)
  expect(answer.status).toBe(201)
  const invited = await bodyOf<Invited>(answer)
  return { ...invited, token: tokenIn(invited.invitation) }
}

const tokenIn = ({ link }: Invitation) => new URL(link).searchParams.get('token') ?? ''
const look = (token: string) => hub.send('GET', `/api/auth/invitation?token=${token}`)
const accept = (token: string, password = 'a good long password') =>
  hub.send('POST', '/api/auth/accept-invitation', { body: { token, password } })

async function publish(owner: Person, name: string): Promise<Workflow> {
  const workflow = await bodyOf<Workflow>(
    hub.send('POST', '/api/workflows', { as: owner, body: { name, definition: MANUAL } }),
  )
  await hub.send('POST', `/api/workflows/${workflow.id}/publish`, { as: owner })
  return workflow
}

const read = (id: string) => bodyOf<Workflow>(asAdmin('GET', `/api/workflows/${id}`))

test('an invited person chooses a password by the link, once, and is signed in', async () => {
  const { user, invitation, token } = await invite('manager')
  expect(user).toMatchObject({ name: 'Maria Lopez', role: 'manager', state: 'invited', lastSeenAt: null, workflows: 0 })
  expect(user.email).toMatch(/^maria\d+@hub\.test$/)
  expect(invitation.link).toMatch(new RegExp(`^${ORIGIN}/invitation\\?token=`))
  const days = (Date.parse(invitation.validUntil) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(6.9)
  expect(days).toBeLessThan(7.1)

  const worker = hub.database.connect('hubflow_worker')
  const [mail] = await worker.orm
    .select()
    .from(tables.emailQueue)
    .where(eq(tables.emailQueue.toAddress, user.email))
    .orderBy(desc(tables.emailQueue.createdAt))
  await worker.close()
  expect(mail).toMatchObject({ runId: null, status: 'pending', recipientId: user.id })
  expect(mail?.bodyHtml).toContain(invitation.link)

  expect(await bodyOf(look(token))).toEqual({ name: user.name, email: user.email })
  expect((await accept(token, 'short')).status).toBe(400)
  const accepted = await accept(token)
  expect(accepted.status).toBe(200)
  const me = await hub.send('GET', '/api/me', { headers: { cookie: cookieOf(accepted) } })
  expect(await me.json()).toMatchObject({ id: user.id, role: 'manager' })
  expect((await accept(token)).status).toBe(404)
  expect((await look(token)).status).toBe(404)
  expect(await bodyOf(asAdmin('GET', `/api/users/${user.id}`))).toMatchObject({
    state: 'active',
    invitedUntil: null,
    lastSeenAt: expect.any(String),
  })
})

test('an invitation that is sent again takes the place of the one before', async () => {
  const { user, token } = await invite()
  const again = await bodyOf<Invited>(asAdmin('POST', `/api/users/${user.id}/invitation`))
  expect((await look(token)).status).toBe(404)
  expect((await accept(token)).status).toBe(404)
  expect((await accept(tokenIn(again.invitation))).status).toBe(200)
  const refused = await asAdmin('POST', `/api/users/${user.id}/invitation`)
  expect(refused.status).toBe(409)
  expect(await bodyOf(refused)).toMatchObject({ detail: expect.stringContaining('no password yet') })
})

test('an invitation that is too old works no more', async () => {
  const { user, token } = await invite()
  const auth = hub.database.connect('hubflow_auth')
  await auth.orm
    .update(tables.verifications)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(tables.verifications.value, user.id))
  await auth.close()
  expect((await accept(token)).status).toBe(404)
})

test('two people cannot have the same address, however it is written', async () => {
  const { user } = await invite()
  const refused = await asAdmin('POST', '/api/users', { name: 'Other', email: user.email.toUpperCase(), role: 'agent' })
  expect(refused.status).toBe(409)
  expect(await bodyOf(refused)).toMatchObject({ detail: expect.stringContaining('email address already') })
})

test('a role is changed by somebody else only, and the last active admin stays one', async () => {
  const { id } = hub.person('admin')
  const last = await asAdmin('PATCH', `/api/users/${id}`, { role: 'trainer' })
  expect(last.status).toBe(409)
  expect(await bodyOf(last)).toMatchObject({ detail: expect.stringContaining('last active admin') })
  expect((await asAdmin('POST', `/api/users/${id}/disable`, { takeOverBy: null })).status).toBe(409)

  const other = await hub.signedInPerson('trainer')
  expect((await asAdmin('PATCH', `/api/users/${other.id}`, { role: 'admin' })).status).toBe(200)
  expect(await bodyOf(hub.send('GET', '/api/me', { as: other }))).toMatchObject({ role: 'admin' })
  const own = await asAdmin('PATCH', `/api/users/${id}`, { role: 'trainer' })
  expect(await bodyOf(own)).toMatchObject({ status: 409, detail: expect.stringContaining('their own role') })
  expect((await hub.send('PATCH', `/api/users/${id}`, { as: other, body: { role: 'manager' } })).status).toBe(200)
  expect((await asAdmin('GET', '/api/users')).status).toBe(403)
  await hub.send('PATCH', `/api/users/${id}`, { as: other, body: { role: 'admin' } })
  await asAdmin('PATCH', `/api/users/${other.id}`, { role: 'trainer' })
})

test('two admins who disable each other at once leave one', async () => {
  const admins = [await hub.signedInPerson('admin'), await hub.signedInPerson('admin')] as const
  const { id } = hub.person('admin')
  await hub.send('POST', `/api/users/${id}/disable`, { as: admins[0], body: { takeOverBy: null } })
  const statuses = await Promise.all([
    hub.send('POST', `/api/users/${admins[0].id}/disable`, { as: admins[1], body: { takeOverBy: null } }),
    hub.send('POST', `/api/users/${admins[1].id}/disable`, { as: admins[0], body: { takeOverBy: null } }),
  ]).then((answers) => answers.map(({ status }) => status))
  expect(statuses.toSorted()[0]).toBe(200)
  expect(statuses.toSorted()[1]).not.toBe(200)
  const left = admins[statuses.indexOf(200) === 0 ? 1 : 0]
  await hub.send('POST', `/api/users/${id}/enable`, { as: left })
  const { email } = hub.person('admin')
  const answer = await hub.signIn(email)
  Object.assign(hub.person('admin'), { cookie: cookieOf(answer) })
  await asAdmin('PATCH', `/api/users/${left.id}`, { role: 'manager' })
})

test('who is disabled is out at once: sessions, keys, what is open; enabling brings none of it back', async () => {
  const person = await hub.signedInPerson('trainer')
  const { key } = await bodyOf<{ key: string }>(
    hub.send('POST', '/api/auth/api-key/create', { as: person, body: { name: 'robot' } }),
  )
  const headers = { authorization: `Bearer ${key}` }
  expect((await hub.send('GET', '/api/me', { headers })).status).toBe(200)
  const open = await hub.send('GET', '/api/live', { as: person })
  const told = open.text()
  expect((await asAdmin('POST', `/api/users/${person.id}/disable`, { takeOverBy: null })).status).toBe(200)
  // The stream ends, or this would wait for ever.
  expect(await told).toContain('event: bye')
  expect((await hub.send('GET', '/api/me', { as: person })).status).toBe(401)
  expect((await hub.send('GET', '/api/me', { headers })).status).toBe(401)
  expect((await hub.signIn(person.email)).status).toBe(401)

  expect(await bodyOf(asAdmin('POST', `/api/users/${person.id}/enable`))).toMatchObject({ state: 'active' })
  expect((await hub.send('GET', '/api/me', { as: person })).status).toBe(401)
  expect((await hub.send('GET', '/api/me', { headers })).status).toBe(401)
  expect((await hub.signIn(person.email)).status).toBe(200)
})

test('workflows that nobody takes over are paused, and the admins are told', async () => {
  const owner = await hub.signedInPerson('trainer')
  const active = await publish(owner, 'Left behind')
  const draft = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: owner, body: { name: 'A draft' } }))
  expect(await bodyOf<UserWithWorkflows>(asAdmin('GET', `/api/users/${owner.id}`))).toMatchObject({
    workflows: 2,
    owned: [
      { id: draft.id, status: 'draft' },
      { id: active.id, status: 'active' },
    ],
  })
  const done = await asAdmin('POST', `/api/users/${owner.id}/disable`, { takeOverBy: null })
  expect(await bodyOf(done)).toMatchObject({ handedOver: 0, paused: 1, user: { state: 'disabled' } })
  expect(await read(active.id)).toMatchObject({
    status: 'paused',
    pausedReason: expect.stringContaining('is disabled'),
  })
  expect(await read(draft.id)).toMatchObject({ status: 'draft' })
  const { items } = await bodyOf<List<{ title: string; message: string }>>(asAdmin('GET', '/api/notifications'))
  expect(items[0]).toMatchObject({
    title: 'A workflow has nobody to answer for it',
    message: expect.stringContaining('“Left behind”'),
  })
  const resumed = await asAdmin('PATCH', `/api/workflows/${active.id}/status`, { status: 'active' })
  expect(resumed.status).toBe(409)
  expect(await bodyOf(resumed)).toMatchObject({ detail: expect.stringContaining('is disabled') })
  expect((await asAdmin('POST', `/api/workflows/${active.id}/publish`, {})).status).toBe(409)
  const inBulk = await bodyOf(asAdmin('POST', '/api/workflows/bulk', { action: 'resume', ids: [active.id] }))
  expect(inBulk).toMatchObject({ changed: 0, refused: [{ reason: expect.stringContaining('is disabled') }] })

  const { id } = hub.person('manager')
  expect((await asAdmin('PUT', `/api/workflows/${active.id}/owner`, { ownerId: id })).status).toBe(200)
  expect((await asAdmin('PATCH', `/api/workflows/${active.id}/status`, { status: 'active' })).status).toBe(200)
})

test('who takes over gets all workflows; names that they have already are chosen anew', async () => {
  const owner = await hub.signedInPerson('trainer')
  const heir = await hub.signedInPerson('manager')
  const own = await publish(owner, 'Welcome')
  const other = await publish(owner, 'Renewals')
  await publish(heir, 'WELCOME')
  const disable = (body: unknown) => asAdmin('POST', `/api/users/${owner.id}/disable`, body)

  const clash = await disable({ takeOverBy: heir.id })
  expect(clash.status).toBe(409)
  expect(await bodyOf(clash)).toMatchObject({
    detail: expect.stringContaining('“Welcome 2” is free'),
    suggestions: { [own.id]: 'Welcome 2' },
  })
  // Nothing of it was done.
  expect((await hub.send('GET', '/api/me', { as: owner })).status).toBe(200)

  expect(await bodyOf(disable({ takeOverBy: heir.id, names: { [own.id]: 'Welcome, second' } }))).toMatchObject({
    handedOver: 2,
    paused: 0,
  })
  expect(await read(own.id)).toMatchObject({ name: 'Welcome, second', createdBy: { id: heir.id }, status: 'active' })
  expect(await read(other.id)).toMatchObject({ name: 'Renewals', createdBy: { id: heir.id }, status: 'active' })
})

test('a workflow is given to somebody who may have one, under a name that is free', async () => {
  const [from, to] = [await hub.signedInPerson('trainer'), await hub.signedInPerson('trainer')]
  const workflow = await publish(from, 'Birthdays')
  await publish(to, 'birthdays')
  const give = (body: unknown) => asAdmin('PUT', `/api/workflows/${workflow.id}/owner`, body)
  expect(await bodyOf(give({ ownerId: to.id }))).toMatchObject({ suggestions: { [workflow.id]: 'Birthdays 2' } })
  expect((await give({ ownerId: hub.person('agent').id })).status).toBe(409)
  expect((await give({ ownerId: workflow.id })).status).toBe(409)
  expect(await bodyOf(give({ ownerId: to.id, name: 'Birthdays 2' }))).toMatchObject({ createdBy: { id: to.id } })
  const owns = await asAdmin('PATCH', `/api/users/${to.id}`, { role: 'agent' })
  expect(await bodyOf(owns)).toMatchObject({ status: 409, detail: expect.stringContaining('owns 2 workflows') })
})
