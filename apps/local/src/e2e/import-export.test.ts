import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { draftOf } from './builder.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

test('a workflow is exported from its menu and imported again, with what is missing told first', async () => {
  const name = 'Carried over'
  await createWelcome(name)
  await page.goto(`${hub.url}/workflows`)
  await page.getByRole('button', { name: `More for ${name}` }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as a file' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/\.hubflow\.json$/)
  const path = await download.path()
  const file = JSON.parse(readFileSync(path, 'utf8'))
  expect(file).toMatchObject({ format: 'hubflow-workflow', name })

  await page.goto(`${hub.url}/workflows/new`)
  await page.getByRole('button', { name: 'Import a file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a workflow' })
  const pasted = dialog.getByRole('textbox', { name: 'Or paste it' })
  await pasted.fill('{ "format": ')
  await dialog.getByText(/^This is not whole/).waitFor()
  expect(await pasted.inputValue()).toBe('{ "format": ')
  const foreign = {
    ...file,
    references: [],
    definition: JSON.parse(
      JSON.stringify(file.definition).replaceAll(/"templateId":"[^"]+"/g, `"templateId":"${crypto.randomUUID()}"`),
    ),
  }
  await pasted.fill(JSON.stringify(foreign))
  await dialog.getByText('Not everything can be taken:').waitFor()
  await dialog.getByText(/used an email template that is not in this hub/).waitFor()
  expect(await violations(page)).toEqual([])

  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: readFileSync(path) })
  await dialog.getByText('It can be published as it is.').waitFor()
  await dialog.getByRole('button', { name: 'Import as a draft' }).click()
  await page.getByRole('button', { name: 'No problems' }).waitFor()
  expect(await draftOf(page)).toEqual(file.definition)
})

async function createWelcome(name: string): Promise<void> {
  const templates = await (await page.request.get(`${hub.url}/api/email-templates`)).json()
  const position = { x: 0, y: 0 }
  const config = { to: ['owner'], templateId: templates.items[0].id }
  const definition = {
    schemaVersion: 1,
    nodes: [
      { id: 'n1', type: 'event', name: 'New policy', config: { eventType: 'policy.created' }, position },
      { id: 'n2', type: 'send-email', name: 'Welcome', config, position: { x: 0, y: 140 } },
    ],
    edges: [{ id: 'e1', source: 'n1', target: 'n2', branch: 'next' }],
  }
  const data = { name, definition }
  const created = await page.request.post(`${hub.url}/api/workflows`, { headers: { origin: hub.url }, data })
  expect(created.status(), await created.text()).toBe(201)
}
