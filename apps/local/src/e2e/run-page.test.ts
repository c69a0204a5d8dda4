import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { runStatus } from './builder.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

const SECRET = 'canary-5d21e0'

let hub: TestHub
let browser: Browser
let page: Page
let workflowId: string
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
  workflowId = await publish()
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

async function call<Body extends object = { id: string }>(method: string, path: string, data?: unknown): Promise<Body> {
  const answer = await page.request.fetch(`${hub.url}${path}`, { method, data, headers: { origin: hub.url } })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  const body: Body = await answer.json()
  return body
}

/** A step of each kind that leaves something, a wait, and one that fails; two runs a day. */
async function publish(): Promise<string> {
  const { id: secretId } = await call('POST', '/api/secrets', { name: 'CRM key', value: SECRET })
  const { items } = await call<{ items: { id: string }[] }>('GET', '/api/hub/policies?limit=1')
  const field = { table: 'policies', recordId: items[0]?.id, field: 'notes', value: 'Seen by the hub' }
  const get = (path: string) => ({ method: 'GET', url: `${hub.url}${path}`, retries: 0 })
  const parts = [
    ['manual', 'By hand', {}],
    ['http-request', 'Ask', { ...get('/healthz'), auth: { kind: 'bearer', secretId } }],
    ['send-email', 'Write', { to: ['client@mail.test'], subject: 'Hello', body: '<p>Hello</p>' }],
    ['update-field', 'Note', field],
    ['wait', 'Wait', { kind: 'duration', amount: 2, unit: 'days' }],
    ['http-request', 'Call', get('/api/nothing-here')],
  ]
  const nodes = parts.map(([type, name, config], index) => ({
    id: `n${index}`,
    type,
    name,
    config,
    position: { x: 0, y: index * 140 },
  }))
  const edges = nodes
    .slice(1)
    .map(({ id }, index) => ({ id: `e${index}`, source: `n${index}`, target: id, branch: 'next' }))
  const body = { name: 'Everything', definition: { schemaVersion: 1, nodes, edges }, maxRunsPerDay: 2 }
  const { id } = await call('POST', '/api/workflows', body)
  await call('POST', `/api/workflows/${id}/publish`)
  return id
}

async function openNewRun(): Promise<string> {
  const { runId } = await call<{ runId: string }>('POST', `/api/workflows/${workflowId}/runs`, {})
  await page.goto(`${hub.url}/runs/${runId}`)
  return runId
}

const step = (nodeId: string) => page.getByTestId(`step-${nodeId}`)
const open = (nodeId: string) => step(nodeId).getByRole('button').first().click()
const kindsOf = (nodeId: string) =>
  page
    .getByTestId(`time-${nodeId}`)
    .locator('[data-kind]')
    .evaluateAll((spans) => spans.map((span) => span.getAttribute('data-kind')))

test('a run shows where its time went, and of each step what came in, what it did and the receipts', async () => {
  const runId = await openNewRun()
  await runStatus(page, 'waiting').waitFor()
  expect((await kindsOf('n1')).at(-1)).toBe('work')
  expect((await kindsOf('n4')).at(-1)).toBe('wait')
  await page
    .getByRole('group', { name: 'Where its time went' })
    .getByText(/^worked /)
    .waitFor()
  await step('n4')
    .getByText(/goes on in 48 h|goes on /)
    .first()
    .waitFor()

  await open('n1')
  await step('n1').getByText('answered 200').waitFor()
  await step('n1').getByText(`${runId}.n1`).first().waitFor()
  await open('n2')
  await step('n2').getByText('What came in').waitFor()
  await step('n2').locator('[data-status="sent"]').waitFor()
  await open('n3')
  await step('n3')
    .getByText(/Policy, notes:.*Seen by the hub/)
    .waitFor()
  expect(await violations(page)).toEqual([])

  await page.getByRole('button', { name: 'All as JSON' }).click()
  const text = await page.getByRole('dialog').locator('pre').textContent()
  expect(JSON.parse(text ?? '')).toMatchObject({ id: runId, status: 'waiting' })
  expect(text).not.toContain(SECRET)
  await page.keyboard.press('Escape')
})

test('it goes on live when its wait is skipped, opens at the failed step, and a retry says what it does', async () => {
  await page.getByRole('button', { name: 'Skip the wait' }).click()
  await runStatus(page, 'failed').waitFor()
  await page.reload()
  await step('n5')
    .getByText(/did not let the hub in \(401\)/)
    .waitFor()
  await step('n5').getByText('The other system answered with an error').waitFor()
  await step('n5').getByRole('link', { name: 'Open the field of the step' }).waitFor()

  await page.getByRole('button', { name: 'Retry', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Retry this run?' })
  await dialog.getByText('On version 1, as it ran.').waitFor()
  await dialog.getByRole('radio', { name: 'The failed step: Call' }).waitFor()
  await dialog.getByText('Stays as it is, and is not sent again').waitFor()
  await dialog.getByText('Write: mail “Hello” to client@mail.test').waitFor()
  await dialog.getByRole('radio', { name: 'The start: Ask' }).check()
  await dialog.getByText('May be sent or changed again').waitFor()
  await dialog.getByRole('button', { name: 'Not now' }).click()
})

test('a run is cancelled, and a held one is released', async () => {
  await openNewRun()
  await runStatus(page, 'waiting').waitFor()
  await page.getByRole('button', { name: 'Cancel the run' }).click()
  await page.getByRole('dialog').getByText('mail that was sent is not called back').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click()
  await runStatus(page, 'cancelled').waitFor()

  await openNewRun()
  await runStatus(page, 'held').waitFor()
  await page.getByText('The daily limit of 2 runs is reached.').waitFor()
  await page.getByRole('button', { name: 'Release' }).click()
  await runStatus(page, 'waiting').waitFor()
})
