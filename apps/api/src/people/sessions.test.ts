import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiKey, Session } from '../contract/people.ts'
import { bodyOf, cookieOf, type List, PASSWORD, type Person, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

const list = async <Item>(path: string, as: Person | 'admin' | 'manager') =>
  (await bodyOf<List<Item>>(hub.send('GET', path, { as }))).items

async function signInAgain(person: Person): Promise<Person> {
  return { ...person, cookie: cookieOf(await hub.signIn(person.email)) }
}

const isIn = async (as: Person) => (await hub.send('GET', '/api/me', { as })).status === 200

test('one sees one’s own sessions and ends them; an admin sees and ends everybody’s; nobody else does', async () => {
  const here = await hub.signedInPerson('trainer')
  const there = await signInAgain(here)
  const own = await list<Session>('/api/sessions', here)
  expect(own).toHaveLength(2)
  expect(own.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
  const other = own.find(({ isCurrent }) => !isCurrent)?.id ?? ''

  expect(await list(`/api/sessions?userId=${here.id}`, 'manager')).toEqual([])
  expect((await hub.send('DELETE', `/api/sessions/${other}`, { as: 'manager' })).status).toBe(404)
  expect(await list(`/api/sessions?userId=${here.id}`, 'admin')).toHaveLength(2)
  expect((await hub.send('DELETE', `/api/sessions/${other}`, { as: here })).status).toBe(204)
  expect([await isIn(here), await isIn(there)]).toEqual([true, false])

  const [left] = await list<Session>(`/api/sessions?userId=${here.id}`, 'admin')
  expect((await hub.send('DELETE', `/api/sessions/${left?.id}`, { as: 'admin' })).status).toBe(204)
  expect(await isIn(here)).toBe(false)
})

test('all others are ended at once, and the one that asks goes on', async () => {
  const here = await hub.signedInPerson('agent')
  const others = [await signInAgain(here), await signInAgain(here)]
  expect(await bodyOf(hub.send('POST', '/api/sessions/end-others', { as: here }))).toEqual({ ended: 2 })
  expect(await Promise.all([here, ...others].map(isIn))).toEqual([true, false, false])
})

test('a new password ends all other sessions, whatever the request says', async () => {
  const here = await hub.signedInPerson('trainer')
  const there = await signInAgain(here)
  const change = (currentPassword: string) =>
    hub.send('POST', '/api/auth/change-password', {
      as: here,
      body: { currentPassword, newPassword: 'another long password', revokeOtherSessions: false },
    })
  expect((await change('not the old one')).status).toBe(400)
  expect([await isIn(here), await isIn(there)]).toEqual([true, true])
  const changed = await change(PASSWORD)
  expect(changed.status).toBe(200)
  expect([await isIn({ ...here, cookie: cookieOf(changed) }), await isIn(there)]).toEqual([true, false])
})

test('a key is listed by its beginning and its last use, and revoked by its owner or an admin', async () => {
  const owner = await hub.signedInPerson('manager')
  const create = (name: string) =>
    bodyOf<{ id: string; key: string }>(
      hub.send('POST', '/api/auth/api-key/create', { as: owner, body: { name, expiresIn: 30 * 86_400 } }),
    )
  const [first, second] = [await create('First'), await create('Second')]
  const use = async ({ key }: { key: string }) =>
    (await hub.send('GET', '/api/me', { headers: { authorization: `Bearer ${key}` } })).status
  expect(await use(first)).toBe(200)

  const keys = await list<ApiKey>('/api/api-keys', owner)
  expect(keys.map(({ name, lastUsedAt }) => [name, lastUsedAt !== null])).toEqual([
    ['Second', false],
    ['First', true],
  ])
  expect(first.key.startsWith(keys[1]?.beginning ?? '?')).toBe(true)
  expect(JSON.stringify(keys)).not.toContain(first.key)
  expect(Date.parse(keys[0]?.expiresAt ?? '')).toBeGreaterThan(Date.now() + 29 * 86_400_000)

  const trainer = await hub.signedInPerson('trainer')
  expect(await list(`/api/api-keys?userId=${owner.id}`, trainer)).toEqual([])
  expect((await hub.send('DELETE', `/api/api-keys/${first.id}`, { as: trainer })).status).toBe(404)
  expect((await hub.send('DELETE', `/api/api-keys/${first.id}`, { as: owner })).status).toBe(204)
  expect((await hub.send('DELETE', `/api/api-keys/${second.id}`, { as: 'admin' })).status).toBe(204)
  expect([await use(first), await use(second)]).toEqual([401, 401])
})
