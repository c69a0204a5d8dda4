import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser } from './browser.ts'
import { newDataDir, removeDataDir, startHub, type TestHub } from './hub.ts'
import { tour } from './tour.ts'

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

test.each(['light', 'dark'] as const)(
  'axe finds nothing on any page in %s',
  async (colorScheme) => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme })).newPage()
    const found: Record<string, string[]> = {}
    await tour(page, hub.url, async (name) => {
      found[name] = await violations(page)
    })
    expect(Object.entries(found).filter(([, each]) => each.length > 0)).toEqual([])
  },
  240_000,
)

test('axe finds what is wrong with a page that is', async () => {
  const page = await browser.newPage()
  await page.setContent('<html lang="en"><title>Wrong</title><main><h1>Wrong</h1><input></main></html>')
  expect(await violations(page)).toEqual(['label: <input>'])
})
