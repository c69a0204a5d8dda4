import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import type { Browser, Page } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { newDataDir, removeDataDir, startHub, type TestHub } from './hub.ts'

/** A mail server of our own, so that mail really leaves the hub; it refuses one address, once. */
const caught: ParsedMail[] = []
let refusals = 0
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo({ address }, _session, done) {
    const refuses = address === 'refused@example.com' && refusals++ === 0
    done(refuses ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null)
  },
  onData(stream, _session, done) {
    simpleParser(stream).then((mail) => {
      caught.push(mail)
      done()
    }, done)
  },
})

let hub: TestHub
let browser: Browser
let page: Page
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  hub = await startHub(newDataDir(), { SMTP_URL: `smtp://127.0.0.1:${port}` })
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
  await new Promise<void>((done) => server.close(() => done()))
})

async function send<Answer>(method: string, path: string, data: object = {}): Promise<Answer> {
  const answer = await page.request.fetch(`${hub.url}/api${path}`, { method, headers: { origin: hub.url }, data })
  return answer.json()
}

const preview = () => page.getByRole('region', { name: 'Preview' })

test('the templates that a hub begins with can be changed as they look', async () => {
  const answer = await page.request.get(`${hub.url}/api/email-templates`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  expect(items.length).toBe(4)
  for (const { id } of items) {
    await page.goto(`${hub.url}/mail/templates/${id}`)
    await page.getByRole('toolbar', { name: 'Look of Text' }).waitFor()
  }
})

test('a template is written with pills, nothing of it is lost by leaving, and it is saved', async () => {
  await page.getByRole('link', { name: 'Mail', exact: true }).click()
  await page.getByRole('link', { name: 'Templates' }).click()
  await page.getByRole('button', { name: 'New template' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Birthday')
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  await page.getByLabel('What it is about').first().click()
  await page.getByRole('option', { name: 'Client' }).click()
  const subject = page.getByRole('textbox', { name: 'Subject', exact: true })
  await subject.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Happy birthday, {{first')
  await page
    .getByRole('option', { name: /First name/ })
    .first()
    .click()
  const text = page.getByRole('textbox', { name: 'Text', exact: true })
  await text.click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type(' all the best. {{phone')
  await page.getByRole('option', { name: /Phone/ }).first().click()
  await page.getByText('Not saved yet; kept in this browser.').waitFor()
  await page.reload()
  await page.getByText('Your changes are back').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/Saved .* by Theo/).waitFor()
})

test('a preview shows the mail of a chosen person and names what has no value; the test mail is just that', async () => {
  const [agent] = (await send<{ items: { id: string }[] }>('GET', '/hub/agents')).items
  const person = { first_name: 'Zoë', last_name: 'Tester', agent_id: agent?.id }
  await send('POST', '/hub/clients', person)
  await preview().getByLabel('Client', { exact: true }).first().fill('Zoë')
  await page.getByRole('option', { name: 'Zoë Tester' }).click()
  await preview().getByText('Happy birthday, Zoë').waitFor()
  await preview().getByText('Phone: a workflow that runs').waitFor()
  await preview().frameLocator('iframe').getByText('all the best. [phone]').waitFor()
  await preview().getByLabel('Test mail to').fill('me@example.com')
  await preview().getByRole('button', { name: 'Send test mail' }).click()
  await preview().getByRole('link', { name: 'Show it in the queue' }).click()
  await page.getByRole('dialog').locator('[data-status="sent"]').waitFor()
  await page.getByRole('dialog').getByText('Test', { exact: true }).waitFor()
  const [mail] = caught
  expect(mail?.subject).toBe('[Test] Happy birthday, Zoë')
  expect(mail?.html).toMatch(/^<div style="[^"]+"><p>Hello, all the best. \[phone\]<\/p><\/div>$/)
  expect(mail?.text?.trim()).toBe('Hello, all the best. [phone]')
  await page.keyboard.press('Escape')
})

test('who saves over a newer one is asked; the template that a workflow uses is not deleted', async () => {
  const { items } = await send<{ items: { id: string; name: string; revision: number }[] }>('GET', '/email-templates')
  const template = items.find(({ name }) => name === 'Birthday')
  await page.goto(`${hub.url}/mail/templates/${template?.id}`)
  await page.getByRole('textbox', { name: 'Category' }).fill('Mine')
  const {
    updatedAt: _,
    updatedBy: __,
    usedBy: ___,
    id,
    bodyTextEditedAt: ____,
    ...content
  } = await send<Record<string, unknown>>('GET', `/email-templates/${template?.id}`)
  await send('PUT', `/email-templates/${id}`, { ...content, category: 'Theirs' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Save mine over it' }).click()
  await page.getByText(/Saved .* by Theo/).waitFor()
  expect(await send('GET', `/email-templates/${id}`)).toMatchObject({ category: 'Mine' })

  const position = { x: 0, y: 0 }
  const start = { id: 'start', type: 'manual', name: 'Start', config: {}, position }
  const mail = { ...start, id: 'mail', type: 'send-email', name: 'Mail', config: { to: ['owner'], templateId: id } }
  const edges = [{ id: 'e', source: 'start', target: 'mail', branch: 'next' }]
  await send('POST', '/workflows', {
    name: 'Birthdays',
    definition: { schemaVersion: 1, nodes: [start, { ...mail, position: { x: 0, y: 140 } }], edges },
  })
  await page.getByRole('link', { name: 'All templates' }).click()
  await page.getByRole('button', { name: 'Delete Birthday' }).click()
  await page.getByRole('dialog').getByText('cannot be deleted while workflows use it').waitFor()
  await page.getByRole('dialog').getByRole('link', { name: 'Birthdays' }).waitFor()
  expect(await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).count()).toBe(0)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
})

test('a mail that was refused says why, and goes out when it is retried', async () => {
  const mail = { subject: 'Once more', bodyHtml: '<p>Hi</p>', bodyText: null, isMarketing: false, record: null }
  await send('POST', '/test-mails', { ...mail, to: 'refused@example.com' })
  await page.goto(`${hub.url}/mail?q=refused`)
  const row = page.getByRole('row', { name: /Once more/ })
  await row.locator('[data-status="failed"]').waitFor()
  await row.getByText('550').waitFor()
  await row.getByRole('checkbox').click()
  await page.getByRole('toolbar', { name: 'Chosen mails' }).getByRole('button', { name: 'Retry 1' }).click()
  await row.locator('[data-status="sent"]').waitFor()
  expect(caught.at(-1)?.subject).toBe('[Test] Once more')
})
