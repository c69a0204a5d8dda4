import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let admin: Page
let trainer: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  admin = await as('admin@hub.test')
  trainer = await as('trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

async function as(email: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, email)
  return page
}

test('an admin changes what holds for the hub; a trainer reads it and cannot', async () => {
  await admin.getByRole('link', { name: 'Settings' }).click()
  await admin.getByLabel('Name of the hub').fill('Lakeside Academy')
  await admin.getByLabel('Keep the details of a run for').fill('400')
  await admin.getByRole('button', { name: 'Save' }).click()
  await admin.getByText('for longer than it is kept itself').first().waitFor()
  await admin.getByLabel('Keep the details of a run for').fill('90')
  await admin.getByRole('button', { name: 'Save' }).click()
  await admin.getByText('Last changed by Ada Morgan.').waitFor()
  await admin.getByRole('link', { name: 'Lakeside Academy, to the start page' }).waitFor()

  await trainer.goto(`${hub.url}/settings`)
  await trainer.getByText('Only admins can change these').waitFor()
  expect(await trainer.getByLabel('Keep the details of a run for').inputValue()).toBe('90 days')
  expect(await trainer.getByLabel('Name of the hub').isEditable()).toBe(false)
  expect(await trainer.getByRole('button', { name: 'Save' }).count()).toBe(0)
})

test('a secret is added, given a new value and deleted, and its value is nowhere on the page', async () => {
  await trainer.getByRole('tab', { name: 'Secrets' }).click()
  await trainer.getByRole('button', { name: 'Add a secret' }).click()
  const dialog = trainer.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('CRM key')
  await dialog.getByLabel(/^Value/).fill('canary-5d1e')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await trainer.getByRole('cell', { name: 'CRM key', exact: true }).waitFor()
  await dialog.waitFor({ state: 'hidden' })
  await trainer.getByRole('button', { name: 'New value for CRM key' }).click()
  await dialog.getByLabel(/^Value/).fill('canary-77aa')
  await dialog.getByRole('button', { name: 'Replace' }).click()
  await trainer.getByText('“CRM key” has a new value').waitFor()
  await dialog.waitFor({ state: 'hidden' })
  expect(await trainer.content()).not.toContain('canary')
  await trainer.getByRole('button', { name: 'Delete CRM key' }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await trainer.getByText('No secret yet').waitFor()
})

test('an address is entered among those without marketing mail, and allowed again', async () => {
  await trainer.goto(`${hub.url}/settings?section=addresses`)
  await trainer.getByLabel('Address').fill('No-More@example.com')
  await trainer.getByRole('button', { name: 'Send no more marketing mail' }).click()
  await trainer.getByRole('cell', { name: 'no-more@example.com', exact: true }).waitFor()
  await trainer.getByRole('button', { name: 'Allow mail to no-more@example.com again' }).click()
  await trainer.getByText('Nobody has unsubscribed').waitFor()
})
