import type { OutboundAnswer } from '@hubflow/nodes'
import { expect, test } from 'vitest'
import { createRedaction } from './redaction.ts'

const SECRET = 'k3y "of" <our> crm/+='

function hiding(...secrets: string[]) {
  const redaction = createRedaction()
  for (const secret of secrets) redaction.hide(secret)
  return redaction
}

test.each([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify({ key: SECRET })],
  ['in JSON in JSON', JSON.stringify(JSON.stringify({ key: SECRET }))],
  ['in an address', `https://example.com/?key=${encodeURIComponent(SECRET)}`],
  ['in a form', new URLSearchParams({ key: SECRET }).toString()],
  ['in HTML', '<p>k3y &quot;of&quot; &lt;our&gt; crm/+=</p>'],
])('nothing is left of a secret %s', (_, text) => {
  expect(hiding(SECRET).redact(text)).not.toMatch(/of.*our/)
})

test.each(['', 'a', 'hub', 'hub:', 'longer name:'])('nothing is left of a secret in base64 behind “%s”', (before) => {
  const secret = 'correct horse battery staple'
  for (const after of ['', '!', '!!', '!!!']) {
    const packed = Buffer.from(before + secret + after).toString('base64')
    const left = hiding(secret).redact(packed).replaceAll('(secret)', '')
    expect(Buffer.from(left, 'base64').toString('utf8')).not.toMatch(/corr|horse|stap/)
  }
})

test('data is searched through, keys and numbers too, and what is not secret stays', () => {
  const redacted = hiding('hub:pass-7431', '98765').redact({
    list: ['say pass-7431', 98765, 7, null, true],
    'pass-7431': { deep: 'hub' },
  })
  expect(redacted).toEqual({ list: ['say (secret)', '(secret)', 7, null, true], '(secret)': { deep: 'hub' } })
})

test('a secret that an answer was cut in goes as far as it came', async () => {
  const secret = 'canary-8f3b1c'
  const answering = (answer: Partial<OutboundAnswer>) => ({
    send: async () => ({ status: 200, headers: {}, body: '', truncated: false, ...answer }),
  })
  const request = { method: 'GET', url: 'https://example.com', headers: [], timeoutMs: 1 }
  const cut = hiding(secret).guard(answering({ body: 'so it is canary-8f', truncated: true }))
  expect((await cut.send(request)).body).toBe('so it is ')
  const whole = hiding(secret).guard(answering({ body: 'a canary-8f3b1c', headers: { 'x-key': secret } }))
  expect(await whole.send(request)).toMatchObject({ body: 'a (secret)', headers: { 'x-key': '(secret)' } })
})

test('without a secret nothing is changed', () => {
  const value = { text: 'as it is' }
  expect(hiding().redact(value)).toBe(value)
})
