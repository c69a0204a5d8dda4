import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { addRecipient, choose, dropStep, newWorkflow, runStatus, settings } from './builder.ts'
import { newDataDir, removeDataDir, startHub, type TestHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await startHub(newDataDir())
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

test('a trainer tests a draft that was never published: what each step would do is shown, and nothing is done', async () => {
  await newWorkflow(page, hub.url, 'Renewal mail')
  const testButton = page.getByRole('button', { name: 'Test', exact: true })
  expect(await testButton.isDisabled()).toBe(true)
  await dropStep(page, 'event')
  await choose(page, /^Event/, 'A policy is added')
  const waitId = await dropStep(page, 'wait')
  await settings(page)
    .getByLabel(/^How long/)
    .fill('3')
  const emailId = await dropStep(page, 'send-email')
  await addRecipient(page, /Client.*Email/i)
  await choose(page, /^Email template/, 'Welcome New Client')
  // Unfinished, so that it could not be published.
  const notificationId = await dropStep(page, 'create-notification')

  await testButton.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Nothing is sent and nothing changes').waitFor()
  const policy = dialog.getByLabel(/^Policy/).first()
  await policy.click()
  await page.getByRole('option').first().click()
  await dialog.getByRole('button', { name: 'Test', exact: true }).click()
  await runStatus(page, 'failed').waitFor()
  for (const [nodeId, status] of [
    [waitId, 'completed'],
    [emailId, 'completed'],
    [notificationId, 'failed'],
  ])
    await page
      .getByTestId(`node-${nodeId}`)
      .and(page.locator(`[data-status="${status}"]`))
      .waitFor()
  await page.getByText('Fill in "Title".').first().waitFor()

  await page.getByRole('link', { name: 'Open the run' }).click()
  await page.getByText('Test', { exact: true }).waitFor()
  await page
    .getByTestId(`step-${waitId}`)
    .getByText(/would go on /)
    .waitFor()
  const email = page.getByTestId(`step-${emailId}`)
  await email.getByRole('button').first().click()
  await email.getByText(/^Would email “Welcome, /).waitFor()
  await email.frameLocator('iframe').getByText('Welcome aboard').waitFor()

  await page.goto(`${hub.url}/workflows`)
  await page
    .getByRole('region', { name: 'Recent runs' })
    .getByText(/^Test · /)
    .waitFor()
  await page.goto(`${hub.url}/runs`)
  await page.getByText('Nothing ran yet').waitFor()
  await page.goto(`${hub.url}/runs?test=true`)
  await page.getByRole('link', { name: 'Renewal mail' }).waitFor()
  expect(await hub.caughtMail()).toEqual([])
})
