import { tables } from '@hubflow/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyOf, cookieOf, ORIGIN, PASSWORD, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
})
afterAll(() => hub.stop())

async function changePerson(id: string, change: { disabledAt?: Date | null }): Promise<void> {
  const database = hub.database.connect('hubflow_auth')
  await database.orm.update(tables.userProfiles).set(change).where(eq(tables.userProfiles.id, id))
  await database.close()
}

test('signing in gives a cookie that only this host gets, and me says who it is', async () => {
  const answer = await hub.signIn(hub.person('trainer').email)
  const [cookie] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^hubflow\.session_token=/)
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
  expect(cookie).not.toMatch(/Domain|Secure/)
  const me = await hub.send('GET', '/api/me', { headers: { cookie: cookieOf(answer) } })
  expect(await me.json()).toMatchObject({
    id: hub.person('trainer').id,
    role: 'trainer',
    mail: 'catcher',
    timeZone: 'Europe/Berlin',
  })
})

test('by the public https address the cookie is secure', async () => {
  const secure = await startTestApi({ publicUrl: 'https://hub.example.com' })
  const answer = await secure.send('POST', '/api/auth/sign-in/email', {
    body: { email: secure.person('trainer').email, password: PASSWORD },
    headers: { host: 'hub.example.com', origin: 'https://hub.example.com' },
  })
  expect(answer.headers.getSetCookie()[0]).toMatch(/; Secure/)
  await secure.stop()
})

test('a wrong password, an unknown address and a disabled person get the same words', async () => {
  const disabled = await hub.addPerson('trainer')
  await changePerson(disabled.id, { disabledAt: new Date() })
  const answers = [
    await hub.signIn(hub.person('manager').email, 'wrong password'),
    await hub.signIn('nobody@hub.test'),
    await hub.signIn(disabled.email),
  ]
  expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401])
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  expect(new Set(texts).size).toBe(1)
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({ detail: 'The email or the password is not right.' })
})

test('who is disabled or signed out stops at once', async () => {
  const person = await hub.signedInPerson('manager')
  expect((await hub.send('GET', '/api/me', { as: person })).status).toBe(200)
  await changePerson(person.id, { disabledAt: new Date() })
  expect((await hub.send('GET', '/api/me', { as: person })).status).toBe(401)
  await changePerson(person.id, { disabledAt: null })
  expect((await hub.send('GET', '/api/me', { as: person })).status).toBe(200)
  expect((await hub.send('POST', '/api/auth/sign-out', { as: person, body: {} })).status).toBe(200)
  expect((await hub.send('GET', '/api/me', { as: person })).status).toBe(401)
})

test('a session ends two weeks after the sign-in, however busy it was', async () => {
  const person = await hub.signedInPerson('trainer')
  const database = hub.database.connect('hubflow_auth')
  const old = new Date(Date.now() - 14 * 24 * 3_600_000 - 1000)
  await database.orm.update(tables.sessions).set({ createdAt: old }).where(eq(tables.sessions.userId, person.id))
  await database.close()
  expect((await hub.send('GET', '/api/me', { as: person })).status).toBe(401)
})

test('nobody signs up, and nobody takes a role', async () => {
  const signUp = await hub.send('POST', '/api/auth/sign-up/email', {
    body: { email: 'new@hub.test', password: PASSWORD, name: 'New', role: 'admin' },
  })
  expect(signUp.status).toBe(404)
  const person = await hub.signedInPerson('agent')
  await hub.send('POST', '/api/auth/update-user', { as: person, body: { name: 'Me', role: 'admin', disabledAt: null } })
  expect(await (await hub.send('GET', '/api/me', { as: person })).json()).toMatchObject({ role: 'agent' })
})

test('ten wrong passwords close an account for a while, known or not', async () => {
  for (const email of [(await hub.addPerson('trainer')).email, 'unknown@hub.test']) {
    const statuses: number[] = []
    for (let attempt = 0; attempt < 11; attempt++) statuses.push((await hub.signIn(email, 'wrong')).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429])
    const blocked = await hub.signIn(email)
    expect(blocked.status).toBe(429)
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
  }
})

test.each([
  ['another site', { origin: 'https://evil.example' }, 403],
  ['another site that names no origin', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a sandboxed page', { origin: 'null' }, 403],
  ['the same host by another name', { origin: 'http://rebound.example:3000', host: 'rebound.example:3000' }, 403],
  ['another port of this machine', { origin: 'http://127.0.0.1:4000' }, 403],
  ['the hub by localhost', { origin: 'http://localhost:3000', host: 'localhost:3000' }, 201],
  ['the hub by 127.0.0.1', { origin: ORIGIN }, 201],
  ['a program', {}, 201],
])('a request with a cookie from %s', async (who, headers, status) => {
  const { cookie } = hub.person('trainer')
  const answer = await hub.send('POST', '/api/workflows', {
    headers: { cookie, ...headers },
    body: { name: `From ${who}` },
  })
  expect(answer.status).toBe(status)
})

test('a form of another site is no JSON', async () => {
  const answer = await hub.api.app.request(`${ORIGIN}/api/workflows`, {
    method: 'POST',
    headers: { cookie: hub.person('trainer').cookie, 'content-type': 'text/plain' },
    body: '{"name":"By form"}',
  })
  expect(answer.status).toBe(415)
})

test('an API key has the rights of its owner, is kept as a hash, and ends with either', async () => {
  const owner = await hub.signedInPerson('trainer')
  const created = await hub.send('POST', '/api/auth/api-key/create', { as: owner, body: { name: 'robot' } })
  expect(created.status).toBe(200)
  const { id, key } = await bodyOf<{ id: string; key: string }>(created)
  const asRobot = (token: string) => hub.send('GET', '/api/me', { headers: { authorization: `Bearer ${token}` } })
  expect(await (await asRobot(key)).json()).toMatchObject({ id: owner.id, role: 'trainer' })
  expect((await asRobot(`${key}x`)).status).toBe(401)

  const database = hub.database.connect('hubflow_auth')
  const [row] = await database.orm.select().from(tables.apiKeys).where(eq(tables.apiKeys.id, id))
  expect(row?.key).not.toContain(key)
  expect(JSON.stringify(row)).not.toContain(key)

  await changePerson(owner.id, { disabledAt: new Date() })
  expect((await asRobot(key)).status).toBe(401)
  await changePerson(owner.id, { disabledAt: null })
  await database.orm.update(tables.apiKeys).set({ enabled: false }).where(eq(tables.apiKeys.id, id))
  expect((await asRobot(key)).status).toBe(401)
  await database.close()
})

test('an API key makes 600 requests a minute', async () => {
  const owner = await hub.signedInPerson('trainer')
  const { key } = await bodyOf<{ key: string }>(
    hub.send('POST', '/api/auth/api-key/create', { as: owner, body: { name: 'busy' } }),
  )
  const headers = { authorization: `Bearer ${key}` }
  const statuses: number[] = []
  for (let count = 0; count < 601; count++) statuses.push((await hub.send('GET', '/api/me', { headers })).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(600)
  expect(statuses.at(-1)).toBe(429)
})

test('a forgotten password is set anew by the link in a mail, once, and ends all sessions', async () => {
  const person = await hub.signedInPerson('manager')
  const ask = (email: string) => hub.send('POST', '/api/auth/request-password-reset', { body: { email } })
  const known = await ask(person.email)
  const unknown = await ask('nobody-at-all@hub.test')
  expect([known.status, unknown.status]).toEqual([200, 200])
  expect(await known.text()).toBe(await unknown.text())

  const mail = await mailTo(person.email)
  expect(mail).toMatchObject({ runId: null, status: 'pending' })
  const token = /\/reset-password\?token=([\w-]+)/.exec(mail?.bodyHtml ?? '')?.[1]
  expect(mail?.bodyHtml).toContain(`${ORIGIN}/reset-password?token=${token}`)
  // Whoever could read it in the app could take the account over.
  expect(await (await hub.send('GET', '/api/email-queue', { as: 'admin' })).json()).toMatchObject({ items: [] })

  const reset = (newPassword: string) => hub.send('POST', '/api/auth/reset-password', { body: { token, newPassword } })
  expect((await reset('short')).status).toBe(400)
  expect((await reset('a new long password')).status).toBe(200)
  expect((await reset('another long password')).status).toBe(400)
  expect((await hub.send('GET', '/api/me', { as: person })).status).toBe(401)
  expect((await hub.signIn(person.email)).status).toBe(401)
  expect((await hub.signIn(person.email, 'a new long password')).status).toBe(200)
})

async function mailTo(address: string) {
  const worker = hub.database.connect('hubflow_worker')
  const [mail] = await worker.orm.select().from(tables.emailQueue).where(eq(tables.emailQueue.toAddress, address))
  await worker.close()
  return mail
}
