import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { addRecipient, choose, dropStep, newWorkflow, runStatus, settings } from './builder.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await takeHub()
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

test('one step is tested by itself; its badge says when that no longer holds, and why; samples are those of the test', async () => {
  await page.goto(`${hub.url}/workflows`)
  await page.getByRole('region', { name: 'Workflows' }).getByRole('link', { name: 'Renewal mail' }).click()
  const mail = page.locator('[data-node-type="send-email"]')
  const notice = page.locator('[data-node-type="create-notification"]')
  // Tested before, and known after coming back.
  await mail.getByText('Tested', { exact: true }).waitFor()
  await notice.getByText('Test failed').waitFor()

  await notice.click()
  const title = settings(page).getByRole('textbox', { name: 'Title', exact: true })
  await title.click()
  await page.keyboard.type('Call {{client first')
  await page.getByRole('option', { name: 'Client → First name' }).click()
  await notice.getByText('Test is old').waitFor()
  const panel = settings(page).getByRole('region', { name: 'Test of this step' })
  await panel.getByText('Its settings were changed since.').waitFor()
  await settings(page).getByRole('textbox', { name: 'Message', exact: true }).click()
  await page.keyboard.type('Soon.')
  await panel.getByRole('button', { name: 'Test this step' }).click()
  await panel.getByText(/^Would notify .*“Call (?!\[)/).waitFor()
  await notice.getByText('Tested', { exact: true }).waitFor()
  // The other steps were not walked: theirs are the tests of before.
  await mail.getByText('Tested', { exact: true }).waitFor()

  // What starts the workflow is changed: whatever reads its record is untested by that; the wait is not.
  await page.locator('[data-node-type="event"]').click()
  await choose(page, /^Event/, 'A commission is charged back')
  await mail.getByText('Test is old').waitFor()
  await page.locator('[data-node-type="wait"]').getByText('Tested', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo' }).click()
  await mail.getByText('Tested', { exact: true }).waitFor()
})

test('a step is tested with an event that happened, from its menu; an earlier run becomes the example', async () => {
  const mail = page.locator('[data-node-type="send-email"]')
  await mail.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Test this step' }).click()
  const panel = settings(page).getByRole('region', { name: 'Test of this step' })
  await panel.getByText(/^Would email “Welcome, /).waitFor()
  await panel.getByRole('button', { name: 'More ways to test' }).click()
  await page.getByRole('menuitem', { name: 'Test with other data' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Use what happened before').click()
  await dialog.getByRole('radiogroup', { name: 'Event or run' }).getByRole('radio').first().check()
  await dialog.getByRole('button', { name: 'Test', exact: true }).click()
  await panel.getByText(/^Would email “Welcome, /).waitFor()

  await page.goto(`${hub.url}/runs?test=true`)
  await page.getByRole('link', { name: 'Renewal mail' }).last().click()
  await page.getByRole('link', { name: 'Use as example' }).click()
  await page.getByText('Tests begin with what that run began with').waitFor()
  await mail.click()
  await panel.getByRole('button', { name: 'Test this step' }).click()
  await panel.getByText(/^Would email “Welcome, /).waitFor()
  // Begun with it, the newest test is the example: the address names none any more.
  await expect.poll(() => page.url()).not.toContain('example=')
  expect(await hub.caughtMail()).toEqual([])
})
