import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})
beforeEach(async () => {
  page = await browser.newPage()
})
afterEach(() => page.close())

test.each(['127.0.0.1', 'localhost'])('the trainer signs in on http://%s and stays signed in', async (host) => {
  const url = hub.url.replace('127.0.0.1', host)
  await signIn(page, url, 'trainer@hub.test')
  await page.getByRole('heading', { name: 'Automation' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Automation' }).waitFor()
  expect(new URL(page.url()).origin).toBe(url)
})

test('a wrong password is told on the page and lets nobody in', async () => {
  await page.goto(hub.url)
  await page.getByRole('textbox', { name: 'Email' }).fill('trainer@hub.test')
  await page.getByLabel(/^Password/).fill('training-hut')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
})

test.each(['admin', 'trainer', 'manager'])('the %s finds workflows, runs, records and mail', async (role) => {
  await signIn(page, hub.url, `${role}@hub.test`)
  const found = await places(page)
  for (const place of ['Automation', 'Dashboard', 'Runs', 'Failures', 'Why?', 'Records', 'Mail', 'Audit', 'Settings'])
    expect(found).toContain(place)
  // Who may come in is an admin's affair.
  expect(found.includes('People') && role !== 'admin').toBe(false)
  await page.getByText('No workflows yet').waitFor()
})

test('the agent finds their own records only, and no workflow under its address', async () => {
  await signIn(page, hub.url, 'agent@hub.test')
  expect(await places(page)).toEqual(['Records'])
  // Gabriel Reyes has three clients, and they have four policies.
  await page.getByRole('cell', { name: 'TH-2400' }).waitFor()
  expect(await page.getByRole('row').count()).toBe(1 + 4)
  await page.goto(`${hub.url}/workflows/0198c0de-0000-7000-8000-000000000000`)
  await page
    .getByText(/not found|does not exist|nothing here/i)
    .first()
    .waitFor()
})

async function places(page: Page): Promise<(string | null)[]> {
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
  await links.first().waitFor()
  return Promise.all((await links.all()).map((link) => link.getAttribute('aria-label')))
}
