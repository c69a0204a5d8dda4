import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { publish } from './builder.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

test('a template is a workflow that can be published after three clicks', async () => {
  await page.goto(`${hub.url}/workflows`)
  await page.getByRole('link', { name: 'New workflow' }).click()
  await page.getByRole('button', { name: /^New policy welcome email/ }).click()
  await page.getByRole('button', { name: 'Create the workflow' }).click()
  await page.locator('[data-node-type="send-email"]').getByText('“Welcome New Client”').waitFor()
  await publish(page)
})

test('every template can be published with the answers that it proposes', async () => {
  const count = 11
  for (let index = 0; index < count; index++) {
    await page.goto(`${hub.url}/workflows/new`)
    const cards = page.getByRole('region', { name: 'From a template' }).getByRole('button')
    await cards.first().waitFor()
    expect(await cards.count()).toBe(count)
    await cards.nth(index).click()
    await page.getByRole('button', { name: 'Create the workflow' }).click()
    await page.getByRole('button', { name: 'No problems' }).waitFor()
  }
})

test('a name that is taken is told while it is typed, and a free one is one click away', async () => {
  await page.goto(`${hub.url}/workflows/new`)
  const name = page.getByRole('textbox', { name: 'Name' })
  await name.fill('NEW POLICY welcome email')
  await page.getByText('You have a workflow of this name already.').waitFor()
  await page.getByRole('button', { name: /^Take “NEW POLICY welcome email \d+”/ }).click()
  await expect.poll(() => page.getByText('You have a workflow of this name already.').count()).toBe(0)
  await page.getByRole('button', { name: 'Open the canvas' }).click()
  await page.getByText('When should this start?').waitFor()
})

test.each(['light', 'dark'] as const)('axe finds nothing where a workflow begins, in %s', async (colorScheme) => {
  await page.emulateMedia({ colorScheme })
  await page.goto(`${hub.url}/workflows/new`)
  await page.getByRole('button', { name: /^Commission chargeback/ }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: /^Commission chargeback/ }).click()
  await page.getByRole('button', { name: 'Create the workflow' }).waitFor()
  expect(await violations(page)).toEqual([])
})
