import type { Definition } from '@hubflow/core'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { draftOf } from './builder.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

/** A change is saved a moment after it. */
const SAVED = { timeout: 8000 }

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

test('while a step is dragged its lines go with it; it lies where it was dropped, and undo puts it back', async () => {
  await openWorkflow('Lines', chainOf('one', 'two'))
  const node = page.getByTestId('node-one')
  const from = await boxOf(node)
  await page.mouse.move(from.x + 40, from.y + 30)
  await page.mouse.down()
  await page.mouse.move(from.x + 140, from.y + 90, { steps: 8 })
  await expect.poll(async () => (await boxOf(node)).x - from.x).toBeGreaterThan(60)
  const dragged = await boxOf(node)
  const moving = page.locator('path[class*="dragLine"]')
  expect(await moving.count()).toBe(2)
  const ends = await page.evaluate<{ x: number; y: number }[][]>(`
    [...document.querySelectorAll('path[class*="dragLine"]')].map((path) =>
      [0, path.getTotalLength()].map((at) => {
        const { x, y } = path.getPointAtLength(at).matrixTransform(path.getScreenCTM())
        return { x, y }
      }))`)
  // The end of the line that comes in, and the beginning of the one that goes out, lie on its handles.
  const middle = dragged.x + dragged.width / 2
  expect(apart(ends[0]?.[1], { x: middle, y: dragged.y })).toBeLessThan(8)
  expect(apart(ends[1]?.[0], { x: middle, y: dragged.y + dragged.height })).toBeLessThan(8)
  await page.mouse.up()
  await expect.poll(() => moving.count()).toBe(0)
  const dropped = await boxOf(node)
  expect(apart(dropped, dragged)).toBeLessThan(3)
  await page.getByRole('textbox', { name: 'Title' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await boxOf(node)).x).toBeCloseTo(from.x, 0)
})

test('from afar steps are large names; nearer, they can be worked on', async () => {
  await openWorkflow('Afar', chainOf(...'abcdefghijkl'))
  const plus = page.getByRole('button', { name: 'Add a step after a', exact: true })
  const sentence = page.getByTestId('node-a').getByText('Notify')
  await page.locator('[data-far="true"]').getByTestId('node-a').getByText('a', { exact: true }).waitFor()
  expect([await plus.count(), await sentence.isVisible()]).toEqual([0, false])
  while (await page.locator('[data-far="true"]').count()) await page.getByRole('button', { name: 'Zoom In' }).click()
  await plus.waitFor()
  await sentence.waitFor()
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

/** In pixels; far, when there is nothing. */
function apart(one: { x: number; y: number } | undefined, other: { x: number; y: number }): number {
  return one ? Math.hypot(one.x - other.x, one.y - other.y) : Number.POSITIVE_INFINITY
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
