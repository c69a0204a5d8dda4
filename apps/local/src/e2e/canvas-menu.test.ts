import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { settings } from './builder.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let context: BrowserContext
let page: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  page = await context.newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

/** A workflow of a trigger and these notifications; each tells what the one before gave. */
async function create(name: string, steps: string[]): Promise<string> {
  const ids = ['start', ...steps]
  const nodes = ids.map((id, index) => ({
    id,
    type: index === 0 ? 'manual' : 'create-notification',
    name: index === 0 ? 'Start' : id,
    config: index === 0 ? {} : { to: ['owner'], title: id, message: `After {{steps.${ids[index - 1]}.recipients}}` },
    position: { x: 0, y: index * 140 },
  }))
  const edges = steps.map((target, index) => ({ id: `e${index}`, source: ids[index], target, branch: 'next' }))
  const data = { name, definition: { schemaVersion: 1, nodes, edges } }
  const answer = await page.request.post(`${hub.url}/api/workflows`, { headers: { origin: hub.url }, data })
  return ((await answer.json()) as { id: string }).id
}

async function open(target: Page, id: string): Promise<void> {
  await target.goto(`${hub.url}/workflows/${id}`)
  await target.locator('[data-testid^="node-"]').first().waitFor()
}

/** The steps' names from the top down. */
async function names(target: Page): Promise<string[]> {
  const cards = await target.locator('[data-testid^="node-"]').all()
  const places = await Promise.all(
    cards.map(async (card) => ({
      y: (await card.boundingBox())?.y ?? 0,
      name: await card.locator('[title]').first().textContent(),
    })),
  )
  return places.sort((one, other) => one.y - other.y).map(({ name }) => name ?? '')
}

const item = (name: string) => page.getByRole('menuitem', { name })

test('the menu of a step copies, duplicates, switches off and notes; one undo takes each back', async () => {
  await open(page, await create('By menu', ['one', 'two']))
  await page.getByTestId('node-one').click({ button: 'right' })
  expect(await violations(page)).toEqual([])
  await item('Duplicate').click()
  await expect.poll(() => names(page)).toEqual(['Start', 'one', 'one 2', 'two'])
  await page.keyboard.press('Control+z')
  await expect.poll(() => names(page)).toEqual(['Start', 'one', 'two'])

  await page.getByTestId('node-two').click({ button: 'right' })
  await item('Switch off').click()
  await page.getByTestId('node-two').getByText('Off').waitFor()
  await page.getByTestId('node-two').click({ button: 'right' })
  await item('Write a note').click()
  await page.keyboard.type('Ask Maria first')
  await expect.poll(() => settings(page).getByRole('textbox', { name: /^Note/ }).inputValue()).toBe('Ask Maria first')
})

test('several steps are chosen, copied by keyboard and pasted in another workflow in another tab', async () => {
  await open(page, await create('From here', ['one', 'two']))
  await page.getByTestId('node-one').click()
  await page.getByTestId('node-two').click({ modifiers: ['Shift'] })
  await page.keyboard.press('Control+c')
  const other = await context.newPage()
  const id = await create('To there', ['first'])
  await open(other, id)
  await other.getByTestId('node-first').click()
  await other.getByLabel('Canvas', { exact: true }).click({ button: 'right', position: { x: 40, y: 40 } })
  await other.getByRole('menuitem', { name: 'Paste' }).click()
  await expect.poll(() => names(other)).toEqual(['Start', 'first', 'one', 'two'])
  await other.getByText(/^Saved/).waitFor()
  const { draft } = await (await other.request.get(`${hub.url}/api/workflows/${id}`)).json()
  const [, , one, two] = draft.definition.nodes
  expect(two.config.message).toBe(`After {{steps.${one.id}.recipients}}`)

  await page.getByLabel('Canvas', { exact: true }).click({ position: { x: 40, y: 40 } })
  await page.getByTestId('node-two').click()
  await page.keyboard.press('Control+c')
  await other.getByTestId('node-first').click()
  await other.getByLabel('Canvas', { exact: true }).click({ button: 'right', position: { x: 40, y: 40 } })
  await other.getByRole('menuitem', { name: 'Paste' }).click()
  await other.getByText('1 value in the pasted steps comes from a step that is not here').waitFor()
  await other.getByTestId('node-first').click()
  await other.getByRole('button', { name: 'Show the first, in “two 2”' }).click()
  await settings(other).getByText('There is no step').waitFor()
  expect(await settings(other).getByRole('textbox', { name: 'Name of the step' }).inputValue()).toBe('two 2')
  await other.close()
})

test('cut and paste moves a step behind another one', async () => {
  await open(page, await create('Moved', ['one', 'two', 'three']))
  await page.getByTestId('node-one').click()
  await page.keyboard.press('Control+x')
  await expect.poll(() => names(page)).toEqual(['Start', 'two', 'three'])
  const more = page.getByRole('button', { name: 'Menu of two' })
  expect(await more.isVisible()).toBe(false)
  await page.locator('.react-flow__node[data-id="two"]').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await item('Settings').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByTestId('node-two').hover()
  await more.click()
  await item('Paste').click()
  await expect.poll(() => names(page)).toEqual(['Start', 'two', 'one', 'three'])
})

test('on a tablet, by touch alone: the menu of a step, its settings, a new step from a plus and from the palette', async () => {
  const id = await create('By touch', ['one', 'two'])
  const tablet = await browser.newContext({
    viewport: { width: 820, height: 1180 },
    hasTouch: true,
    isMobile: true,
    storageState: await context.storageState(),
  })
  const touched = await tablet.newPage()
  await open(touched, id)
  await touched.getByTestId('node-one').tap()
  await settings(touched).getByRole('textbox', { name: 'Title' }).waitFor()
  await touched.getByRole('button', { name: 'Menu of one' }).tap()
  await touched.getByRole('menuitem', { name: 'Duplicate' }).tap()
  await touched.getByRole('button', { name: 'Add a step after two' }).tap()
  await touched.getByRole('dialog', { name: 'Add a step' }).getByText('Wait', { exact: true }).first().tap()
  await touched.getByTestId('palette-send-email').tap()
  await expect.poll(() => names(touched)).toEqual(['Start', 'one', 'one 2', 'two', 'Wait', 'Send email'])
  const publish = await touched.getByRole('button', { name: 'Publish' }).boundingBox()
  expect((publish?.x ?? 0) + (publish?.width ?? 820)).toBeLessThan(820)
  await tablet.close()
})
