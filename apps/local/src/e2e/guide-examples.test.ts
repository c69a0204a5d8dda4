import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Definition, WorkflowNode } from '@hubflow/core'
import { type TestDatabase, testDatabase } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDemoHub } from '../demo-hub/seed.ts'
import { readEnvironment } from '../environment.ts'
import { type Hub, startHub } from '../hub.ts'
import { type MailCatcher, startMailCatcher } from '../mail-catcher.ts'
import { newDataDir, readMail, removeDataDir } from './hub.ts'

const PASSWORD = 'training-hub'

interface Run {
  id: string
  status: string
  steps: { nodeId: string; status: string; resumeAt?: string | null; output: unknown }[]
}

let dataDir: string
let database: TestDatabase
let sql: postgres.Sql
let mail: MailCatcher
let sink: Awaited<ReturnType<typeof startSink>>
let hub: Hub
let cookie: string
let templates: Map<string, string>

beforeAll(async () => {
  dataDir = newDataDir()
  database = await testDatabase()
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await seedDemoHub(database.url, PASSWORD)
  mkdirSync(`${dataDir}/caught`)
  mail = await startMailCatcher(`${dataDir}/caught`)
  sink = await startSink()
  hub = await start()
  cookie = await signIn()
  const listed = await call<{ items: { id: string; name: string }[] }>('GET', '/api/email-templates')
  templates = new Map(listed.items.map(({ name, id }) => [name, id]))
})
afterAll(async () => {
  await hub?.stop()
  await Promise.all([mail.stop(), sink.stop(), sql.end()])
  await database.drop()
  removeDataDir(dataDir)
})

test('a new policy welcomes the client by mail and tells the team', async () => {
  const workflow = await publish('New Policy Welcome Email', event('policy.created'), [
    email('welcome', 'Welcome New Client', '{{subject.client.email}}'),
    notification('tell', 'New policy added', '{{subject.policy_number}}'),
  ])
  const [client] = await sql<{ id: string; agent_id: string; email: string }[]>`
    select id, agent_id, email from hub.clients where email is not null limit 1`
  await call('POST', '/api/hub/policies', {
    policy_number: 'TH-9100',
    client_id: client?.id,
    agent_id: client?.agent_id,
    carrier: 'Evergreen',
    product: 'Whole Life',
    premium: '1450.00',
  })
  await reaches(workflow, 'completed')
  const welcome = await caught('Whole Life policy')
  expect(welcome.to).toBe(client?.email)
  expect(welcome.html).toContain('TH-9100')
  expect(await notified('New policy added')).toBe('TH-9100')
})

test('a chargeback alerts the owner, mails the agent and posts to a chat', async () => {
  const workflow = await publish('Commission Chargeback Alert', event('commission.chargeback'), [
    notification('alert', 'Chargeback Alert: {{subject.amount | money}}', 'Policy {{subject.policy.policy_number}}'),
    email('mail', 'Chargeback Notification', '{{subject.agent.email}}'),
    step('post', 'http-request', {
      method: 'POST',
      url: `${sink.url}/chat`,
      body: { kind: 'json', value: '{"text": "Chargeback of {{subject.amount | money}}"}' },
    }),
  ])
  const [commission] = await sql<{ id: string; amount: string; email: string }[]>`
    select c.id, c.amount, a.email from hub.commissions c join hub.agents a on a.id = c.agent_id
    where c.status = 'received' limit 1`
  const money = Number(commission?.amount).toLocaleString('en-US', { style: 'currency', currency: 'USD' })
  await call('PATCH', `/api/hub/commissions/${commission?.id}`, { status: 'charged_back' })
  await reaches(workflow, 'completed')
  expect((await caught('Chargeback of')).to).toBe(commission?.email)
  await notified(`Chargeback Alert: ${money}`)
  expect(sink.calls.filter(({ path }) => path === '/chat')).toEqual([
    {
      method: 'POST',
      path: '/chat',
      body: `{"text": "Chargeback of ${money}"}`,
      key: expect.any(String),
    },
  ])
})

test('every morning the figures are fetched and mailed; a recruit gets the checklist, and a day later a follow-up', async () => {
  const summary = await publish(
    'Daily Sales Summary',
    step('start', 'schedule', { kind: 'daily', time: '08:00', timeZone: 'America/New_York' }),
    [
      step('fetch', 'http-request', { method: 'GET', url: `${sink.url}/stats` }),
      step('mail', 'send-email', {
        to: ['role:manager'],
        subject: 'Daily summary: {{steps.fetch.body.sold}} sold',
        body: '<p>{{steps.fetch.body.premium | money}} in premiums</p>',
      }),
    ],
  )
  const onboarding = await publish('Recruit Onboarding Sequence', event('recruit.phase_changed'), [
    email('checklist', 'Onboarding Phase Checklist', '{{subject.email}}'),
    step('day', 'wait', { kind: 'duration', amount: 1440, unit: 'minutes' }),
    notification('follow', 'Follow up with recruit', '{{subject.first_name}} is in {{subject.phase}}'),
  ])
  const [recruit] = await sql<{ id: string; first_name: string }[]>`
    select id, first_name from hub.recruits where phase = 'interview' and email is not null limit 1`
  const changedAt = Date.now()
  await call('PATCH', `/api/hub/recruits/${recruit?.id}`, { phase: 'contracting' })

  const waiting = await reaches(onboarding, 'waiting')
  const wakesAt = Date.parse(waiting.steps.find(({ nodeId }) => nodeId === 'day')?.resumeAt ?? '')
  expect(wakesAt - changedAt).toBeGreaterThanOrEqual(24 * 3_600_000)
  expect(wakesAt - changedAt).toBeLessThan(24 * 3_600_000 + 10_000)
  await caught('checklist for the Contracting phase')
  expect(await runsOf(summary)).toEqual([])
  expect(await unread('Follow up with recruit')).toEqual([])

  // A day and a minute on, over a restart of the whole hub: eight o'clock has passed once.
  await hub.stop()
  await moveClock('24 hours 1 minute')
  hub = await start()
  cookie = await signIn()
  await reaches(onboarding, 'completed')
  expect(await notified('Follow up with recruit')).toBe(`${recruit?.first_name} is in contracting`)
  await reaches(summary, 'completed')
  expect((await runsOf(summary)).length).toBe(1)
  const digest = await caught('Daily summary: 12 sold')
  expect(digest.html).toContain('$34,500.00')
  expect(sink.calls.filter(({ path }) => path === '/stats')).toHaveLength(1)
})

function step(id: string, type: string, config: WorkflowNode['config']): WorkflowNode {
  return { id, type, name: id, config, position: { x: 0, y: 0 } }
}

const event = (eventType: string) => step('start', 'event', { eventType })
const email = (id: string, template: string, to: string) =>
  step(id, 'send-email', { templateId: templates.get(template) ?? '', to: [to] })
const notification = (id: string, title: string, message: string) =>
  step(id, 'create-notification', { to: ['owner'], title, message })

/** Creates and publishes one trigger and its actions in a row; gives the workflow's id. */
async function publish(name: string, trigger: WorkflowNode, actions: WorkflowNode[]): Promise<string> {
  const nodes = [trigger, ...actions]
  const definition: Definition = {
    schemaVersion: 1,
    nodes,
    edges: actions.map(({ id }, index) => ({
      id: `e${index}`,
      source: nodes[index]?.id ?? '',
      target: id,
      branch: 'next',
    })),
  }
  const { id } = await call<{ id: string }>('POST', '/api/workflows', { name, definition })
  await call('POST', `/api/workflows/${id}/publish`, {})
  return id
}

function start(): Promise<Hub> {
  const environment = readEnvironment({
    DATABASE_URL: database.url,
    HUBFLOW_SECRET: 'a secret that lives as long as the test runs',
    HUBFLOW_DATA_DIR: dataDir,
    HUBFLOW_TIME_ZONE: 'America/New_York',
    OUTBOUND_ALLOW: '127.0.0.1',
    SMTP_URL: mail.url,
    HOST: '127.0.0.1',
    PORT: '0',
  })
  return startHub({ environment, dev: false, say: () => {}, signal: new AbortController().signal })
}

/** For every connection that is made from now on. */
async function moveClock(by: string): Promise<void> {
  await sql.unsafe(`alter database ${new URL(database.url).pathname.slice(1)} set hubflow.clock_offset = '${by}'`)
}

async function signIn(): Promise<string> {
  const answer = await fetch(`${hub.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: hub.url },
    body: JSON.stringify({ email: 'trainer@hub.test', password: PASSWORD }),
  })
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ')
}

async function call<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${hub.url}${path}`, {
    method,
    headers: { cookie, origin: hub.url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}

async function runsOf(workflowId: string): Promise<Run[]> {
  return (await call<{ items: Run[] }>('GET', `/api/runs?workflowId=${workflowId}`)).items
}

/** Waits until the workflow's one run has this status; gives it with its steps. */
async function reaches(workflowId: string, status: string): Promise<Run> {
  await expect
    .poll(async () => (await runsOf(workflowId)).map((run) => run.status), { timeout: 15_000 })
    .toEqual([status])
  const [run] = await runsOf(workflowId)
  return call<Run>('GET', `/api/runs/${run?.id}`)
}

/** Waits for a mail whose subject contains these words. */
async function caught(words: string) {
  const find = async () => (await readMail(`${dataDir}/caught`)).find(({ subject }) => subject?.includes(words))
  await expect.poll(find, { timeout: 15_000 }).toBeDefined()
  const found = await find()
  const to = found?.to === undefined ? [] : [found.to].flat()
  return { to: to.map(({ text }) => text).join(), html: found?.html || '' }
}

async function unread(title: string): Promise<{ title: string; message: string }[]> {
  const { items } = await call<{ items: { title: string; message: string }[] }>('GET', '/api/notifications')
  return items.filter((item) => item.title === title)
}

/** Waits for a notification with this title; gives its message. */
async function notified(title: string): Promise<string | undefined> {
  await expect.poll(() => unread(title), { timeout: 15_000 }).toHaveLength(1)
  return (await unread(title))[0]?.message
}

/** A chat that takes posts, and a program that tells the day's figures. */
async function startSink() {
  const calls: { method: string; path: string; body: string; key: string | undefined }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    calls.push({
      method: request.method ?? '',
      path: request.url ?? '',
      body: Buffer.concat(chunks).toString(),
      key: request.headers['idempotency-key']?.toString(),
    })
    response.setHeader('content-type', 'application/json').end('{"sold": 12, "premium": 34500}')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop: () => new Promise<void>((done) => server.close(() => done())),
  }
}
