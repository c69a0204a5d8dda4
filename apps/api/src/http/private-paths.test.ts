import { expect, test } from 'vitest'
import { isServerPath, needsIdentity } from './private-paths.ts'

test.each([
  '/api',
  '/api/me',
  '//api/me',
  '/API/me',
  '/%61pi/me',
  '/api;x/me',
  '/./api/me',
  '/\\api/me',
  '/hooks/x',
  '/HOOKS',
])('%s belongs to the server', (path) => {
  expect(isServerPath(path)).toBe(true)
})

test.each(['/', '/workflows', '/apis', '/workflows/api', '/reset-password', '/assets/api.js', '/%'])(
  '%s belongs to the web app',
  (path) => {
    expect(isServerPath(path)).toBe(false)
  },
)

test('only exact spellings are open', () => {
  expect(needsIdentity('/api/auth/sign-in/email')).toBe(false)
  expect(needsIdentity('/api/openapi.json')).toBe(false)
  expect(needsIdentity('/api/AUTH/sign-in/email')).toBe(true)
  expect(needsIdentity('/api/openapi.json/')).toBe(true)
  expect(needsIdentity('/api/auth')).toBe(true)
})
