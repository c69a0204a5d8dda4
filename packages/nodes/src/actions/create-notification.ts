import { field, fields, isTemplate } from '@hubflow/core'
import { z } from 'zod'
import { defineAction, type StepServices } from '../node.ts'
import { nameOf, personList, recipientsOf } from '../recipients.ts'
import { StepFailure } from '../step-failure.ts'

const LINK_HINT = 'Use a page of the hub like /records/policies, or an address that begins with https://'

const config = fields({
  to: personList({
    title: 'To',
    help: 'Those who find the message under the bell. “Owner of the workflow” is you if you made it; a role, such as Managers, reaches everybody who has it.',
    description: 'People and roles of the hub; clients have no notifications.',
  }),
  title: field(z.string().trim().min(1, 'Write a title.').max(200), {
    title: 'Title',
    help: 'The line that is read first. Put in the name of the client or policy, so that one need not open it to know whom it is about.',
    placeholder: 'New policy for {{subject.client.first_name}}',
    template: true,
  }),
  message: field(z.string().trim().min(1, 'Write a message.').max(2000), {
    title: 'Message',
    help: 'What has happened and what is to be done now, in a sentence or two.',
    widget: 'multiline',
    template: true,
  }),
  link: field(
    z
      .string()
      .max(2000)
      .refine((text) => text === '' || isTemplate(text) || isSafeLink(text), LINK_HINT),
    {
      title: 'Link',
      help: 'The page that opens with a click, such as the policy it is about. Leave it empty to open the run instead.',
      description: 'Opened by a click on the notification.',
      placeholder: '/records/policies/{{subject.id}}',
      template: true,
    },
  ).optional(),
})
type Config = z.output<typeof config>

export const createNotification = defineAction({
  type: 'create-notification',
  title: 'Notify people',
  summary: 'Puts a message into the notifications of people of the hub.',
  group: 'Messages',
  icon: 'bell',
  sentence: 'Notify {{to}}: “{{title}}”',
  effect: 'local',
  config,
  initialConfig: { to: ['owner'], title: '', message: '' },
  example: {
    to: ['owner', 'role:manager'],
    title: 'New policy {{subject.policy_number}}',
    message: '{{subject.client.first_name}} {{subject.client.last_name}} has a new policy.',
    link: '/records/policies/{{subject.id}}',
  },
  output: z.object({
    recipients: z.number().int().meta({ title: 'Recipients', description: 'How many people were notified.' }),
  }),
  async run(config, services) {
    const link = linkOf(config)
    const people = await peopleOf(config, services)
    const effects = people.map(({ userId, name }) => ({
      kind: 'notification' as const,
      notificationId: services.createNotification({
        userId,
        title: config.title,
        message: config.message,
        link,
      }),
      to: name,
      title: config.title,
    }))
    return { status: 'completed', output: { recipients: people.length }, effects }
  },
  async preview(config, services) {
    const link = linkOf(config)
    const names = (await peopleOf(config, services)).map((person) => person.name)
    return {
      sentence: `Would notify ${names.join(', ')}: “${config.title}”`,
      detail: { to: names, title: config.title, message: config.message, link },
      output: { recipients: names.length },
    }
  },
})

async function peopleOf(config: Config, services: StepServices): Promise<{ userId: string; name: string }[]> {
  return (await recipientsOf(config.to, services)).map((recipient) => {
    if (recipient.userId !== null) return { userId: recipient.userId, name: nameOf(recipient) }
    throw new StepFailure(
      'no-recipient',
      `${recipient.email} is nobody who signs in to the hub, so there is no bell to ring. Send an email instead.`,
      { concerns: { kind: 'field', key: 'to' } },
    )
  })
}

/** Checked again once data is inserted, where a template is no excuse any more. */
function linkOf({ link }: Config): string | null {
  if (link === undefined || link === '') return null
  if (isSafeLink(link)) return link
  throw new StepFailure('config-invalid', `“${link}” is no link once data is inserted. ${LINK_HINT}`, {
    concerns: { kind: 'field', key: 'link' },
  })
}

/** Anything else, such as `javascript:`, would run or lead astray when it is clicked. */
function isSafeLink(text: string): boolean {
  return /^\/(?![/\\])/.test(text) || /^https?:\/\//i.test(text)
}
