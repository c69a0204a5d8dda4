import { expect, test } from 'vitest'
import { openSecret, sealSecret } from './secret.ts'

const HUB_SECRET = 'a secret that is long enough for tests'

test.each(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'ü🔑\n', 'x'.repeat(8192), ''])(
  'what was sealed is opened: %s',
  (text) => {
    const sealed = sealSecret(text, HUB_SECRET)
    expect(openSecret(sealed, HUB_SECRET)).toBe(text)
    if (text !== '') expect(sealed).not.toContain(text)
  },
)

test('the same text is sealed differently each time', () => {
  expect(sealSecret('same', HUB_SECRET)).not.toBe(sealSecret('same', HUB_SECRET))
})

test('another hub secret opens nothing', () => {
  const sealed = sealSecret('hidden', HUB_SECRET)
  expect(() => openSecret(sealed, `${HUB_SECRET}!`)).toThrow('HUBFLOW_SECRET is another one')
})

test('a change of any byte is noticed', () => {
  const sealed = sealSecret('hidden', HUB_SECRET)
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(() => openSecret(`v1.${changed.toString('base64url')}`, HUB_SECRET)).toThrow('cannot be opened')
  }
})

test.each(['', 'v1.', 'v2.abc', 'plain text'])('what was never sealed is refused: "%s"', (text) => {
  expect(() => openSecret(text, HUB_SECRET)).toThrow('cannot be opened')
})
