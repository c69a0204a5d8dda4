import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { dropStep, newWorkflow } from './builder.ts'
import { newDataDir, removeDataDir, startHub, type TestHub } from './hub.ts'

let hub: TestHub
let browser: Browser
beforeAll(async () => {
  hub = await startHub(newDataDir())
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

test.each(['light', 'dark'] as const)('axe finds nothing on any page in %s', async (colorScheme) => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme })).newPage()
  await page.goto(hub.url)
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  const found: Record<string, string[]> = { '/sign-in': await violations(page) }
  await signIn(page, hub.url, 'trainer@hub.test')
  for (const path of [
    '/workflows',
    '/runs',
    '/failures',
    '/why',
    '/records/policies',
    '/records/commissions',
    '/mail',
    '/notifications',
    '/settings',
    '/settings?section=secrets',
    '/settings?section=addresses',
    '/settings?section=events',
  ]) {
    await page.goto(`${hub.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('load')
    found[path] = await violations(page)
  }
  await newWorkflow(page, hub.url, `Looked at in ${colorScheme}`)
  await dropStep(page, 'event')
  await dropStep(page, 'send-email')
  found['the editor'] = await violations(page)
  expect(Object.entries(found).filter(([, each]) => each.length > 0)).toEqual([])
})

test('axe finds what is wrong with a page that is', async () => {
  const page = await browser.newPage()
  await page.setContent('<html lang="en"><title>Wrong</title><main><h1>Wrong</h1><input></main></html>')
  expect(await violations(page)).toEqual(['label: <input>'])
})
