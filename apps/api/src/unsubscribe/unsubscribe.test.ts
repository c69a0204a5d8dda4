import { unsubscribeToken } from '@hubflow/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SuppressedAddress } from '../contract/messages.ts'
import { bodyOf, type List, ORIGIN, startTestApi, type TestApi } from '../testing/test-api.ts'

const SECRET = 'a secret that is long enough for tests'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi({ secret: SECRET })
})
afterAll(() => hub.stop())

function open(method: string, token: string, init: RequestInit = {}): Promise<Response> {
  return Promise.resolve(hub.api.app.request(`${ORIGIN}/unsubscribe/${token}`, { method, ...init }))
}

async function suppressed(q = ''): Promise<SuppressedAddress[]> {
  const list = hub.send('GET', `/api/email-suppressions?q=${encodeURIComponent(q)}`, { as: 'manager' })
  return (await bodyOf<List<SuppressedAddress>>(list)).items
}

test('opening the link asks and changes nothing; one click unsubscribes, twice too', async () => {
  const token = unsubscribeToken('Ann@Example.com', SECRET)
  const asked = await open('GET', token)
  expect(asked.status).toBe(200)
  expect(asked.headers.get('content-security-policy')).toContain("form-action 'self'")
  expect(await asked.text()).toMatch(/<form method="post">/)
  expect(await suppressed('ann@')).toEqual([])

  const click = {
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example', cookie: 'a=b' },
    body: 'List-Unsubscribe=One-Click',
  }
  for (const answer of [await open('POST', token, click), await open('POST', token)]) {
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('ann@example.com')
  }
  expect(await suppressed('ann@')).toEqual([
    { address: 'ann@example.com', reason: 'unsubscribed', createdBy: null, createdAt: expect.any(String) },
  ])
})

test('a link that is none unsubscribes nobody; an address in it is shown as text', async () => {
  const forged = unsubscribeToken('bob@example.com', 'another secret that is long enough')
  for (const token of [forged, 'x', 'x.y', '%2e%2e']) {
    expect((await open('GET', token)).status).toBe(404)
    expect((await open('POST', token)).status).toBe(404)
  }
  expect(await suppressed('bob@')).toEqual([])
  const shown = await (await open('GET', unsubscribeToken('<script>@example.com', SECRET))).text()
  expect(shown).toContain('&lt;script&gt;@example.com')
})

test('who guesses links is told to wait, whoever has one is not', async () => {
  const statuses: number[] = []
  for (let guess = 0; guess < 70; guess++) statuses.push((await open('POST', `guess.${guess}`)).status)
  expect(statuses.at(-1)).toBe(429)
  expect((await open('GET', unsubscribeToken('eve@example.com', SECRET))).status).toBe(200)
})

test('staff enter addresses and let them have mail again', async () => {
  const body = { address: 'Carl@Example.com', reason: 'asked on the phone' }
  const entered = await hub.send('POST', '/api/email-suppressions', { as: 'trainer', body })
  expect(entered.status).toBe(201)
  const carl = {
    address: 'carl@example.com',
    reason: 'asked on the phone',
    createdBy: { id: hub.person('trainer').id },
  }
  expect(await entered.json()).toMatchObject(carl)
  const again = await hub.send('POST', '/api/email-suppressions', {
    as: 'admin',
    body: { address: 'carl@example.com' },
  })
  expect(await again.json()).toMatchObject(carl)
  expect((await hub.send('DELETE', '/api/email-suppressions/CARL@example.com', { as: 'manager' })).status).toBe(204)
  expect(await suppressed('carl@')).toEqual([])

  for (const name of ['d1', 'd2', 'd3']) {
    await hub.send('POST', '/api/email-suppressions', { as: 'trainer', body: { address: `${name}@example.com` } })
  }
  const list = (query: string) =>
    bodyOf<List<SuppressedAddress>>(hub.send('GET', `/api/email-suppressions?q=d&${query}`, { as: 'trainer' }))
  const first = await list('limit=2')
  const rest = await list(`limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`)
  expect([...first.items, ...rest.items].map(({ address }) => address)).toEqual([
    'd1@example.com',
    'd2@example.com',
    'd3@example.com',
  ])
  expect(rest.nextCursor).toBeNull()
})
