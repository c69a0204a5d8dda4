import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { addRecipient, choose, dropStep, newWorkflow, publish, runStatus, settings, write } from './builder.ts'
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
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterEach(() => page.context().close())

test('a trainer builds “New Policy Welcome Email” by dragging; a new policy runs it, mails and notifies', async () => {
  await newWorkflow(page, hub.url, 'New Policy Welcome Email')
  await dropStep(page, 'event')
  await choose(page, /^Event/, 'A policy is added')
  const emailId = await dropStep(page, 'send-email')
  await addRecipient(page, /Client.*Email/i)
  await choose(page, /^Email template/, 'Welcome New Client')
  const notificationId = await dropStep(page, 'create-notification')
  await write(page, 'Title', 'New policy added')
  await write(page, 'Message', 'For {{subject.client.first_name}}: {{subject.product}}')
  await publish(page)

  const watching = await page.context().newPage()
  await watching.goto(`${hub.url}/workflows`)
  await watching.getByText('Nothing ran yet').waitFor()
  await page.goto(`${hub.url}/records/policies`)
  const addedAt = await addPolicy(page)

  const run = watching.getByRole('region', { name: 'Recent runs' }).getByRole('link', { name: /New Policy Welcome/ })
  await run.getByText('Completed').waitFor({ timeout: 3000 })
  expect(performance.now() - addedAt).toBeLessThan(3000)
  await run.click()
  await runStatus(watching, 'completed').waitFor()
  for (const nodeId of [emailId, notificationId]) {
    await watching.getByTestId(`step-${nodeId}`).and(watching.locator('[data-status="completed"]')).waitFor()
    await watching.getByTestId(`node-${nodeId}`).waitFor()
  }

  await watching.getByRole('button', { name: 'Notifications, 1 unread' }).click()
  const bell = watching.getByRole('dialog', { name: 'Notifications' })
  await bell.getByText('New policy added').waitFor()
  await bell.getByText('For Maria: Term Life 30').waitFor()
  await watching.keyboard.press('Escape')

  await watching.getByRole('link', { name: 'Mail' }).click()
  await watching.getByText('maria.santos@mail.example').first().waitFor()
  await expect.poll(async () => (await hub.caughtMail()).length, { timeout: 5000 }).toBe(1)
  const [mail] = await hub.caughtMail()
  expect(mail?.subject).toBe('Welcome, Maria: your Term Life 30 policy')
  expect(mail?.html).toContain('$1,105.00')
  expect(mail?.text).toContain('TH-9001')
})

test('a webhook’s call starts a run with what was sent', async () => {
  await newWorkflow(page, hub.url, 'New lead')
  await dropStep(page, 'webhook')
  await dropStep(page, 'create-notification')
  await write(page, 'Title', 'Lead from {{trigger.body.source}}')
  await write(page, 'Message', '{{trigger.body.name}} asks for a call')
  await publish(page)
  await page.locator('[data-node-type="webhook"]').click()
  const address = await settings(page)
    .getByRole('textbox', { name: /^Web address/ })
    .inputValue()
  expect(address.startsWith(`${hub.url}/hooks/`)).toBe(true)

  const calledAt = performance.now()
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Jonas Weber', source: 'landing page' }),
  })
  expect(answer.status).toBe(202)
  const { runId } = (await answer.json()) as { runId: string }
  await page.goto(`${hub.url}/runs/${runId}`)
  await runStatus(page, 'completed').waitFor()
  expect(performance.now() - calledAt).toBeLessThan(3000)
  await page.getByRole('button', { name: /^Notifications, / }).click()
  const bell = page.getByRole('dialog', { name: 'Notifications' })
  await bell.getByText('Lead from landing page').waitFor()
  await bell.getByText('Jonas Weber asks for a call').waitFor()
})

test('Run now goes through a wait of seconds, and the canvas lights up on the way', async () => {
  await newWorkflow(page, hub.url, 'Ring twice')
  await dropStep(page, 'manual')
  const firstId = await dropStep(page, 'create-notification')
  await write(page, 'Title', 'The first ring')
  await write(page, 'Message', 'Before the wait')
  const waitId = await dropStep(page, 'wait')
  await settings(page)
    .getByLabel(/^How long/)
    .fill('2')
  await choose(page, /^Unit/, 'seconds')
  const secondId = await dropStep(page, 'create-notification')
  await write(page, 'Title', 'The second ring')
  await write(page, 'Message', 'After the wait')
  await publish(page)

  await page.getByRole('button', { name: 'Run now', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click()
  await runStatus(page, 'waiting').waitFor()
  expect(await litNodes(page, [firstId, waitId, secondId])).toEqual(['completed', 'waiting', null])
  await runStatus(page, 'completed').waitFor({ timeout: 6000 })
  expect(await litNodes(page, [firstId, waitId, secondId])).toEqual(['completed', 'completed', 'completed'])
  await page.getByRole('link', { name: 'Open the run' }).click()
  await page.getByTestId(`step-${secondId}`).waitFor()
  const run = (await (await page.request.get(page.url().replace('/runs/', '/api/runs/'))).json()) as RunTimes
  expect(Date.parse(run.completedAt) - Date.parse(run.createdAt)).toBeGreaterThanOrEqual(2000)
  await page.getByRole('button', { name: /^Notifications, / }).click()
  await page.getByRole('dialog', { name: 'Notifications' }).getByText('The second ring').waitFor()
})

interface RunTimes {
  createdAt: string
  completedAt: string
}

async function addPolicy(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Add a policy' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(/^Policy number/).fill('TH-9001')
  await pick(form.getByLabel(/^Client/).first(), 'Maria Santos')
  await pick(form.getByLabel(/^Agent/).first(), 'Gabriel Reyes')
  await form.getByLabel(/^Carrier/).fill('Northlight Life')
  await form.getByLabel(/^Product/).fill('Term Life 30')
  await form.getByLabel(/^Premium/).fill('1105')
  const addedAt = performance.now()
  await form.getByRole('button', { name: 'Add the policy' }).click()
  return addedAt
}

async function pick(field: ReturnType<Page['getByLabel']>, title: string): Promise<void> {
  await field.fill(title)
  await field.page().getByRole('option', { name: title }).click()
}

function litNodes(page: Page, ids: string[]): Promise<(string | null)[]> {
  return Promise.all(ids.map((id) => page.getByTestId(`node-${id}`).getAttribute('data-status')))
}
