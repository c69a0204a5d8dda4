import type { Definition } from '@hubflow/core'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { draftOf } from './builder.ts'
import { newDataDir, removeDataDir, startHub, type TestHub } from './hub.ts'

/** A change is saved a moment after it. */
const SAVED = { timeout: 8000 }

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await startHub(newDataDir())
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

test('a step is dragged onto an edge to be put there, and what it left is joined; one undo takes it back', async () => {
  await openWorkflow('Dragged', chainOf('one', 'two', 'three'))
  const edge = page.getByTestId('rf__edge-two:next').locator('path').first()
  const box = await boxOf(page.getByTestId('node-one'))
  await page.mouse.move(box.x + 120, box.y + 40)
  await page.mouse.down()
  const to = await boxOf(edge)
  await page.mouse.move(to.x, to.y + to.height / 2 - 30, { steps: 5 })
  await page.mouse.move(box.x + 120 + to.x - (box.x + box.width / 2), to.y + to.height / 2 + 2, { steps: 5 })
  await page.locator('button[data-target="true"]').waitFor({ timeout: 5000 })
  await page.mouse.up()
  await expect.poll(lines, SAVED).toEqual(['one → three', 'start → two', 'two → one'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(lines, SAVED).toEqual(['one → two', 'start → one', 'two → three'])
  expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
})

test('a step is found by what it says, and the keys that are listed do what is said of them', async () => {
  await openWorkflow('Searched', chainOf('one', 'two', 'three'))
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await help.getByText('Find a step').waitFor()
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'hidden' })

  await page.keyboard.press('Control+f')
  await page.getByRole('textbox', { name: 'Find a step' }).fill('notify “t')
  await page.getByText('2 found').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('1 of 2: two').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('2 of 2: three').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.react-flow__node[data-id="three"]:focus').waitFor()
  await page.keyboard.press('Control+a')
  await expect.poll(() => page.locator('[data-selected="true"]').count()).toBe(4)
})

/** This workflow, new in the hub and open in the editor. */
async function openWorkflow(name: string, definition: Definition): Promise<void> {
  const answer = await page.request.post(`${hub.url}/api/workflows`, { data: { name, definition } })
  expect(answer.status()).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  await page.goto(`${hub.url}/workflows/${id}`)
  await page.getByTestId('node-start').waitFor()
}

/** A manual trigger and these steps, one behind the other. */
function chainOf(...ids: string[]): Definition {
  const all = ['start', ...ids]
  return {
    schemaVersion: 1,
    nodes: all.map((id, index) => ({
      id,
      type: index === 0 ? 'manual' : 'create-notification',
      name: id,
      config: index === 0 ? {} : { to: ['owner'], title: id, message: `This is ${id}` },
      position: { x: 0, y: index * 140 },
    })),
    edges: ids.map((id, index) => {
      const source = all[index] ?? ''
      return { id: `${source}:next`, source, target: id, branch: 'next' }
    }),
  }
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error('it cannot be seen')
  return box
}

/** The edges of the draft on the server, by the names of the steps that they join. */
async function lines(): Promise<string[]> {
  const { nodes, edges } = await draftOf(page)
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name
  return edges.map(({ source, target }) => `${nameOf(source)} → ${nameOf(target)}`).sort()
}
