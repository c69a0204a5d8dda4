import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { addressOf, isFromThisMachine } from './address.ts'

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

test.each([
  ['127.0.0.1', {}, true],
  ['127.8.9.1', {}, true],
  ['::1', {}, true],
  ['::ffff:127.0.0.1', {}, true],
  ['127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, false],
  ['127.0.0.1', { forwarded: 'for=203.0.113.9' }, false],
  ['127.0.0.1', { via: '1.1 proxy' }, false],
  ['203.0.113.9', {}, false],
  ['203.0.113.9', { 'x-forwarded-for': '127.0.0.1' }, false],
  ['::2', {}, false],
  ['', {}, false],
])('from %s with %j is from this machine: %s', async (remoteAddress, headers, expected) => {
  const asking = new Hono().get('/', (c) => c.json(isFromThisMachine(c)))
  const answer = await asking.request('/', { headers }, { incoming: { socket: { remoteAddress } } })
  expect(await answer.json()).toBe(expected)
})
