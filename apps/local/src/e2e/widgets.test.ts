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
  await newWorkflow(page, hub.url, `Widgets ${performance.now()}`)
  await dropStep(page, 'event')
})
afterEach(() => page.context().close())

const lastConfig = () =>
  expect.poll(async () => (await draftOf(page)).nodes.at(-1)?.config, { timeout: 10_000, interval: 200 })

test('every field says what it is when it is asked, below its label; Escape folds it away', async () => {
  const question = settings(page).getByRole('button', { name: 'What is “Event”?' })
  const answer = settings(page).getByText('It starts by itself each time, whoever made the change.')
  expect(await answer.count()).toBe(0)
  await question.press('Enter')
  await answer.waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await answer.waitFor({ state: 'detached' })
  // The settings are still open: Escape was for the help.
  await question.waitFor()
})

test('a comparison tells how many records match now, for example whom', async () => {
  await choose(page, /^Event/, 'A recruit moves to another phase')
  await dropStep(page, 'condition')
  await page.getByRole('button', { name: 'Add a comparison' }).first().click()
  await choose(page, /^What to compare/, /^Phase$/)
  await choose(page, /^Compare with/, 'Interview')
  const all = await records('recruits')
  const inInterview = all.filter(({ phase }) => phase === 'interview')
  expect(inInterview.length).toBeGreaterThan(0)
  const counted = settings(page).getByRole('status', { name: 'What matches now' })
  await counted.getByText(`Now ${inInterview.length} of ${all.length} recruits`).waitFor()
  expect(await counted.textContent()).toMatch(/, for example \w+ \w+/)
  await choose(page, /^Compare with/, 'Active')
  await counted.getByText(`Now ${all.filter(({ phase }) => phase === 'active').length} of`).waitFor()
  expect(await violations(page)).toEqual([])
})

test('a field of a record is set by the control that fits it, of the record that is chosen', async () => {
  await choose(page, /^Event/, 'A policy is added')
  await dropStep(page, 'update-field')
  await choose(page, /^Field/, 'Renewal date')
  await settings(page).getByLabel('New value: Renewal date').fill('2027-03-01')
  await lastConfig().toEqual({
    table: 'policies',
    recordId: '{{subject.id}}',
    field: 'renewal_date',
    value: '2027-03-01',
  })
  await choose(page, /^Field/, 'Status')
  await choose(page, /^New value: Status/, 'Active')
  await choose(page, /^Record(?! type)/, 'A certain policy')
  await settings(page).getByRole('combobox', { name: 'Which policy' }).click()
  const [newest] = await records('policies')
  await page.getByRole('option', { name: String(newest?.title) }).click()
  await lastConfig().toEqual({ table: 'policies', recordId: newest?.id, field: 'status', value: 'active' })
  await page.reload()
  await page.locator('[data-node-type="update-field"]').click()
  await expect
    .poll(() => settings(page).getByRole('combobox', { name: 'Which policy' }).inputValue())
    .toBe(String(newest?.title))
})

test('a request’s headers, query and body are rows, and no JSON needs to be written', async () => {
  await choose(page, /^Event/, 'A policy is added')
  await dropStep(page, 'http-request')
  await settings(page).getByRole('textbox', { name: 'Address', exact: true }).click()
  await page.keyboard.type('https://crm.example/leads')
  await choose(page, /^Body/, 'JSON')
  await row('field', 1, 'full_name', '{{client first')
  await row('field', 2, 'note', 'says "hi"')
  await settings(page).getByRole('button', { name: 'More settings' }).click()
  await row('header', 1, 'X-Request-Source', 'hub')
  await row('parameter', 1, 'policy', '{{policy number')
  await lastConfig().toMatchObject({
    url: 'https://crm.example/leads',
    body: { kind: 'json', value: '{\n  "full_name": "{{subject.client.first_name}}",\n  "note": "says \\"hi\\""\n}' },
    headers: [{ name: 'X-Request-Source', value: 'hub' }],
    query: [{ name: 'policy', value: '{{subject.policy_number}}' }],
  })
  expect(await violations(page)).toEqual([])
})

async function row(what: string, number: number, name: string, value: string): Promise<void> {
  await settings(page)
    .getByRole('button', { name: `Add a ${what}` })
    .click()
  await settings(page).getByLabel(`Name of ${what} ${number}`).fill(name)
  await page.keyboard.press('Escape')
  await settings(page)
    .getByRole('textbox', { name: `Value of ${what} ${number}` })
    .click()
  await page.keyboard.type(value)
  if (!value.startsWith('{{')) return
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
}

async function records(table: string): Promise<{ id: string; title: string; phase?: string }[]> {
  const answer = await page.request.get(`${hub.url}/api/hub/${table}?limit=100`)
  return ((await answer.json()) as { items: { id: string; title: string; phase?: string }[] }).items
}
