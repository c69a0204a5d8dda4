import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsInBoth } from './axe.ts'
import { launchBrowser, openSettled, signIn } from './browser.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  page.setDefaultTimeout(8000)
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

test('from New workflow to published without the canvas, in at most 12 clicks and 60 keystrokes', async () => {
  await page.goto(`${hub.url}/workflows`)
  await page.evaluate(`
    globalThis.counts = { clicks: 0, keys: 0 }
    addEventListener('pointerdown', () => counts.clicks++, true)
    addEventListener('keydown', () => counts.keys++, true)`)
  await page.getByRole('link', { name: 'New workflow' }).click()
  await page.getByRole('textbox', { name: 'Name' }).waitFor()
  await page.keyboard.type('Welcome new clients')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Something happens in the hub/ }).click()
  await page
    .getByLabel(/^Event/)
    .first()
    .click()
  await page.getByRole('option', { name: /A policy is added/ }).click()
  await page.getByRole('button', { name: 'Next: Actions' }).click()
  await page.getByRole('button', { name: /^Send email/ }).click()
  await page.getByRole('textbox', { name: 'To' }).click()
  await page
    .getByRole('option', { name: /Client.*Email/i })
    .first()
    .click()
  await page.keyboard.press('Escape')
  await page
    .getByLabel(/^Email template/)
    .first()
    .click()
  await page.getByRole('option', { name: 'Welcome New Client' }).click()
  await page.getByRole('button', { name: 'Next: Review' }).click()
  await page.getByText('Email “Welcome New Client” to the client’s email').waitFor()
  await page.getByText('In the last 30 days').waitFor()
  await page.getByRole('button', { name: 'Publish version 1' }).click()
  await page.getByText('Live: version 1').waitFor()
  const { clicks, keys } = await page.evaluate<{ clicks: number; keys: number }>('counts')
  expect(clicks).toBeLessThanOrEqual(12)
  expect(keys).toBeLessThanOrEqual(60)
})

test('the guided path and the canvas show one draft, and undo goes through both', async () => {
  await page.locator('[data-node-type="send-email"]').waitFor()
  await page.getByText('Step by step', { exact: true }).click({ force: true })
  await page.getByRole('button', { name: 'Next: Actions' }).click()
  await page.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('button', { name: /^Notify people/ }).click()
  await page
    .getByRole('region', { name: 'Steps of the workflow' })
    .getByRole('button', { name: /Notify/ })
    .waitFor()
  await page.getByText('On the canvas', { exact: true }).click({ force: true })
  await page.locator('[data-node-type="create-notification"]').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => page.locator('[data-node-type="create-notification"]').count()).toBe(0)
})

test('the review tells what is new, what is left to do, and how often it would have started', async () => {
  const id = page.url().split('/workflows/')[1]?.split('?')[0]
  const starts = async () => (await (await request('POST', `/api/workflows/${id}/estimate`, {})).json()).starts
  const before = await starts()
  const client = await firstId('clients')
  const agent = await firstId('agents')
  for (const number of ['TH-1', 'TH-2'])
    await request('POST', '/api/hub/policies', {
      policy_number: number,
      client_id: client,
      agent_id: agent,
      carrier: 'Northlight',
      product: 'Term',
      premium: '900',
    })
  await page.getByText('Step by step', { exact: true }).click({ force: true })
  await page.getByRole('button', { name: 'Next: Actions' }).click()
  await page.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('button', { name: /^Notify people/ }).click()
  await page.getByRole('button', { name: 'Next: Review' }).click()
  await page.getByText('1 change since version 1, which is live.').waitFor()
  await page.getByText('Added', { exact: true }).waitFor()
  await page.getByText(`In the last 30 days it would have started ${before + 2} times.`).waitFor()
  await page.getByText('For example for TH-').waitFor()
  expect(await page.getByRole('button', { name: 'Publish version 2' }).isDisabled()).toBe(true)
  await page
    .getByRole('region', { name: /things to do first/ })
    .getByRole('button')
    .first()
    .click()
  await page.getByRole('complementary', { name: 'Settings' }).getByLabel('Name of the step').waitFor()
  expect(new URL(page.url()).searchParams.get('guide')).toBeNull()
})

test('axe finds nothing on the way, in light and in dark', async () => {
  const found: Record<string, string[]> = {}
  for (const step of ['basics', 'trigger', 'actions', 'review']) {
    await openSettled(page, `${page.url().split('?')[0]}?guide=${step}`)
    await page.getByRole('region', { name: 'Step by step' }).waitFor()
    found[step] = await violationsInBoth(page)
  }
  expect(Object.entries(found).filter(([, each]) => each.length > 0)).toEqual([])
})

async function firstId(table: string): Promise<string> {
  const { items } = await (await request('GET', `/api/hub/${table}`)).json()
  return items[0].id
}

async function request(method: string, path: string, data?: object) {
  const options = { method, headers: { origin: hub.url }, ...(data ? { data } : {}) }
  const answer = await page.request.fetch(`${hub.url}${path}`, options)
  expect(answer.ok(), path).toBe(true)
  return answer
}
