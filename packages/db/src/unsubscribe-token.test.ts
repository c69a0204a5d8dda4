import { expect, test } from 'vitest'
import { unsubscribedAddress, unsubscribeToken } from './unsubscribe-token.ts'

const SECRET = 'a secret that is long enough for tests'

test('a token leads back to its address, is the same each time, and fits into a link', () => {
  const token = unsubscribeToken('Ann@Example.com', SECRET)
  expect(unsubscribedAddress(token, SECRET)).toBe('ann@example.com')
  expect(unsubscribeToken('ann@example.com', SECRET)).toBe(token)
  expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/)
})

test('what was changed, cut or made with another secret is no token', () => {
  const [name = '', proof = ''] = unsubscribeToken('ann@example.com', SECRET).split('.')
  const bob = Buffer.from('bob@example.com').toString('base64url')
  for (const token of [
    `${bob}.${proof}`,
    `${name}.`,
    name,
    '',
    '.',
    `${name}.${proof.slice(1)}`,
    `${name}.A${proof.slice(1)}`,
  ]) {
    if (token !== `${name}.${proof}`) expect(unsubscribedAddress(token, SECRET)).toBeNull()
  }
  expect(unsubscribedAddress(`${name}.${proof}`, `${SECRET}!`)).toBeNull()
})
