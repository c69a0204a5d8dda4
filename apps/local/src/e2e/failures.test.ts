import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { newDataDir, removeDataDir, startHub, type TestHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await startHub(newDataDir())
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

async function call<Body>(method: string, path: string, data?: unknown): Promise<Body> {
  const answer = await page.request.fetch(`${hub.url}${path}`, { method, data, headers: { origin: hub.url } })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  const body: Body = await answer.json()
  return body
}

interface Row {
  id: string
}

const position = { x: 0, y: 0 }
const definition = {
  schemaVersion: 1,
  nodes: [
    { id: 'n1', type: 'event', name: 'A policy is added', config: { eventType: 'policy.created' }, position },
    {
      id: 'n2',
      type: 'create-notification',
      name: 'Tell whom to call',
      config: { to: ['owner'], title: 'Call {{subject.client.phone}}', message: 'A new policy.' },
      position,
    },
  ],
  edges: [{ id: 'e1', source: 'n1', target: 'n2', branch: 'next' }],
}

let client: Row
let agent: Row

async function addPolicies(numbers: string[]): Promise<void> {
  for (const policy_number of numbers)
    await call('POST', '/api/hub/policies', { policy_number, client_id: client.id, agent_id: agent.id, ...POLICY })
}
const POLICY = { product: 'Term life', premium: '10.00', status: 'active', carrier: 'Northern' }

test('runs that fail for the same reason are one card; mended, they are retried together and the card goes', async () => {
  agent = await call<Row>('POST', '/api/hub/agents', { first_name: 'Lea', last_name: 'Moss', email: 'lea@hub.test' })
  client = await call<Row>('POST', '/api/hub/clients', { first_name: 'Ida', last_name: 'Quiet', agent_id: agent.id })
  const { id } = await call<Row>('POST', '/api/workflows', { name: 'Call new clients', definition })
  await call('POST', `/api/workflows/${id}/publish`)
  await addPolicies(['TH-1', 'TH-2', 'TH-3'])

  await page.getByRole('link', { name: 'Failures' }).click()
  const card = page.getByRole('article')
  await card.getByText('3 runs').waitFor()
  expect(await card.count()).toBe(1)
  await card.getByRole('heading', { name: 'A value is missing' }).waitFor()
  expect(await violations(page)).toEqual([])
  await card.getByRole('link', { name: 'Open the step' }).click()
  await page.getByRole('complementary', { name: 'Settings' }).getByText('Call').first().waitFor()
  await page.goBack()

  await call('PATCH', `/api/hub/clients/${client.id}`, { phone: '555 0101' })
  await card.getByRole('button', { name: 'Retry all from the failed step' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('what they sent is not sent twice').waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Retry 3 runs' }).click()
  await page.getByText('Nothing to see to').waitFor()
  const told = await call<{ items: { title: string }[] }>('GET', '/api/notifications')
  expect(told.items.filter(({ title }) => title === 'Call 555 0101')).toHaveLength(3)
})

test('runs are found by their record, and those that are chosen are cancelled after a preview', async () => {
  const [trigger] = definition.nodes
  const wait = { id: 'n2', type: 'wait', name: 'Wait', config: WAIT, position }
  const waiting = { ...definition, nodes: [trigger, wait] }
  const { id } = await call<Row>('POST', '/api/workflows', { name: 'Wait for clients', definition: waiting })
  await call('POST', `/api/workflows/${id}/publish`)
  await addPolicies(['TH-4', 'TH-5'])

  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByLabel('About', { exact: true }).first().click()
  await page.getByRole('option', { name: 'Policy' }).click()
  await page.getByPlaceholder('Choose a policy').fill('TH-4')
  await page.getByRole('option', { name: /TH-4/ }).click()
  await expect.poll(() => page.getByRole('row').count()).toBe(3)
  expect(page.url()).toContain('subject=policies')
  await page.reload()
  await page.getByRole('row', { name: /Wait for clients.*Waiting/ }).waitFor()
  expect(await page.getByRole('row').count()).toBe(3)

  await page.getByRole('checkbox', { name: 'Choose all runs that are shown' }).check()
  const bar = page.getByRole('toolbar', { name: 'Chosen runs' })
  await bar.getByText('2 runs chosen').waitFor()
  expect(await violations(page)).toEqual([])
  await bar.getByRole('button', { name: 'Cancel 1' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1 other chosen run stays as it is.').waitFor()
  await dialog.getByRole('button', { name: 'Cancel 1 run' }).click()
  await page.getByRole('row', { name: /Wait for clients.*Cancelled/ }).waitFor()
  await bar.waitFor({ state: 'hidden' })

  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('row', { name: /Wait for clients.*TH-5.*/ }).waitFor()
  expect(await page.getByRole('row', { name: /Wait for clients.*Waiting/ }).count()).toBe(1)
})

const WAIT = { kind: 'duration', amount: 3, unit: 'days' }
