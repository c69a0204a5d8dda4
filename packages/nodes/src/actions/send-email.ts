import { field, fields } from '@hubflow/core'
import { z } from 'zod'
import { mailHtml } from '../mail-html.ts'
import { defineAction, type StepServices } from '../node.ts'
import { oneLine } from '../one-line.ts'
import { nameOf, recipientList, recipientsOf } from '../recipients.ts'
import { StepFailure } from '../step-failure.ts'

const config = fields({
  to: recipientList({
    title: 'To',
    help: 'Who gets the mail: the client of the policy, people of the hub, a role, or an address that you write. Nobody sees another’s address.',
    description: 'People, roles or addresses; each gets a mail of their own.',
  }),
  templateId: field(z.uuid('Choose an email template.'), {
    title: 'Email template',
    help: 'A mail that was written once and is used in many workflows. When the template is changed, the next mail goes out with the change.',
    description: 'A prepared mail. Or write a subject and a text below instead.',
    widget: 'email-template',
  }).optional(),
  subject: field(z.string().trim().min(1, 'Write a subject.').max(500), {
    title: 'Subject',
    help: 'What stands in the list of mails. Keep it short; a name or a policy number put in makes it more likely to be opened.',
    description: 'Only without an email template.',
    placeholder: 'Welcome, {{subject.client.first_name}}',
    template: true,
  }).optional(),
  body: field(z.string().trim().min(1, 'Write the text of the mail.').max(200_000), {
    title: 'Text',
    help: 'The mail itself. Type “/” or press the button with the x to put in data, such as the client’s first name.',
    description: 'Only without an email template.',
    widget: 'html',
    template: true,
  }).optional(),
}).superRefine(({ templateId, subject, body }, check) => {
  if (templateId === undefined && subject === undefined && body === undefined)
    check.addIssue({
      code: 'custom',
      path: ['templateId'],
      message: 'Choose an email template, or write a subject and a text.',
    })
  else if (templateId === undefined && subject === undefined)
    check.addIssue({ code: 'custom', path: ['subject'], message: 'Write a subject.' })
  else if (templateId === undefined && body === undefined)
    check.addIssue({ code: 'custom', path: ['body'], message: 'Write the text of the mail.' })
  else if (templateId !== undefined && (subject !== undefined || body !== undefined))
    check.addIssue({
      code: 'custom',
      path: [subject !== undefined ? 'subject' : 'body'],
      message: 'The email template has a subject and a text of its own. Remove either these or the template.',
    })
})
type Config = z.output<typeof config>

export const sendEmail = defineAction({
  type: 'send-email',
  title: 'Send email',
  summary: 'Sends a mail to people, roles or addresses.',
  group: 'Messages',
  icon: 'mail',
  sentence: 'Email[ {{templateId}}][ “{{subject}}”] to {{to}}',
  effect: 'local',
  config,
  initialConfig: { to: [] },
  example: {
    to: ['{{subject.client.email}}', 'owner'],
    subject: 'Welcome, {{subject.client.first_name}}',
    body: '<p>Your policy {{subject.policy_number}} is on its way.</p>',
  },
  output: z.object({
    recipients: z.array(z.string()).meta({ title: 'Recipients', description: 'The addresses, one mail each.' }),
    subject: z.string().meta({ title: 'Subject' }),
  }),
  async run(config, services) {
    const mail = await compose(config, services)
    const { recipients: _, ...message } = mail
    const effects = mail.recipients.map((to) => ({
      kind: 'email' as const,
      emailId: services.queueEmail({ to, ...message }),
      to: to.email,
      subject: mail.subject,
    }))
    return {
      status: 'completed',
      output: { recipients: mail.recipients.map((to) => to.email), subject: mail.subject },
      effects,
    }
  },
  async preview(config, services) {
    const mail = await compose(config, services)
    const to = mail.recipients.map((recipient) => recipient.email)
    return {
      sentence: `Would email “${mail.subject}” to ${mail.recipients.map(nameOf).join(', ')}`,
      detail: { to, subject: mail.subject, bodyHtml: mail.bodyHtml },
      output: { recipients: to, subject: mail.subject },
    }
  },
})

async function compose(config: Config, services: StepServices) {
  const { subject, bodyHtml, bodyText, isMarketing } = await contentOf(config, services)
  const line = oneLine(subject)
  if (line === '')
    throw new StepFailure('value-missing', 'The subject is empty once data is inserted. Give it a fixed word.', {
      concerns: { kind: 'field', key: 'subject' },
    })
  return {
    recipients: await recipientsOf(config.to, services),
    subject: line,
    bodyHtml: mailHtml(bodyHtml),
    bodyText,
    templateId: config.templateId ?? null,
    isMarketing,
  }
}

async function contentOf({ templateId, subject = '', body = '' }: Config, services: StepServices) {
  if (templateId === undefined) return { subject, bodyHtml: body, bodyText: null, isMarketing: false }
  const template = await services.findEmailTemplate(templateId)
  if (!template)
    throw new StepFailure('record-missing', 'The email template is gone. Choose another one in this step.', {
      concerns: { kind: 'template', key: templateId, field: 'templateId' },
    })
  return {
    subject: await services.render(template.subject, 'none'),
    bodyHtml: await services.render(template.bodyHtml, 'html'),
    bodyText: template.bodyText === null ? null : await services.render(template.bodyText, 'none'),
    isMarketing: template.isMarketing,
  }
}
