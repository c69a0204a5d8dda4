import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { choose, draftOf, dropStep, newWorkflow, settings } from './builder.ts'
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
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
  await newWorkflow(page, hub.url, `Text ${performance.now()}`)
  await dropStep(page, 'event')
  await choose(page, /^Event/, 'A policy is added')
})
afterEach(() => page.context().close())

const text = (name: string) => settings(page).getByRole('textbox', { name, exact: true })
const pill = (name: string) => settings(page).locator('.hub-pill', { hasText: name })
const saved = (key: string) =>
  expect.poll(async () => (await draftOf(page)).nodes.at(-1)?.config[key], { timeout: 10_000 })

test('data is inserted, formatted, given a fallback and taken away by keyboard alone; what is kept is text with braces', async () => {
  await dropStep(page, 'create-notification')
  await text('Title').click()
  await page.keyboard.type('For {{client first')
  await page.getByRole('option', { name: 'Client → First name' }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type(': ')
  await saved('title').toBe('For {{subject.client.first_name}}: ')
  expect(await text('Title').textContent()).not.toContain('{{')

  // As a person does: back until the data is what is chosen.
  const chosen = settings(page).getByText(/for example Maria\. Enter changes it/)
  for (let presses = 0; presses < 5 && (await chosen.count()) === 0; presses++) {
    await page.keyboard.press('ArrowLeft')
    // The browser tells of a moved caret with its next frame.
    await page.evaluate('new Promise(requestAnimationFrame)')
  }
  await chosen.waitFor({ state: 'attached' })
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: 'This data' })
  await form.getByRole('textbox', { name: 'If empty, use' }).waitFor()
  await page.keyboard.type('our "client"')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await form.getByText('Reads “MARIA”').waitFor()
  await page.keyboard.press('Escape')
  await saved('title').toBe('For {{subject.client.first_name | upcase | default: "our \\"client\\""}}: ')

  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await saved('title').toBe('For: ')
  await page.keyboard.press('ControlOrMeta+z')
  await pill('Client → First name').waitFor()
  expect(await page.locator('[data-node-type]').count()).toBe(2)
})

test('the button shows what there is, searched and picked by pointer; several lines; a line of braces is read as it is typed', async () => {
  await dropStep(page, 'create-notification')
  await text('Message').click()
  await page.keyboard.type('Dear ')
  await page.getByRole('button', { name: 'Insert data into Message' }).click()
  await page.getByRole('combobox', { name: 'Search data' }).fill('premium')
  await page.getByRole('option', { name: /^Premium/ }).click()
  await page.keyboard.press('Enter')
  await page.keyboard.type('of {{ trigger.data.policy_id | default: "}}" }} and {% if subject.notes %}more{% endif %}')
  await saved('message').toBe(
    'Dear {{subject.premium}}\nof {{ trigger.data.policy_id | default: "}}" }} and {% if subject.notes %}more{% endif %}',
  )
  expect(await text('Message').textContent()).not.toMatch(/[{}]/)

  await page.getByRole('button', { name: 'Insert data into Message' }).click()
  await page.getByRole('button', { name: 'Show this text with its braces' }).click()
  expect(await text('Message').inputValue()).toContain('Dear {{subject.premium}}\nof')
  await settings(page).getByRole('button', { name: 'Show data as pills' }).click()
  await pill('Premium').waitFor()
})

test('a mail is written as it will look, with data; undo of the page takes the whole text back', async () => {
  await dropStep(page, 'send-email')
  await text('Text').click()
  await page.keyboard.type('Your premium is {{premium')
  await page.getByRole('option', { name: /^Premium/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type(' a year.')
  await page.keyboard.press('Shift+Home')
  await page.getByRole('button', { name: 'Bold' }).click()
  await saved('body').toBe('<p><strong>Your premium is {{subject.premium | money}} a year.</strong></p>')
  expect(await violations(page)).toEqual([])

  await page.getByRole('button', { name: 'Show the HTML' }).click()
  await expect.poll(() => text('Text').textContent()).toContain('<p><strong>Your premium is')
  await settings(page).getByRole('button', { name: 'Show it as text again' }).click()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => text('Text').textContent()).not.toContain('premium')
})
