import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { brokenWorkflows, definitionOf, type Sink, startSink } from './broken-workflows.ts'
import { launchBrowser, signIn } from './browser.ts'
import { settings } from './builder.ts'
import { newDataDir, removeDataDir, startHub, type TestHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
let sink: Sink
beforeAll(async () => {
  sink = await startSink()
  hub = await startHub(newDataDir(), { OUTBOUND_ALLOW: '127.0.0.1' })
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  await sink.close()
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
  const retryAll = card.getByRole('button', { name: 'Retry all from the failed step' })
  const dialog = page.getByRole('dialog')
  await retryAll.click()
  await dialog.getByText('have sent and changed nothing').waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Not now' }).click()

  await card.getByRole('link', { name: 'Show all of them' }).click()
  await page
    .getByRole('checkbox', { name: /^Choose the run of Call new clients/ })
    .nth(2)
    .waitFor()
  await page.reload()
  await expect
    .poll(() => page.getByLabel('Cause', { exact: true }).first().inputValue(), { timeout: 15_000 })
    .toMatch(/^A value is missing/)
  await page.getByLabel('From', { exact: true }).fill('2099-01-01')
  await page.getByRole('button', { name: 'Any time' }).click()
  await page
    .getByRole('checkbox', { name: /^Choose the run of Call new clients/ })
    .nth(2)
    .waitFor()
  await page.goBack()

  await card.getByRole('button', { name: 'Dismiss' }).click()
  await page.getByText('Nothing to see to').waitFor()
  await addPolicies(['TH-9'])
  await card.getByText('1 run').waitFor()
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await addPolicies(['TH-10', 'TH-11'])
  await page.getByRole('link', { name: 'Failures' }).click()
  // What is previewed are the runs that have failed by then.
  await card.getByText('3 runs').waitFor()

  await call('PATCH', `/api/hub/clients/${client.id}`, { phone: '555 0101' })
  await retryAll.click()
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

const EACH = 5

test('fifty runs that are broken in ten ways are ten cards; each leads to what mends it, and then all go on, nothing twice', async () => {
  const [policy] = (await call<{ items: BrokenPolicy[] }>('GET', '/api/hub/policies?q=TH-1')).items
  if (!policy) throw new Error('there is no policy')
  await call('PATCH', `/api/hub/clients/${policy.client_id}`, { phone: null })
  const secret = await call<Row>('POST', '/api/secrets', { name: 'CRM key', value: 'the wrong one' })
  const broken = brokenWorkflows({ sink, policy, secretId: secret.id, call })
  const ids = new Map<string, string>()
  for (const each of broken) {
    const body = { name: each.name, definition: definitionOf(each, { sink }), maxRunsPerDay: null }
    const { id } = await call<Row>('POST', '/api/workflows', body)
    await call('POST', `/api/workflows/${id}/publish`)
    ids.set(each.name, id)
    for (let run = 0; run < EACH; run++) await call('POST', `/api/workflows/${id}/runs`, { context: each.context })
  }

  await page.goto(`${hub.url}/failures`)
  const cards = page.getByRole('article')
  await expect.poll(() => cards.getByText(`${EACH} runs`).count(), { timeout: 30_000 }).toBe(broken.length)
  expect(await cards.count()).toBe(broken.length)
  for (const { name, title, message, fix } of broken) {
    const card = page.getByRole('article', { name: `${title}: ${name}` })
    expect(await card.getByText(message).first().textContent()).toMatch(message)
    await card.getByRole('link', { name: fix.button }).click()
    if ('heading' in fix.leadsTo) await page.getByRole('dialog', { name: fix.leadsTo.heading }).waitFor()
    else await settings(page).locator(`[data-field="${fix.leadsTo.field}"] :focus`).waitFor()
    await page.goto(`${hub.url}/failures`)
  }

  for (const each of broken) {
    const mended = each.mend()
    if ('config' in mended) {
      const path = `/api/workflows/${ids.get(each.name)}`
      const { draft } = await call<{ draft: { revision: number } }>('GET', path)
      const definition = definitionOf(each, { sink, config: mended.config })
      await call('PUT', `${path}/draft`, { definition, revision: draft.revision })
      await call('POST', `${path}/publish`)
    } else await mended
    const card = page.getByRole('article', { name: `${each.title}: ${each.name}` })
    await card.getByRole('button', { name: 'Retry all from the failed step' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(`${EACH} mails, ${EACH} requests of completed steps`).waitFor()
    await dialog.getByRole('button', { name: `Retry ${EACH} runs` }).click()
    await card.waitFor({ state: 'hidden' })
  }
  await page.getByText('Nothing to see to').waitFor()
  const wanted = broken.flatMap(({ name }) => Array.from({ length: EACH }, () => name)).toSorted()
  const after = (part: string) =>
    sink.taken
      .flatMap(({ path }) => (path.startsWith(part) ? decodeURIComponent(path.slice(part.length)) : []))
      .toSorted()
  await expect.poll(() => after('/after/')).toEqual(wanted)
  expect(after('/before/')).toEqual(wanted)
  const mails = (await hub.caughtMail()).map(({ subject }) => subject ?? '')
  expect(mails.filter((subject) => wanted.includes(subject)).toSorted()).toEqual(wanted)
  expect(new Set(sink.taken.map(({ key }) => key)).size).toBe(sink.taken.length)
  expect(sink.taken).toHaveLength(broken.length * EACH * 2 + 5 * EACH)
})

interface BrokenPolicy extends Row {
  policy_number: string
  client_id: string
  agent_id: string
}

test('an alert that is made on the dashboard tells of the next failure, and the tile leads to the failed run', async () => {
  await page.getByRole('link', { name: 'Dashboard' }).click()
  await page.getByRole('tab', { name: 'Alerts' }).click()
  await page.getByRole('button', { name: 'Add an alert' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'When' }).click()
  await page.getByRole('option', { name: 'Call new clients' }).click()
  await dialog.getByLabel('How many times in a row').fill('1')
  await dialog.getByRole('checkbox', { name: 'By mail' }).check()
  await dialog
    .getByText('Tell the owner when a run of “Call new clients” fails, by notification and by mail.')
    .waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('It has told nobody yet.').waitFor()

  await call('PATCH', `/api/hub/clients/${client.id}`, { phone: null })
  await addPolicies(['TH-20'])
  const rule = page.getByRole('article')
  await rule.getByText('Call new clients, since').waitFor()
  await rule.getByText('Told last').waitFor()
  const told = await call<{ items: { title: string; message: string }[] }>('GET', '/api/notifications')
  expect(told.items.filter(({ message }) => message.includes('You are told of this when a run of'))).toHaveLength(1)

  await page.getByRole('tab', { name: 'Figures' }).click()
  await page.getByRole('link', { name: /^Failed \d+ / }).click()
  await page
    .getByRole('row', { name: /Call new clients/ })
    .first()
    .waitFor()
})
