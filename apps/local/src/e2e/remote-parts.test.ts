import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { choose, dropStep, newWorkflow, publish, settings } from './builder.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

const SECRET = 'canary-8f3b1c'

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
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterEach(() => page.context().close())

function call(address: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
}

test('a draft listens for a call, a request uses what came and a new secret, and the caller is told what came of it', async () => {
  await newWorkflow(page, hub.url, 'Ask another system')
  await dropStep(page, 'webhook')
  const form = settings(page)
  const address = await form.getByRole('textbox', { name: /^Web address/ }).inputValue()
  await form.getByRole('button', { name: 'Listen for a call' }).click()
  await form.getByText('Waiting for a call').waitFor()
  const caught = await call(address, { email: 'ann@example.com' })
  expect([caught.status, await caught.json()]).toEqual([200, { captured: true }])
  await form.getByText('ann@example.com').waitFor()
  await form.getByRole('button', { name: 'More settings' }).click()
  await choose(page, /^Answer to the caller/, 'When the run has ended')

  await dropStep(page, 'http-request')
  await choose(page, /^Method/, 'GET')
  const url = form.getByRole('textbox', { name: 'Address' })
  await url.click()
  await url.pressSequentially(`${hub.url}/healthz?who={{`)
  await page.getByRole('option', { name: /Email.*ann@example\.com/ }).click()
  await choose(page, /^Sign in/, 'With a token (Bearer)')
  await form.getByRole('button', { name: 'Add a secret' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a secret' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('CRM key')
  await dialog.getByLabel('Value', { exact: false }).first().fill(SECRET)
  await dialog.getByRole('button', { name: 'Add' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(() => form.getByRole('combobox', { name: 'Secret' }).inputValue()).toBe('CRM key')
  await publish(page)

  const answer = await call(address, { email: 'bob@example.com' })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ status: 200 })
  const run = await page.request.get(`${hub.url}/api/runs/${answer.headers.get('x-run-id')}`)
  const text = await run.text()
  expect(text).toContain('who=bob%40example.com')
  expect(text).not.toContain(SECRET)
})

test('a workflow that calls its own webhook ends after five in a row, and its step says why', async () => {
  const definition = (url: string) => ({
    schemaVersion: 1,
    nodes: [
      { id: 'n1', type: 'webhook', name: 'Call', position: { x: 0, y: 0 }, config: {} },
      { id: 'n2', type: 'http-request', name: 'Again', position: { x: 0, y: 140 }, config: { method: 'POST', url } },
    ],
    edges: [{ id: 'e1', source: 'n1', target: 'n2', branch: 'next' }],
  })
  const api = `${hub.url}/api/workflows`
  const headers = { origin: hub.url }
  const send = { headers, data: { name: 'Circle', definition: definition('https://example.com/') } }
  const { id, webhook } = await (await page.request.post(api, send)).json()
  await page.request.put(`${api}/${id}/draft`, { headers, data: { definition: definition(webhook.url), revision: 1 } })
  const published = await page.request.post(`${api}/${id}/publish`, { headers })
  expect(published.status(), await published.text()).toBe(200)

  expect((await call(webhook.url, {})).status).toBe(202)
  const runs = async (status: string) =>
    (await (await page.request.get(`${hub.url}/api/runs?workflowId=${id}&status=${status}`)).json()).items
  await expect.poll(() => runs('failed'), { timeout: 20_000 }).toHaveLength(1)
  await expect.poll(() => runs('completed')).toHaveLength(5)
  const [{ id: failed }] = await runs('failed')
  expect(await (await page.request.get(`${hub.url}/api/runs/${failed}`)).text()).toContain(
    `Circle → Circle → Circle → Circle → Circle → Circle → this workflow`,
  )
})
