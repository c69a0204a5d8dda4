import type { Definition } from '@hubflow/core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

const position = { x: 0, y: 0 }
const START = { id: 'start', type: 'manual', name: 'Start', config: {}, position }

let hub: TestHub
let browser: Browser
let page: Page
let id: string
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
  id = await twoVersions()
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})
beforeEach(() => page.goto(`${hub.url}/workflows/${id}/versions`))

function tell(step: string, message: string, y: number) {
  const config = { to: ['role:trainer'], title: 'News', message }
  return { id: step, type: 'create-notification', name: step, config, position: { x: 0, y } }
}

function inARow(nodes: Definition['nodes']): Definition {
  const edges = nodes.slice(1).map((node, index) => ({
    id: `e-${node.id}`,
    source: nodes[index]?.id ?? '',
    target: node.id,
    branch: 'next',
  }))
  return { schemaVersion: 1, nodes, edges }
}

async function call(method: string, path: string, data: object): Promise<{ id: string; liveVersion: number }> {
  const answer = await page.request.fetch(`${hub.url}/api${path}`, { method, headers: { origin: hub.url }, data })
  expect(answer.ok(), await answer.text()).toBe(true)
  return answer.json()
}

/** In the second version one step is changed, one is new and one is gone. */
async function twoVersions(): Promise<string> {
  const first = inARow([START, tell('one', 'The first.', 140), tell('two', 'The second.', 280)])
  const second = inARow([START, tell('one', 'The first, anew.', 140), tell('three', 'The third.', 280)])
  const created = await call('POST', '/workflows', { name: 'Looked back at', definition: first })
  await call('POST', `/workflows/${created.id}/publish`, { note: 'As it began' })
  await call('PUT', `/workflows/${created.id}/draft`, { definition: second, revision: 1 })
  await call('POST', `/workflows/${created.id}/publish`, { note: 'With a third step' })
  return created.id
}

test('each version says who made it, when and why; any two are compared in sentences and on the canvas', async () => {
  const list = page.getByRole('region', { name: 'Versions' })
  await list.getByRole('button', { name: /^Version 2 Live .*With a third step/ }).waitFor()
  await list.getByRole('button', { name: /^Version 1 .*As it began/ }).waitFor()
  const comparison = page.getByRole('region', { name: 'Comparison' })
  expect(await comparison.getByTestId('difference').textContent()).toBe('Version 2 differs from version 1 in 3 places.')
  const marks = async () => (await comparison.locator('li').allTextContents()).filter((text) => /ed$/.test(text))
  expect((await marks()).map((text) => /(Changed|Removed|Added)$/.exec(text)?.[1])).toEqual([
    'Changed',
    'Removed',
    'Added',
  ])
  expect(await violations(page)).toEqual([])

  await comparison.getByText('Canvas').click()
  const canvas = page.getByRole('region', { name: 'The workflow, with what differs' })
  for (const [node, mark] of [
    ['one', 'Changed'],
    ['two', 'Removed'],
    ['three', 'Added'],
  ])
    await canvas
      .locator('[data-mark]')
      .filter({ has: page.getByTestId(`node-${node}`) })
      .getByText(mark ?? '')
      .waitFor()
  expect(await violations(page)).toEqual([])

  await list
    .getByRole('button', { name: /^Version 1/ })
    .first()
    .click()
  await comparison.getByText('Sentences').click()
  await expect.poll(marks).toEqual([])
})

test('an old version is made live again at once, and another one the draft', async () => {
  await page.getByRole('button', { name: 'More for version 1' }).click()
  await page.getByRole('menuitem', { name: 'Make it live again…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make it live' }).click()
  await page.getByRole('button', { name: /^Version 3 Live .*Version 1 again/ }).waitFor()

  await page.getByRole('button', { name: 'More for version 2' }).click()
  await page.getByRole('menuitem', { name: 'Go on editing from it…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Edit it' }).click()
  await page.getByTestId('node-three').waitFor()
  await page.getByRole('link', { name: 'Unpublished changes' }).click()
  await page.getByRole('button', { name: /^Draft/ }).waitFor()
  expect(await page.getByTestId('difference').textContent()).toBe('Draft differs from version 3 in 3 places.')
})
