import { type Json, resolveConfig } from '@hubflow/core'
import { expect, test } from 'vitest'
import { catalog } from '../catalog.ts'
import { recordingServices, SCOPE, TEMPLATE_ID } from '../testing/recording-services.ts'
import { sendEmail } from './send-email.ts'

test('one row for each recipient, each once, HTML escaped in the text and not in the subject', async () => {
  const { services, recorded } = recordingServices()
  const config = filledIn({
    to: ['{{subject.client.email}}', 'owner', 'MARIA@example.com', 'tina@hub.test'],
    subject: 'Welcome, {{subject.client.first_name}}',
    body: '<p>{{subject.client.first_name}}</p>',
  })
  const result = await sendEmail.run(config, services)
  const mail = {
    did: 'email',
    subject: 'Welcome, Maria "M" <b>',
    bodyHtml: '<p>Maria "M" &lt;b&gt;</p>',
    bodyText: null,
    templateId: null,
    isMarketing: false,
  }
  expect(recorded).toEqual([
    { ...mail, to: 'MARIA@example.com' },
    { ...mail, to: 'tina@hub.test' },
  ])
  expect(result).toMatchObject({
    status: 'completed',
    output: { recipients: ['MARIA@example.com', 'tina@hub.test'], subject: 'Welcome, Maria "M" <b>' },
    effects: [
      { kind: 'email', emailId: 'email-1', to: 'MARIA@example.com', subject: 'Welcome, Maria "M" <b>' },
      { kind: 'email', emailId: 'email-2', to: 'tina@hub.test', subject: 'Welcome, Maria "M" <b>' },
    ],
  })
})

test('a template is rendered, its text escaped and its subject not', async () => {
  const { services, recorded } = recordingServices()
  await sendEmail.run({ to: ['owner'], templateId: TEMPLATE_ID }, services)
  expect(recorded).toEqual([
    {
      did: 'email',
      to: 'tina@hub.test',
      subject: 'Welcome, Maria "M" <b>',
      bodyHtml: '<p>Hello Maria "M" &lt;b&gt;</p>',
      bodyText: 'Hello Maria "M" <b>',
      templateId: TEMPLATE_ID,
      isMarketing: true,
    },
  ])
})

test('a subject is one line, whatever is inserted', async () => {
  const { services } = recordingServices()
  const subject = 'Hi\r\nBcc: all@example.com\u2028\u0000x'
  const result = await sendEmail.run({ to: ['owner'], subject, body: 'x' }, services)
  expect(result.output.subject).toBe('Hi Bcc: all@example.com x')
})

test('a subject that comes out empty, and a template that is gone, fail before anything is queued', async () => {
  const { services, recorded } = recordingServices()
  await expect(sendEmail.run({ to: ['owner'], subject: '\u0000', body: 'x' }, services)).rejects.toMatchObject({
    code: 'value-missing',
  })
  const templateId = '0199aaaa-0000-7000-8000-0000000000ff'
  await expect(sendEmail.run({ to: ['owner'], templateId }, services)).rejects.toMatchObject({ code: 'record-missing' })
  expect(recorded).toEqual([])
})

test.each([
  [{ to: ['owner'] }, ['templateId'], 'Choose an email template, or write a subject and a text.'],
  [{ to: ['owner'], subject: 'Hi' }, ['body'], 'Write the text of the mail.'],
  [{ to: ['owner'], body: 'Hi' }, ['subject'], 'Write a subject.'],
  [{ to: ['owner'], templateId: TEMPLATE_ID, subject: 'Hi' }, ['subject'], /Remove either these or the template/],
  [{ to: ['owner'], templateId: 'welcome' }, ['templateId'], 'Choose an email template.'],
])('%o is refused', (config, path, message) => {
  const issue = sendEmail.config.safeParse(config).error?.issues[0]
  expect(issue?.path).toEqual(path)
  expect(issue?.message).toMatch(message)
})

test.each([
  'maria@example.com',
  'role:trainer',
  'user:0199aaaa-0000-7000-8000-000000000001',
  'owner',
  '{{trigger.body.email}}',
])('%s is a recipient', (to) => {
  expect(sendEmail.config.safeParse({ to: [to], templateId: TEMPLATE_ID }).error).toBeUndefined()
})

test.each([
  '',
  'maria',
  'role:boss',
  'role:',
  'user:maria',
  'a@example.com, b@example.com',
  'Maria <maria@example.com>',
  '"a b"@example.com',
  'friends: a@example.com;',
  'a@example.com\r\nBcc: b@example.com',
  'a@example.com\n',
])('%j is nobody', (to) => {
  const issues = sendEmail.config.safeParse({ to: [to], templateId: TEMPLATE_ID }).error?.issues ?? []
  expect(issues.map((issue) => issue.path)).toEqual([['to', 0]])
})

function filledIn(config: { [field: string]: Json }) {
  const schema = catalog().find((entry) => entry.type === 'send-email')?.configSchema
  return sendEmail.config.parse(resolveConfig(config, schema ?? {}, SCOPE))
}
