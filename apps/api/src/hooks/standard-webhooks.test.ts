import { expect, test } from 'vitest'
import { refusalOfSignature, type SignedMessage } from './standard-webhooks.ts'

/** The vector that the reference libraries of Standard Webhooks are tested with. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const SENT_AT = 1614265330
const MESSAGE: SignedMessage = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: String(SENT_AT),
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  bytes: Buffer.from('{"test": 2432232314}'),
}
const at = (seconds: number) => new Date(seconds * 1000)

function refusal(changes: Partial<SignedMessage> = {}, secret = SECRET, now = at(SENT_AT)): string | null {
  return refusalOfSignature({ ...MESSAGE, ...changes }, secret, now)
}

test('the official vector is good, with and without the prefix of the secret', () => {
  expect(refusal()).toBeNull()
  expect(refusal({}, SECRET.slice('whsec_'.length))).toBeNull()
})

test('one good signature among several is enough, in any place', () => {
  const others =
    'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=='
  expect(refusal({ signature: `${others} ${MESSAGE.signature}` })).toBeNull()
  expect(refusal({ signature: `${MESSAGE.signature} ${others}` })).toBeNull()
  expect(refusal({ signature: others })).toContain('is not right')
})

test.each<[string, Partial<SignedMessage>]>([
  ['the body', { bytes: Buffer.from('{"test": 2432232315}') }],
  ['the body by a space', { bytes: Buffer.from('{"test":2432232314}') }],
  ['the id', { id: 'msg_p5jXN8AQM9LWM0D4loKWxJel' }],
  ['the timestamp', { timestamp: String(SENT_AT + 1) }],
  ['the signature', { signature: 'v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }],
  ['the signature, cut off', { signature: 'v1,g0hM9SsE' }],
  ['the version of the signature', { signature: MESSAGE.signature?.replace('v1', 'v2') }],
  ['the signature, empty', { signature: 'v1,' }],
])('a change of %s is refused', (_, changes) => {
  expect(refusal(changes)).toContain('webhook-signature is not right')
})

test('another secret is refused, and one that is no base64 is named as the reason', () => {
  expect(refusal({}, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx')).toContain('is not right')
  expect(refusal({}, 'not base64!')).toContain('base64')
  expect(refusal({}, 'whsec_')).toContain('base64')
})

test('five minutes either way, and not a second more', () => {
  expect(refusal({}, SECRET, at(SENT_AT + 300))).toBeNull()
  expect(refusal({}, SECRET, at(SENT_AT - 300))).toBeNull()
  expect(refusal({}, SECRET, at(SENT_AT + 301))).toContain('five minutes')
  expect(refusal({}, SECRET, at(SENT_AT - 301))).toContain('five minutes')
  for (const timestamp of ['', 'soon', '1e9', '-1', 'NaN', '0x60']) {
    expect(refusal({ timestamp })).toContain('five minutes')
  }
})

test.each(['id', 'timestamp', 'signature'] as const)('without its %s a call is refused', (part) => {
  expect(refusal({ [part]: undefined })).toContain('signed calls only')
})
