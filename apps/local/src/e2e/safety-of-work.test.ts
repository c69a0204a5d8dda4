import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Definition } from '@hubflow/core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser, launchWithProfile, signIn } from './browser.ts'
import { draftOf, dropStep, newWorkflow, settings } from './builder.ts'
import { processOf, removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let context: BrowserContext
let page: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

test('a tab that crashes right after a change: the reopened editor has it, and saves it', async () => {
  await newWorkflow(page, hub.url, 'Crash')
  await dropStep(page, 'manual')
  await dropStep(page, 'create-notification')
  await saved(page)
  const crashing = await context.newPage()
  await crashing.goto(page.url())
  await page.goto(`${hub.url}/workflows`)
  await nameStep(crashing, 'Typed a moment before')
  await crash(crashing)
  const url = crashing.url()
  await crashing.close()
  await page.goto(url)
  await page.getByText('Restored what was not saved yet').waitFor()
  await saved(page)
  expect(namesOf(await draftOf(page))).toEqual(['Someone starts it', 'Typed a moment before'])
})

test('a tab that is closed, and one that is left for another page, lose nothing', async () => {
  const closing = await context.newPage()
  await closing.goto(page.url())
  await nameStep(closing, 'Closed right after')
  await closing.close()
  await page.reload()
  await page.locator('[data-node-type="create-notification"]').getByText('Closed right after').waitFor()
  await nameStep(page, 'Left right after')
  await page.getByRole('link', { name: 'Back to all workflows' }).click()
  await page.getByRole('link', { name: 'Crash' }).first().click()
  await page.locator('[data-node-type="create-notification"]').getByText('Left right after').waitFor()
  await saved(page)
})

test('what can be undone survives a reload; a text field has its own undo', async () => {
  await nameStep(page, 'Before the reload')
  await saved(page)
  await page.reload()
  await page.locator('[data-node-type="create-notification"]').getByText('Before the reload').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('[data-node-type="create-notification"]').getByText('Left right after').waitFor()
  await page.getByRole('button', { name: 'Redo' }).click()
  await page.locator('[data-node-type="create-notification"]').getByText('Before the reload').waitFor()
  const { nodes } = await draftOf(page)
  await page.locator('[data-node-type="create-notification"]').click()
  const name = settings(page).getByRole('textbox', { name: 'Name of the step' })
  await name.click()
  await page.keyboard.press('End')
  await page.keyboard.type('!')
  await page.keyboard.press('Control+z')
  expect(await name.inputValue()).toBe('Before the reload')
  await saved(page)
  expect((await draftOf(page)).nodes).toEqual(nodes)
})

test('without a connection edits are kept and told to be, and saved when it is back', async () => {
  await context.setOffline(true)
  await nameStep(page, 'Typed offline')
  await page.getByText('Offline — kept here').waitFor()
  await context.setOffline(false)
  await saved(page)
  expect(namesOf(await draftOf(page))).toContain('Typed offline')
})

test('the API is killed in the middle of a save: the edit is kept here meanwhile, and saved when it runs again', async () => {
  const api = processOf(hub, 'api/src/main.ts')
  process.kill(api, 'SIGSTOP')
  const sent = page.waitForRequest((request) => request.method() === 'PUT' && request.url().endsWith('/draft'))
  await nameStep(page, 'Sent to an API that dies')
  await sent
  process.kill(api, 'SIGKILL')
  await page.getByText('Offline — kept here').waitFor()
  await page.locator('[data-testid="save-state"][data-state="saved"]').waitFor({ timeout: 30_000 })
  await page.reload()
  await stepIs(page, 'Sent to an API that dies')
  expect(namesOf(await draftOf(page))).toContain('Sent to an API that dies')
})

test('the whole browser is killed: what it said to be saved, or kept here, is there when it is opened again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubflow-profile-'))
  const url = page.url()
  // Whatever this ends with, the tests below begin in the editor.
  onTestFinished(() => page.goto(url).then(() => undefined))
  await page.goto(`${hub.url}/workflows`)
  async function openEditor() {
    const opened = await launchWithProfile(folder)
    await opened.context.addCookies(await context.cookies())
    const on = opened.context.pages()[0] ?? (await opened.context.newPage())
    await on.goto(url)
    await on.locator('[data-node-type="create-notification"]').waitFor()
    return { ...opened, on }
  }

  const first = await openEditor()
  await nameStep(first.on, 'Said to be saved')
  await saved(first.on)
  const name = settings(first.on).getByRole('textbox', { name: 'Name of the step' })
  await name.press('End')
  const typing = name.pressSequentially(' and more and more and more', { delay: 20 }).catch(() => undefined)
  await expect.poll(() => name.inputValue(), { timeout: 10_000 }).toContain('saved and')
  await first.kill()
  await typing

  const second = await openEditor()
  await second.on
    .locator('[data-node-type="create-notification"]')
    .getByText(/^Said to be saved/)
    .waitFor()
  await saved(second.on)
  await second.context.setOffline(true)
  await nameStep(second.on, 'Said to be kept here')
  await second.on.getByText('Offline — kept here').waitFor()
  await second.kill()

  const third = await openEditor()
  await stepIs(third.on, 'Said to be kept here')
  await saved(third.on)
  await third.context.close()
  rmSync(folder, { recursive: true, force: true })
  await page.goto(url)
  await stepIs(page, 'Said to be kept here')
})

test('two windows on one draft: theirs is taken, mine is kept as a copy, or mine stays; nothing is lost', async () => {
  const other = await context.newPage()
  await other.goto(page.url())
  await page.getByText('You have this open in another window, too.').waitFor()
  await other.getByText('You have this open in another window, too.').waitFor()

  await conflict(other, 'Mine 1', 'Theirs 1')
  const difference = page.getByRole('region', { name: 'What differs in yours' })
  await difference.getByText('Name: “Theirs 1” → “Mine 1”.').waitFor()
  await page.getByRole('button', { name: 'Take theirs', exact: true }).click()
  await stepIs(page, 'Theirs 1')
  await page.getByRole('button', { name: 'Undo' }).click()
  await stepIs(page, 'Mine 1')
  await page.getByRole('button', { name: 'Redo' }).click()
  await saved(page)

  await conflict(other, 'Mine 2', 'Theirs 2')
  await page.getByRole('button', { name: 'Take theirs, keep mine as a copy' }).click()
  await page.getByText('Yours is kept as “Crash (mine)”').waitFor()
  await stepIs(page, 'Theirs 2')
  expect(await draftNamed('Crash (mine)')).toContain('Mine 2')
  expect(await draftNamed('Crash')).toContain('Theirs 2')

  await conflict(other, 'Mine 3', 'Theirs 3')
  await page.getByRole('button', { name: 'Keep mine', exact: true }).click()
  await saved(page)
  expect(await draftNamed('Crash')).toContain('Mine 3')
  await stepIs(other, 'Mine 3')
  await page.getByRole('button', { name: 'Undo' }).click()
  await stepIs(page, 'Theirs 3')
  await saved(page)
  await stepIs(other, 'Theirs 3')
})

test('who else edits the workflow is told, until they leave', async () => {
  const admin = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(admin, hub.url, 'admin@hub.test')
  await admin.goto(page.url())
  const { name } = (await (await page.request.get(`${hub.url}/api/me`)).json()) as { name: string }
  await admin.getByText(`${name} is editing this, too.`).waitFor()
  await page.getByText(/^(?!You)\w.* is editing this, too\.$/).waitFor()
  await admin.goto(`${hub.url}/workflows`)
  await page.getByText(/^(?!You)\w.* is editing this, too\.$/).waitFor({ state: 'detached' })
  await admin.context().close()
})

/** Both rename the step at the same time: theirs is saved first, mine is held back until then. */
async function conflict(other: Page, mine: string, theirs: string): Promise<void> {
  let letGo = (): void => undefined
  const held = new Promise<void>((done) => {
    letGo = done
  })
  await page.route('**/draft', async (route) => {
    await held
    await route.continue()
  })
  await nameStep(page, mine)
  await page.locator('[data-testid="save-state"][data-state="saving"]').waitFor()
  await nameStep(other, theirs)
  await saved(other)
  letGo()
  await page.unrouteAll({ behavior: 'wait' })
  await page.getByRole('dialog', { name: 'This workflow was changed elsewhere' }).waitFor()
}

async function nameStep(on: Page, name: string): Promise<void> {
  await on.locator('[data-node-type="create-notification"]').click()
  await settings(on).getByRole('textbox', { name: 'Name of the step' }).fill(name)
}

const stepIs = (on: Page, name: string) =>
  on.locator('[data-node-type="create-notification"]').getByText(name, { exact: true }).waitFor()

const saved = (on: Page) => on.locator('[data-testid="save-state"][data-state="saved"]').waitFor()

/** As when its process dies: no handler of the page runs any more. */
async function crash(on: Page): Promise<void> {
  const session = await context.newCDPSession(on)
  const crashed = on.waitForEvent('crash')
  void session.send('Page.crash').catch(() => undefined)
  await crashed
}

async function draftNamed(name: string): Promise<string[]> {
  const list = await page.request.get(`${hub.url}/api/workflows?limit=100`)
  const { items } = (await list.json()) as { items: { id: string; name: string }[] }
  const id = items.find((workflow) => workflow.name === name)?.id
  const answer = await page.request.get(`${hub.url}/api/workflows/${id}`)
  return namesOf(((await answer.json()) as { draft: { definition: Definition } }).draft.definition)
}

const namesOf = ({ nodes }: Definition) => nodes.map((node) => node.name)
