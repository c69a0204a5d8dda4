import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { addressOf } from './address.ts'

const app = new Hono().get('/', (c) => c.text(addressOf(c)))

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', async (remoteAddress, expected) => {
  const answer = await app.request('/', {}, { incoming: { socket: { remoteAddress } } })
  expect(await answer.text()).toBe(expected)
})
