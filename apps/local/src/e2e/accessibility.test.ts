import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations, violationsInBoth } from './axe.ts'
import { launchBrowser } from './browser.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'
import { tour } from './tour.ts'

let hub: TestHub
let browser: Browser
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

test('axe finds nothing on any page, in light and in dark', async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  const found: Record<string, string[]> = {}
  await tour(page, hub.url, async (name) => {
    found[name] = await violationsInBoth(page)
  })
  expect(Object.entries(found).filter(([, each]) => each.length > 0)).toEqual([])
}, 240_000)

test('axe finds what is wrong with a page that is', async () => {
  const page = await browser.newPage()
  await page.setContent('<html lang="en"><title>Wrong</title><main><h1>Wrong</h1><input></main></html>')
  expect(await violations(page)).toEqual(['label: <input>'])
})

test('axe finds what can be read in light alone', async () => {
  const page = await browser.newPage()
  await page.setContent(`<html lang="en" data-mantine-color-scheme="light"><title>Half</title>
    <style>p { transition: background 100ms } @media (prefers-color-scheme: dark) { p { background: #222 } }</style>
    <script>matchMedia('(prefers-color-scheme: dark)').onchange = (change) =>
      document.documentElement.setAttribute('data-mantine-color-scheme', change.matches ? 'dark' : 'light')</script>
    <main><h1>Half</h1><p>Black on dark grey</p></main></html>`)
  expect(await violationsInBoth(page)).toEqual(['in dark, color-contrast: <p>Black on dark grey</p>'])
})
