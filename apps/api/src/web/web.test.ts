import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let webDir: string
beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), 'hubflow-web-'))
  mkdirSync(join(webDir, 'assets'))
  writeFileSync(join(webDir, 'index.html'), '<div id="root"></div>')
  writeFileSync(join(webDir, 'assets', 'app-1a2b.js'), 'run()')
  hub = await startTestApi({ webDir })
})
afterAll(async () => {
  await hub.stop()
  rmSync(webDir, { recursive: true })
})

test('files with a hash in their name are kept for good, the page is not', async () => {
  const file = await hub.send('GET', '/assets/app-1a2b.js')
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(file.headers.get('content-type')).toMatch(/javascript/)
  const page = await hub.send('GET', '/')
  expect(page.headers.get('cache-control')).toBe('no-cache')
  expect(page.headers.get('content-security-policy')).toMatch(
    /default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'/,
  )
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
})

test('the page answers for the addresses that the web app routes', async () => {
  for (const path of [
    '/',
    '/workflows',
    '/workflows/01890000-0000-7000-8000-000000000000',
    '/reset-password?token=x',
  ]) {
    const answer = await hub.send('GET', path)
    expect(await answer.text()).toBe('<div id="root"></div>')
  }
})

test('it never answers for the API, for webhooks, or for files that are missing', async () => {
  for (const [path, status] of [
    ['/api/nothing', 401],
    ['/API/nothing', 401],
    ['/hooks/nothing', 404],
    ['/assets/gone.js', 404],
    ['/favicon.ico', 404],
    ['/assets/..%2f..%2fpackage.json', 404],
  ] as const) {
    const answer = await hub.send('GET', path)
    expect(`${path} ${answer.status}`).toBe(`${path} ${status}`)
    expect(await answer.text()).not.toContain('root')
  }
})
