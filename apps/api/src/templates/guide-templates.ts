import type { WorkflowTemplate } from '../contract/template.ts'
import { mail, people, rule, step, steps } from './parts.ts'

/** The four workflows that most hubs begin with. */
export const GUIDE_TEMPLATES: WorkflowTemplate[] = [
  {
    id: 'policy-welcome',
    name: 'New policy welcome email',
    summary: 'Greets the client of a new policy by mail and tells your team.',
    category: 'Sales',
    definition: steps([
      step('start', 'event', 'New policy', { eventType: 'policy.created' }),
      step('welcome', 'send-email', 'Welcome the client', { to: ['{{subject.client.email}}'], templateId: '' }),
      step('tell', 'create-notification', 'Tell the team', {
        to: ['owner'],
        title: 'New policy added',
        message: '{{subject.client.first_name}} {{subject.client.last_name}} has a new policy: {{subject.product}}.',
        link: '/records/policies',
      }),
    ]),
    inputs: [mail('welcome', 'Welcome New Client'), people('Who is told in the hub?', 'tell')],
  },
  {
    id: 'chargeback-alert',
    name: 'Commission chargeback alert',
    summary:
      'Tells your team and the agent at once when a carrier takes a commission back; also your chat, if you like.',
    category: 'Commissions',
    definition: steps([
      step('start', 'event', 'Chargeback', { eventType: 'commission.chargeback' }),
      step('tell', 'create-notification', 'Tell the team', {
        to: ['owner'],
        title: 'Chargeback alert: {{subject.amount | money}}',
        message: 'Policy {{subject.policy.policy_number}} of {{subject.agent.first_name}} {{subject.agent.last_name}}.',
        link: '/records/commissions',
      }),
      step('mail', 'send-email', 'Mail the agent', { to: ['{{subject.agent.email}}'], templateId: '' }),
      step('chat', 'http-request', 'Post to the chat', {
        method: 'POST',
        url: '',
        body: {
          kind: 'json',
          value: { text: 'Chargeback of {{subject.amount | money}} on policy {{subject.policy.policy_number}}' },
        },
      }),
    ]),
    inputs: [
      mail('mail', 'Chargeback Notification'),
      people('Who is told in the hub?', 'tell'),
      {
        key: 'chat',
        label: 'Web address of your chat’s webhook',
        help: 'From Slack, Discord or Teams. Leave it empty to do without.',
        kind: 'url',
        places: [{ nodeId: 'chat', field: ['url'] }],
        leavesOut: ['chat'],
      },
    ],
  },
  {
    id: 'daily-summary',
    name: 'Daily sales summary',
    summary: 'A mail to your team every morning; can fetch figures from another system before.',
    category: 'Sales',
    definition: steps([
      step('start', 'schedule', 'Every morning', { kind: 'daily', time: '08:00' }),
      step('figures', 'http-request', 'Fetch the figures', { method: 'GET', url: '' }),
      step('mail', 'send-email', 'Send the summary', { to: ['role:manager'], templateId: '' }),
    ]),
    inputs: [
      mail('mail', 'Daily Summary'),
      people('Who gets it?', 'mail'),
      { key: 'time', label: 'At what time?', kind: 'time', places: [{ nodeId: 'start', field: ['time'] }] },
      {
        key: 'figures',
        label: 'Web address of the figures',
        help: 'Of a system that answers with them. Leave it empty to do without.',
        kind: 'url',
        places: [{ nodeId: 'figures', field: ['url'] }],
        leavesOut: ['figures'],
      },
    ],
  },
  {
    id: 'recruit-onboarding',
    name: 'Recruit onboarding sequence',
    summary: 'Mails a recruit the checklist of the new phase, waits a day, and reminds your team if nothing moved.',
    category: 'Recruiting',
    definition: steps(
      [
        step('start', 'event', 'Phase changed', { eventType: 'recruit.phase_changed' }),
        step('checklist', 'send-email', 'Send the checklist', { to: ['{{subject.email}}'], templateId: '' }),
        step('wait', 'wait', 'Give it a day', { kind: 'duration', amount: 1, unit: 'days' }),
        step('same', 'condition', 'Still in this phase?', rule('subject.phase', 'equals', '{{trigger.data.to_phase}}')),
        step('tell', 'create-notification', 'Follow up', {
          to: ['owner'],
          title: 'Follow up with {{subject.first_name}} {{subject.last_name}}',
          message: 'A day in the {{subject.phase | title_case}} phase: ask how it goes.',
          link: '/records/recruits',
        }),
      ],
      ['start next checklist', 'checklist next wait', 'wait next same', 'same yes tell'],
    ),
    inputs: [mail('checklist', 'Onboarding Phase Checklist'), people('Who follows up?', 'tell')],
  },
]
