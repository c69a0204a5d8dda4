import type { WorkflowNode } from '@hubflow/core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { launchBrowser, signIn } from './browser.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, 'admin@hub.test')
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

type Part = Pick<WorkflowNode, 'type' | 'config'>

const tell: Part = { type: 'create-notification', config: { to: ['owner'], title: 'Done', message: 'It is done.' } }
const onPhase = (config: Part['config'] = {}): Part => ({
  type: 'event',
  config: { eventType: 'recruit.phase_changed', ...config },
})
const toPhase = (phase: string) => ({
  combinator: 'and',
  rules: [{ field: 'trigger.data.to_phase', operator: 'equals', value: phase }],
})
const setPhase = (value: string): Part => ({
  type: 'update-field',
  config: { table: 'recruits', recordId: '{{trigger.data.recruit_id}}', field: 'phase', value },
})

async function create(
  name: string,
  trigger: Part,
  step = tell,
  more: { maxRunsPerDay?: number } = {},
): Promise<string> {
  const nodes = [trigger, step].map((part, index) => ({
    id: `n${index}`,
    name: `Step ${index}`,
    position: { x: 0, y: index * 140 },
    ...part,
  }))
  const edges = [{ id: 'e1', source: 'n0', target: 'n1', branch: 'next' }]
  const body = { name, definition: { schemaVersion: 1, nodes, edges }, ...more }
  return (await call('POST', '/api/workflows', body)).id
}

async function publish(...given: Parameters<typeof create>): Promise<string> {
  const id = await create(...given)
  await call('POST', `/api/workflows/${id}/publish`)
  return id
}

const setStatus = (id: string, status: string) => call('PATCH', `/api/workflows/${id}/status`, { status })

async function addRecruit(name: string): Promise<string> {
  const { items } = await call<{ items: { id: string }[] }>('GET', '/api/hub/agents')
  const body = { first_name: name, last_name: 'Fox', agent_id: items[0]?.id }
  return (await call('POST', '/api/hub/recruits', body)).id
}

const move = (id: string, phase: string) => call('PATCH', `/api/hub/recruits/${id}`, { phase })

/** Opens the page for this and waits for its sentence. */
async function reads(asked: { workflowId?: string; subject?: string }, sentence: RegExp): Promise<void> {
  await page.goto(`${hub.url}/why?${new URLSearchParams(asked)}`)
  await page.getByText(sentence).first().waitFor()
}

test('each reason why a run did not start is a sentence on the page, from what really happened', async () => {
  const recruitId = await addRecruit('Cy')
  const subject = `recruits:${recruitId}`
  const never = await create('Never published', onPhase())
  const started = await publish('Started', onPhase())
  const paused = await publish('Paused', onPhase())
  const archived = await publish('Archived', onPhase())
  const filtered = await publish('Filtered', onPhase({ filter: toPhase('dropped') }))
  const held = await publish('Held', onPhase(), tell, { maxRunsPerDay: 1 })
  const once = await publish('Once', onPhase({ entry: 'once-per-subject' }))
  const wait: Part = { type: 'wait', config: { kind: 'duration', amount: 3, unit: 'days' } }
  const single = await publish('Single', onPhase({ entry: 'not-while-running' }), wait)
  const elsewhere = await publish('Elsewhere', { type: 'event', config: { eventType: 'policy.created' } })
  const byHand = await publish('By hand', { type: 'manual', config: {} })
  const daily = await publish('Daily', { type: 'schedule', config: { kind: 'daily', time: '08:00' } })
  const hook = await publish('Hook', { type: 'webhook', config: {} })
  const failing = await publish('Failing', onPhase(), {
    ...tell,
    config: { ...tell.config, title: '{{subject.email}}' },
  })
  await setStatus(paused, 'paused')
  await setStatus(archived, 'archived')
  await move(recruitId, 'interview')
  await move(recruitId, 'contracting')

  const both = (workflowId: string) => ({ workflowId, subject })
  await reads(both(never), /It was never published, so nothing starts it/)
  await reads(both(started), /A run was started\. It was completed\./)
  expect(await violations(page)).toEqual([])
  await reads(both(paused), /No run was started: the workflow was paused/)
  await page.getByText(/It is paused, so nothing starts it/).waitFor()
  await reads(both(archived), /It is archived, so nothing starts it/)
  await reads(both(filtered), /the trigger's filter said no\..*contracting/)
  await reads(both(held), /The daily limit of 1 runs is reached/)
  await page.getByRole('link', { name: 'Show the held runs' }).waitFor()
  await reads(both(once), /this record went through the workflow before/)
  await reads(both(single), /a run for this record was still under way/)
  await reads(both(elsewhere), /is not about a recruit: nothing that happens to this recruit starts it/)
  await reads({ workflowId: byHand }, /It starts only by hand/)
  await reads({ workflowId: daily }, /It starts by its schedule: Every day at 08:00.*The next time is/)
  await reads({ workflowId: hook }, /It starts when its web address is called/)
  await reads(both(failing), /A run was started\. It failed\. .*has no value/)
  await page.getByText(/One run started and failed|2 runs started and failed/).waitFor()

  const newcomer = `recruits:${await addRecruit('Di')}`
  await reads({ workflowId: started, subject: newcomer }, /did not happen for this recruit in the last 30 days/)
  const late = await publish('Late', onPhase())
  await reads({ workflowId: late, subject: newcomer }, /before this workflow was first published/)
})

test('a chain that ends, an event that is off, and a record without workflows say so', async () => {
  const recruitId = await addRecruit('Bo')
  const subject = `recruits:${recruitId}`
  await publish('Back', onPhase({ filter: toPhase('licensing') }), setPhase('training'), { maxRunsPerDay: 50 })
  await publish('Forth', onPhase({ filter: toPhase('training') }), setPhase('licensing'), { maxRunsPerDay: 50 })
  await move(recruitId, 'licensing')
  await reads({ subject }, /Too many workflows started one another in a row \(Back → Forth/)

  const event = { name: 'agent.added', title: 'An agent is added', table: 'agents', operation: 'insert' }
  await call('POST', '/api/trigger-event-types', event)
  const off = await publish('Off', { type: 'event', config: { eventType: event.name } })
  await call('PATCH', `/api/trigger-event-types/${event.name}`, { enabled: false })
  await reads({ workflowId: off }, /is switched off, so it starts nothing/)

  const { items } = await call<{ items: { id: string }[] }>('GET', '/api/hub/targets')
  await reads({ subject: `targets:${items[0]?.id}` }, /No active workflow starts from what happens to a target/)
})

test('the page is reached from the navigation, a workflow’s menu, a run, and a record', async () => {
  await page.goto(`${hub.url}/workflows`)
  await page.getByRole('link', { name: 'Why?' }).click()
  await page.getByText('Choose a workflow, a record, or both').waitFor()
  await page.goto(`${hub.url}/workflows`)
  await page.getByRole('button', { name: 'More for Started' }).click()
  await page.getByRole('menuitem', { name: 'Why did it (not) run?' }).click()
  await page.getByRole('link', { name: 'Show the run' }).first().click()
  await page.getByRole('link', { name: 'Why did it run?' }).click()
  await page
    .getByText(/A run was started/)
    .first()
    .waitFor()
  const { items } = await call<{ items: { id: string }[] }>('GET', '/api/hub/recruits?q=Cy')
  await page.goto(`${hub.url}/records/recruits?record=${items[0]?.id}`)
  await page.getByRole('link', { name: 'Why did a workflow (not) run for this recruit?' }).click()
  await page
    .getByText(/this record went through the workflow before/)
    .first()
    .waitFor()
})

test('a record’s page follows what others do to it, also where nothing starts from that', async () => {
  const id = await addRecruit('Lena')
  await page.goto(`${hub.url}/records/recruits/${id}`)
  await page.getByText('Ada Morgan added it').waitFor()
  await page.waitForLoadState('networkidle')
  await call('PATCH', `/api/hub/recruits/${id}`, { notes: 'Call back on Monday' })
  await page.getByRole('cell', { name: 'Call back on Monday' }).waitFor()
  await move(id, 'interview')
  await page.getByText('Phase: Applied → Interview').waitFor()
})
