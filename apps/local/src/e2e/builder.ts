import type { Definition } from '@hubflow/core'
import type { Page } from 'playwright-core'

/** The workflow builder as a person uses it: by what can be seen and named on the page. */

export async function newWorkflow(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/workflows`)
  await page.getByRole('link', { name: 'New workflow' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Open the canvas' }).click()
  await page.getByText('When should this start?').waitFor()
}

/** Drags a step from the palette onto free canvas, where it goes behind the last one. Gives the new node's id. */
export async function dropStep(page: Page, type: string): Promise<string> {
  const canvas = page.getByLabel('Canvas', { exact: true })
  const before = await nodeIds(page, type)
  await page.getByTestId(`palette-${type}`).dragTo(canvas, { targetPosition: { x: 60, y: 380 } })
  const added = page.locator(`[data-node-type="${type}"]`).nth(before.length)
  await added.waitFor()
  const id = (await nodeIds(page, type)).find((each) => !before.includes(each))
  if (id === undefined) throw new Error(`no ${type} was added to the canvas`)
  return id
}

async function nodeIds(page: Page, type: string): Promise<string[]> {
  const nodes = await page.locator(`[data-node-type="${type}"]`).all()
  const testIds = await Promise.all(nodes.map((node) => node.getAttribute('data-testid')))
  return testIds.flatMap((testId) => testId?.replace('node-', '') ?? [])
}

/** Chooses from one of the inspector's lists. */
export async function choose(page: Page, field: RegExp, option: RegExp | string): Promise<void> {
  await settings(page).getByLabel(field).first().click()
  await page.getByRole('option', { name: option }).first().click()
}

export async function addRecipient(page: Page, option: RegExp | string): Promise<void> {
  await settings(page).getByRole('textbox', { name: 'To' }).click()
  await page.getByRole('option', { name: option }).first().click()
  await page.keyboard.press('Escape')
}

export async function write(page: Page, field: string, text: string): Promise<void> {
  const input = settings(page).getByRole('textbox', { name: field, exact: true })
  await input.click()
  await input.pressSequentially(text)
  await page.keyboard.press('Escape')
}

/** Publishes through the dialog, and waits until the page says that the version is live. */
export async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'No problems' }).waitFor()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('button', { name: 'Publish version 1' }).click()
  await page.getByText('Live: version 1').waitFor()
}

export function settings(page: Page) {
  return page.getByRole('complementary', { name: 'Settings' })
}

export function runStatus(page: Page, status: string) {
  return page.getByTestId('run-status').and(page.locator(`[data-status="${status}"]`))
}

/** The draft of the workflow whose editor is open, as the server has it. */
export async function draftOf(page: Page): Promise<Definition> {
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const answer = await page.request.get(new URL(`/api/workflows/${id}`, page.url()).href)
  const { draft } = (await answer.json()) as { draft: { definition: Definition } }
  return draft.definition
}
