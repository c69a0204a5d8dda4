import type { Definition } from '@hubflow/core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { addRecipient, choose, dropStep, newWorkflow, publish, settings, write } from './builder.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

/** The guide's example 4, “Recruit Onboarding Sequence”, with a condition before the follow-up. */

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

const EXPECTED = {
  nodes: [
    { type: 'condition', config: { rules: onlyRule('subject.phase', 'contracting') } },
    {
      type: 'create-notification',
      config: { to: ['owner'], title: 'Follow up with recruit', message: 'A day has passed' },
    },
    { type: 'event', config: { eventType: 'recruit.phase_changed' } },
    { type: 'send-email', config: { to: ['{{subject.email}}'], templateId: expect.any(String) } },
    { type: 'wait', config: { kind: 'duration', amount: 1440, unit: 'minutes' } },
  ],
  lines: ['condition yes create-notification', 'event next send-email', 'send-email next wait', 'wait next condition'],
}

test('it is built by mouse on the canvas, and again by keyboard alone in the outline: both are the same', async () => {
  await newWorkflow(page, hub.url, 'Onboarding by mouse')
  await buildByMouse()
  const byMouse = await publishedVersion()
  expect(shapeOf(byMouse)).toMatchObject(EXPECTED)

  await newWorkflow(page, hub.url, 'Onboarding by keyboard')
  await page.evaluate('addEventListener("pointerdown", () => { throw new Error("a pointer was used") }, true)')
  await buildByKeyboard()
  const byKeyboard = await publishedVersion()
  expect(shapeOf(byKeyboard, true)).toEqual(shapeOf(byMouse, true))
})

test('the outline tells level, position and way, and axe finds nothing in it', async () => {
  await page.reload()
  await page.getByRole('tree', { name: 'Steps of this workflow' }).waitFor()
  await expect
    .poll(linesOfOutline)
    .toEqual([
      '1 1/4 1. When a recruit moves to another phase',
      '1 2/4 2. Email “Onboarding Phase Checklist” to the record’s email',
      '1 3/4 3. Wait 1440 minutes',
      '1 4/4 4. If phase is “contracting”',
      '2 1/2 Way Yes of If',
      '3 1/2 5. Notify the owner of the workflow: “Follow up with recruit”',
      '3 2/2 Add a step behind Notify people',
      '2 2/2 Way No of If',
      '3 1/1 Add a step behind If, in the way No',
    ])
  expect(await violations(page)).toEqual([])
})

test('a step is moved through the ways, duplicated, switched off, noted, deleted and all undone by keyboard', async () => {
  const before = await linesOfOutline()
  await toLine('Wait')
  await press('Alt+ArrowDown')
  await spoken('Moved. It is step 4, in the way Yes.')
  await press('Alt+ArrowUp', 'Control+d')
  await spoken('Duplicated. It is step 4.')
  await focused('4. Wait 1440 minutes')
  await press('o')
  await focused('4. Wait 1440 minutes, off')
  await press('n')
  await expect.poll(() => nameOfFocus()).toContain('Note')
  await page.keyboard.type('A day is enough')
  await press('Escape')
  await focused('4. Wait 1440 minutes, off, note: A day is enough')
  await press('Delete')
  await focused('4. If')
  for (let undone = 0; undone < 6; undone++) await press('Control+z')
  await expect.poll(linesOfOutline).toEqual(before)
})

async function buildByMouse(): Promise<void> {
  await dropStep(page, 'event')
  await choose(page, /^Event/, 'A recruit moves to another phase')
  await dropStep(page, 'send-email')
  await addRecipient(page, /^Email/)
  await choose(page, /^Email template/, 'Onboarding Phase Checklist')
  await dropStep(page, 'wait')
  await settings(page)
    .getByLabel(/^How long/)
    .fill('1440')
  await choose(page, /^Unit/, 'minutes')
  await dropStep(page, 'condition')
  await settings(page).getByRole('button', { name: 'Add a comparison' }).click()
  await choose(page, /^What to compare/, /^Phase$/)
  await choose(page, /^Compare with/, 'Contracting')
  await page.getByRole('button', { name: 'Add a step after If (Yes)' }).click()
  await page.getByTestId('pick-create-notification').click()
  await write(page, 'Title', 'Follow up with recruit')
  await write(page, 'Message', 'A day has passed')
  await publish(page)
}

async function buildByKeyboard(): Promise<void> {
  await tabTo('Build it as a list, by keyboard')
  await press('Enter')
  await expect.poll(() => nameOfFocus()).toBe('Another system calls')
  await tabTo('Something happens in the hub')
  await press('Enter')
  await expect.poll(() => nameOfFocus()).toMatch(/^Event/)
  await pick('A recruit moves to another phase', 'recruit moves')
  await backTo('1. When a recruit moves to another phase')

  await add('email')
  await expect.poll(() => nameOfFocus()).toBe('To')
  await pick(/^Email/, 'email')
  await press('Escape')
  await tabTo(/^Email template/)
  await pick('Onboarding Phase Checklist', 'checklist')
  await backTo('2. Email “Onboarding Phase Checklist” to the record’s email')

  await add('wait')
  await tabTo(/^How long/)
  await press('Control+a')
  await page.keyboard.type('1440')
  await tabTo(/^Unit/)
  await pick('minutes')
  await backTo('3. Wait 1440 minutes')

  await add('condition')
  await expect.poll(() => nameOfFocus()).toBe('Add a comparison')
  await press('Enter')
  await tabTo('What to compare')
  await pick(/^Phase$/, 'phase')
  await tabTo('Compare with')
  await pick('Contracting')
  await backTo('4. If')

  await press('ArrowDown')
  await focused('Way Yes of If')
  await add('notify')
  await expect.poll(() => nameOfFocus()).toBe('To')
  await press('Escape')
  await tabTo('Title')
  await page.keyboard.type('Follow up with recruit')
  await tabTo('Message')
  await page.keyboard.type('A day has passed')
  await backTo('5. Notify the owner of the workflow: “Follow up with recruit”')

  await tabTo('Test it')
  await press('Enter')
  await page.getByRole('dialog').getByText('Nothing is sent and nothing changes').waitFor()
  await press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await tabTo('Review and publish')
  await press('Enter')
  await page.getByRole('button', { name: 'Publish version 1' }).waitFor()
  await tabTo('Publish version 1')
  await press('Enter')
  await page.getByText('Live: version 1').waitFor()
}

/** From a line of the outline: opens the list of steps, looks for one and takes it. */
async function add(words: string): Promise<void> {
  await press('+')
  await expect.poll(() => nameOfFocus()).toBe('Search steps')
  await page.keyboard.type(words)
  await press('Enter')
  await page.getByRole('textbox', { name: 'Name of the step' }).waitFor()
}

/** Leaves the settings for the line of the outline that they were opened from. */
async function backTo(line: string): Promise<void> {
  for (let times = 0; times < 3 && (await page.getByRole('tree').count()) === 0; times++) await press('Escape')
  await focused(line)
}

/** Chooses in the list of the field that has the focus. */
async function pick(option: string | RegExp, words = ''): Promise<void> {
  await page.keyboard.type(words)
  await page.getByRole('option', { name: option }).or(page.locator('input:focus')).first().waitFor()
  const isIt = (text: string) => (typeof option === 'string' ? text === option : option.test(text))
  for (let times = 0; times < 30; times++) {
    await press('ArrowDown')
    const at = page.locator('[role="option"][data-combobox-selected]:visible')
    const text = (await at.count()) > 0 ? ((await at.first().textContent()) ?? '') : ''
    if (isIt(text) || (typeof option === 'string' && text.startsWith(option))) return press('Enter')
  }
  throw new Error(`no option ${option} can be reached`)
}

async function tabTo(name: string | RegExp): Promise<void> {
  for (let times = 0; times < 80; times++) {
    const at = await nameOfFocus()
    if (typeof name === 'string' ? at === name : name.test(at)) return
    await press('Tab')
  }
  throw new Error(`Tab does not come to ${name}`)
}

async function toLine(words: string): Promise<void> {
  await tabTo(/^\d+\. |^Way |^Add a step behind/)
  await press('Home')
  for (let times = 0; times < 30; times++) {
    if ((await nameOfFocus()).includes(words)) return
    await press('ArrowDown')
  }
  throw new Error(`no line ${words}`)
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

const focused = (line: string) =>
  expect.poll(async () => (await nameOfFocus()).slice(0, line.length), { timeout: 5000 }).toBe(line)

const spoken = (words: string) =>
  page.getByRole('status').filter({ hasText: words }).first().waitFor({ state: 'attached' })

/** What a screen reader calls the control that has the focus. */
function nameOfFocus(): Promise<string> {
  return page.evaluate<string>(`(() => {
    const { activeElement: at } = document
    const by = at.getAttribute('aria-labelledby')
    const label = at.labels?.[0] ?? (by && document.getElementById(by.split(' ')[0]))
    return (at.getAttribute('aria-label') ?? label?.textContent ?? at.textContent ?? '').trim()
  })()`)
}

/** Level, position and name of each line. */
async function linesOfOutline(): Promise<string[]> {
  const lines = await page.getByRole('treeitem').all()
  return Promise.all(
    lines.map(async (line) => {
      const [level, position, of, name] = await Promise.all(
        ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-label'].map((attribute) => line.getAttribute(attribute)),
      )
      return `${level} ${position}/${of} ${name}`
    }),
  )
}

async function publishedVersion(): Promise<Definition> {
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const answer = await page.request.get(`${hub.url}/api/workflows/${id}/versions/1`)
  expect(answer.status()).toBe(200)
  return ((await answer.json()) as { definition: Definition }).definition
}

/** Without ids and positions: every type is there once. */
function shapeOf({ nodes, edges }: Definition, whole = false) {
  const typeOf = (id: string) => nodes.find((node) => node.id === id)?.type
  const shown = nodes.map(({ id: _, position: __, ...rest }) =>
    whole ? rest : { type: rest.type, config: rest.config },
  )
  return {
    nodes: shown.sort((one, other) => one.type.localeCompare(other.type)),
    lines: edges.map(({ source, branch, target }) => `${typeOf(source)} ${branch} ${typeOf(target)}`).sort(),
  }
}

function onlyRule(field: string, value: string) {
  return { combinator: 'and', rules: [{ field, operator: 'equals', value }] }
}
