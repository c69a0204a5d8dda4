import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, openSettled, signIn } from './browser.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

/** For what is a matter of course; how fast a run is shown is measured by itself. Other tests may be at work beside this one. */
const WITHIN_MS = 5000

let hub: TestHub
let browser: Browser
/** Where things are done, and where they are only looked at: two people in browsers of their own. */
let doing: Page
let watching: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  doing = await signedIn('trainer@hub.test')
  watching = await signedIn('manager@hub.test')
  for (const name of ['Alpha', 'Beta', 'Gamma']) await createWorkflow(name, true)
  await createWorkflow('Never published', false)
  for (const page of [doing, watching]) {
    await openSettled(page, `${hub.url}/workflows`)
    await row(page, 'Alpha').waitFor()
  }
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

async function signedIn(email: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  page.setDefaultTimeout(8000)
  await signIn(page, hub.url, email)
  return page
}

async function createWorkflow(name: string, isPublished: boolean): Promise<void> {
  const position = { x: 0, y: 0 }
  const tell = { to: ['owner'], title: 'News', message: 'Something is new.' }
  const definition = {
    schemaVersion: 1,
    nodes: [
      { id: 'start', type: 'manual', name: 'Start', config: {}, position },
      { id: 'tell', type: 'create-notification', name: 'Tell', config: tell, position: { x: 0, y: 140 } },
    ],
    edges: [{ id: 'e', source: 'start', target: 'tell', branch: 'next' }],
  }
  const headers = { origin: hub.url }
  const data = { name, category: name === 'Alpha' ? 'Sales' : 'Recruiting', definition, maxRunsPerDay: null }
  const { id } = await (await doing.request.post(`${hub.url}/api/workflows`, { data, headers })).json()
  if (isPublished) await doing.request.post(`${hub.url}/api/workflows/${id}/publish`, { data: {}, headers })
}

function row(page: Page, name: string) {
  return page
    .getByRole('region', { name: 'Workflows' })
    .getByRole('row')
    .filter({ has: page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }) })
}

function status(page: Page, name: string, word: string) {
  return row(page, name).getByText(word, { exact: true })
}

async function choose(name: string, item: string): Promise<void> {
  await row(doing, name)
    .getByRole('button', { name: `More for ${name}` })
    .click()
  await doing.getByRole('menuitem', { name: item, exact: true }).click()
}

/** Addresses of the lists of workflows that the page asks for while this is done. */
async function listsAskedFor(page: Page, act: () => Promise<void>): Promise<URL[]> {
  const asked: URL[] = []
  const note = (request: { url(): string }) => {
    const url = new URL(request.url())
    if (url.pathname === '/api/workflows') asked.push(url)
  }
  page.on('request', note)
  await act()
  page.off('request', note)
  return asked
}

test('a run that one starts is shown to the other soon; only its row is asked for again', async () => {
  await row(watching, 'Alpha').getByText('Never ran').waitFor()
  const asked = await listsAskedFor(watching, async () => {
    await choose('Alpha', 'Run now…')
    await doing.getByRole('button', { name: 'Run now', exact: true }).click()
    await doing.waitForURL('**/runs/*')
    const run = watching.getByRole('region', { name: 'Recent runs' }).getByRole('link', { name: /Alpha/ })
    await run.waitFor({ timeout: WITHIN_MS })
    await run.getByText('Completed').waitFor({ timeout: WITHIN_MS })
    await row(watching, 'Alpha').getByText('Completed').waitFor({ timeout: WITHIN_MS })
    await row(watching, 'Alpha').getByRole('img', { name: 'Last seven days: 1 run' }).waitFor({ timeout: WITHIN_MS })
  })
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((url) => !url.searchParams.has('ids'))).toEqual([])
  await row(watching, 'Beta').getByText('Never ran').waitFor()
  await doing.goto(`${hub.url}/workflows`)
})

/** Notes in the page, by the clock that the test has too, when another run comes first in its list. */
const NOTE_NEXT_RUN = `
  window.shownAt = new Promise((shown) => {
    const list = document.querySelector('[aria-label="Recent runs"]')
    const newest = () => list.querySelector('a[href^="/runs/"]')?.getAttribute('href')
    const before = newest()
    new MutationObserver((_, observer) => {
      if (newest() === before) return
      observer.disconnect()
      shown(Date.now())
    }).observe(list, { childList: true, subtree: true, attributes: true })
  })
  0`

test('a run that one starts is shown to the other within a second', async () => {
  const { items } = await (await doing.request.get(`${hub.url}/api/workflows?q=alpha`)).json()
  const tookMs: number[] = []
  for (let time = 0; time < 5; time++) {
    await watching.evaluate(NOTE_NEXT_RUN)
    const begunAt = Date.now()
    await doing.request.post(`${hub.url}/api/workflows/${items[0].id}/runs`, { headers: { origin: hub.url } })
    tookMs.push((await watching.evaluate<number>('window.shownAt')) - begunAt)
  }
  // The middle one: on a busy machine a single one may have to wait.
  expect(tookMs.toSorted((one, other) => one - other)[2], `${tookMs.join(', ')} ms`).toBeLessThan(1000)
})

test('a switch shows at once what was asked for, and is soon seen by the other', async () => {
  await row(doing, 'Beta').locator('.mantine-Switch-track').click()
  await status(doing, 'Beta', 'Paused').waitFor({ timeout: WITHIN_MS })
  await status(watching, 'Beta', 'Paused').waitFor({ timeout: WITHIN_MS })
})

test('without a connection nothing is heard and a switch goes back; with it again all is true without a reload', async () => {
  await watching.context().setOffline(true)
  await row(watching, 'Gamma').locator('.mantine-Switch-track').click()
  await watching.getByText('“Gamma” was not paused').waitFor()
  await status(watching, 'Gamma', 'Active').waitFor()
  await watching.getByRole('button', { name: 'Close', exact: true }).click()
  await row(doing, 'Beta').locator('.mantine-Switch-track').click()
  await status(doing, 'Beta', 'Active').waitFor()
  await watching
    .getByText(/connection|reached/i)
    .first()
    .waitFor()
  expect(await status(watching, 'Beta', 'Paused').count()).toBe(1)
  await watching.context().setOffline(false)
  await status(watching, 'Beta', 'Active').waitFor()
})

test('many are paused at once; what could not be is told with the reason', async () => {
  for (const name of ['Beta', 'Gamma', 'Never published'])
    await doing.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check()
  const bar = doing.getByRole('toolbar', { name: 'Chosen workflows' })
  await bar.getByText('3 workflows chosen').waitFor()
  await bar.getByRole('button', { name: 'Pause' }).click()
  await doing.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
  const result = doing.getByRole('status').filter({ hasText: '2 workflows paused, 1 could not be.' })
  await result.getByText(/“Never published”: It was never published/).waitFor()
  for (const name of ['Beta', 'Gamma']) await status(watching, name, 'Paused').waitFor()
})

test('chips and search narrow the list, and the address keeps them', async () => {
  await doing.getByText('Sales · 1').click()
  await row(doing, 'Beta').waitFor({ state: 'detached' })
  await row(doing, 'Alpha').waitFor()
  await doing.reload()
  await row(doing, 'Alpha').waitFor()
  expect(await row(doing, 'Beta').count()).toBe(0)
  await doing.getByRole('button', { name: 'Clear' }).click()
  await doing.getByRole('searchbox', { name: 'Search workflows' }).fill('recruiting gam')
  await row(doing, 'Alpha').waitFor({ state: 'detached' })
  await row(doing, 'Gamma').waitFor()
  await doing.getByRole('button', { name: 'Clear' }).click()
  await row(doing, 'Alpha').waitFor()
})

test('what is deleted leaves the other’s list, lies in the bin, and comes back paused under a free name', async () => {
  await choose('Gamma', 'Delete…')
  await doing.getByRole('button', { name: 'Move to the bin' }).click()
  await row(watching, 'Gamma').waitFor({ state: 'detached' })
  await createWorkflow('Gamma', false)
  await doing.getByRole('button', { name: /^Bin · 1/ }).click()
  await doing.getByRole('heading', { name: 'Bin' }).waitFor()
  expect(await doing.getByRole('button', { name: /^Delete for good/ }).count()).toBe(0)
  await doing.getByRole('button', { name: 'Restore Gamma' }).click()
  await doing.getByRole('dialog', { name: /under another name/ }).waitFor()
  await doing.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
  await status(watching, 'Gamma 2', 'Paused').waitFor()
  await doing.getByText('The bin is empty').waitFor()
  await doing.getByRole('button', { name: 'Back to the workflows' }).click()
})

test('a duplicate is a draft of one’s own, opened at once', async () => {
  await choose('Alpha', 'Duplicate')
  await doing.getByText('This is “Copy of Alpha”').waitFor()
  await doing.getByText('When should this start?').or(doing.getByTestId('node-tell')).first().waitFor()
  await status(watching, 'Copy of Alpha', 'Draft').waitFor()
})

test('an admin deletes for good, once the name was typed', async () => {
  const admin = await signedIn('admin@hub.test')
  const headers = { origin: hub.url }
  const { items } = await (await admin.request.get(`${hub.url}/api/workflows?q=never%20published`)).json()
  await admin.request.delete(`${hub.url}/api/workflows/${items[0].id}`, { headers })
  await admin.goto(`${hub.url}/workflows?bin=true`)
  await admin.getByRole('button', { name: 'Delete for good: Never published' }).click()
  const dialog = admin.getByRole('dialog')
  expect(await dialog.getByRole('button', { name: 'Delete for good' }).isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('Never published')
  await dialog.getByRole('button', { name: 'Delete for good' }).click()
  await admin.getByText('The bin is empty').waitFor()
})
