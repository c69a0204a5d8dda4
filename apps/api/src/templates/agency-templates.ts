import type { WorkflowTemplate } from '../contract/template.ts'
import { people, rule, step, steps } from './parts.ts'

const CALL_CLIENT = '{{subject.client.first_name}} {{subject.client.last_name}}'

/** What agencies ask for next. Their mails are written in the workflow, so that nothing has to be prepared. */
export const AGENCY_TEMPLATES: WorkflowTemplate[] = [
  {
    id: 'renewal-reminder',
    name: 'Renewal reminder',
    summary: 'Waits for each policy until some weeks before it renews, then reminds the client and the agent.',
    category: 'Sales',
    definition: steps(
      [
        step('start', 'event', 'New policy', { eventType: 'policy.created' }),
        step('wait', 'wait', 'Until before the renewal', {
          kind: 'date-field',
          field: 'subject.renewal_date',
          offsetDays: -30,
          time: '09:00',
        }),
        step('active', 'condition', 'Still active?', rule('subject.status', 'equals', 'active')),
        step('mail', 'send-email', 'Remind the client', {
          to: ['{{subject.client.email}}'],
          subject: 'Your {{subject.product}} policy renews soon',
          body: '<p>Dear {{subject.client.first_name | default: "client"}},</p><p>your {{subject.product}} policy {{subject.policy_number}} renews on {{subject.renewal_date | date | default: "its usual date"}}. {{subject.agent.first_name}} {{subject.agent.last_name}} will gladly go through it with you before.</p>',
        }),
        step('agent', 'send-email', 'Remind the agent', {
          to: ['{{subject.agent.email}}'],
          subject: 'Renewal of policy {{subject.policy_number}}',
          body: `<p>Policy {{subject.policy_number}} of ${CALL_CLIENT} renews soon. Call before the client compares.</p>`,
        }),
      ],
      ['start next wait', 'wait next active', 'active yes mail', 'mail next agent'],
    ),
    inputs: [
      {
        key: 'days',
        label: 'How many days after the renewal date?',
        help: 'Below zero is before it: -30 is a month before.',
        kind: 'number',
        places: [{ nodeId: 'wait', field: ['offsetDays'] }],
      },
    ],
  },
  {
    id: 'lapse-follow-up',
    name: 'Lapsed policy follow-up',
    summary:
      'A chargeback after a lapse: the agent is asked to save the policy, and your team told if it stays lapsed.',
    category: 'Commissions',
    definition: steps(
      [
        step('start', 'event', 'Chargeback', { eventType: 'commission.chargeback' }),
        step('lapsed', 'condition', 'Did it lapse?', rule('subject.policy.status', 'in', ['lapsed', 'cancelled'])),
        step('agent', 'send-email', 'Ask the agent to call', {
          to: ['{{subject.agent.email}}'],
          subject: 'Policy {{subject.policy.policy_number}} has lapsed: call the client',
          body: '<p>Hello {{subject.agent.first_name}},</p><p>policy {{subject.policy.policy_number}} has lapsed and {{subject.amount | money}} was charged back. A call within 48 hours saves about every third policy.</p>',
        }),
        step('wait', 'wait', 'Two days', { kind: 'duration', amount: 2, unit: 'days' }),
        step('still', 'condition', 'Still lapsed?', rule('subject.policy.status', 'in', ['lapsed', 'cancelled'])),
        step('tell', 'create-notification', 'Tell the team', {
          to: ['owner'],
          title: 'Policy {{subject.policy.policy_number}} is still lapsed',
          message:
            '{{subject.agent.first_name}} {{subject.agent.last_name}} was asked two days ago to call the client.',
          link: '/records/policies',
        }),
      ],
      ['start next lapsed', 'lapsed yes agent', 'agent next wait', 'wait next still', 'still yes tell'],
    ),
    inputs: [people('Who is told if it stays lapsed?', 'tell')],
  },
  {
    id: 'client-check-in',
    name: 'First-month check-in',
    summary: 'A month after a new policy it asks the client whether all is well, on a weekday morning.',
    category: 'Sales',
    definition: steps([
      step('start', 'event', 'New policy', { eventType: 'policy.created', entry: 'once-per-subject' }),
      step('wait', 'wait', 'A month', { kind: 'duration', amount: 30, unit: 'days', businessHours: true }),
      step('mail', 'send-email', 'Ask how it goes', {
        to: ['{{subject.client.email}}'],
        subject: '{{subject.client.first_name | default: "Hello"}}, is everything in order with your policy?',
        body: '<p>Dear {{subject.client.first_name | default: "client"}},</p><p>your {{subject.product}} policy is a month old. If anything is unclear, or your address or bank details changed, just answer {{subject.agent.first_name}} {{subject.agent.last_name}} at {{subject.agent.email}}.</p>',
      }),
    ]),
    inputs: [
      {
        key: 'days',
        label: 'After how many days?',
        kind: 'number',
        places: [{ nodeId: 'wait', field: ['amount'] }],
      },
    ],
  },
  {
    id: 'big-commission',
    name: 'Commission received',
    summary: 'Thanks the agent when a commission comes in, and tells your team about the large ones.',
    category: 'Commissions',
    definition: steps(
      [
        step('start', 'event', 'Commission received', { eventType: 'commission.received' }),
        step('thanks', 'send-email', 'Thank the agent', {
          to: ['{{subject.agent.email}}'],
          subject: 'Commission received: {{subject.amount | money}}',
          body: '<p>Well done, {{subject.agent.first_name}}!</p><p>{{subject.amount | money}} came in for policy {{subject.policy.policy_number}}.</p>',
        }),
        step('large', 'condition', 'A large one?', rule('subject.amount', 'at_least', 1000)),
        step('tell', 'create-notification', 'Tell the team', {
          to: ['owner'],
          title: '{{subject.amount | money}} came in',
          message: 'Policy {{subject.policy.policy_number}}, {{subject.agent.first_name}} {{subject.agent.last_name}}.',
        }),
      ],
      ['start next thanks', 'thanks next large', 'large yes tell'],
    ),
    inputs: [
      {
        key: 'amount',
        label: 'From what amount is it a large one?',
        kind: 'number',
        places: [{ nodeId: 'large', field: ['rules', 'rules', 0, 'value'] }],
      },
      people('Who is told about large ones?', 'tell'),
    ],
  },
  {
    id: 'target-milestone',
    name: 'Target milestone cheer',
    summary: 'Cheers an agent on at 25, 50 and 75 percent of a target, and tells everyone when it is reached.',
    category: 'Training',
    definition: steps(
      [
        step('start', 'event', 'Milestone reached', { eventType: 'target.milestone_reached' }),
        step('cheer', 'send-email', 'Cheer the agent on', {
          to: ['{{subject.agent.email}}'],
          subject: '{{trigger.data.milestone}} % of “{{subject.name}}”',
          body: '<p>{{subject.agent.first_name}}, you have reached {{trigger.data.milestone}} % of “{{subject.name}}”: {{subject.current}} of {{subject.goal}}. Keep going!</p>',
        }),
        step('done', 'condition', 'All of it?', rule('trigger.data.milestone', 'at_least', 100)),
        step('tell', 'create-notification', 'Tell everyone', {
          to: ['role:manager'],
          title: '{{subject.agent.first_name}} reached “{{subject.name}}”',
          message: '{{subject.current}} of {{subject.goal}}. Time to celebrate.',
        }),
      ],
      ['start next cheer', 'cheer next done', 'done yes tell'],
    ),
    inputs: [people('Who is told when it is reached?', 'tell')],
  },
  {
    id: 'weekly-target-digest',
    name: 'Weekly target digest',
    summary: 'Every Monday morning a mail that sends your team to their targets.',
    category: 'Training',
    definition: steps([
      step('start', 'schedule', 'Monday morning', { kind: 'weekly', weekdays: [1], time: '08:00' }),
      step('mail', 'send-email', 'Send the digest', {
        to: ['role:agent'],
        subject: 'Your targets this week',
        body: '<p>Good morning,</p><p>a new week begins. Open the hub, look at where your targets stand, and write down the three calls that bring you closer.</p>',
      }),
    ]),
    inputs: [
      people('Who gets it?', 'mail'),
      { key: 'time', label: 'At what time?', kind: 'time', places: [{ nodeId: 'start', field: ['time'] }] },
    ],
  },
  {
    id: 'lead-intake',
    name: 'Lead intake from your website',
    summary: 'Takes leads from a form of your website, thanks them by mail and tells your team at once.',
    category: 'Sales',
    definition: steps(
      [
        step('start', 'webhook', 'Form sent', { methods: ['POST'] }),
        step('tell', 'create-notification', 'Tell the team', {
          to: ['owner'],
          title: 'New lead: {{trigger.body.name | default: "without a name"}}',
          message:
            'Phone {{trigger.body.phone | default: "not given"}}, mail {{trigger.body.email | default: "not given"}}. Call within five minutes.',
        }),
        step('has-mail', 'condition', 'Did they leave a mail?', rule('trigger.body.email', 'is_not_empty')),
        step('mail', 'send-email', 'Thank them', {
          to: ['{{trigger.body.email}}'],
          subject: 'Thank you, we will call you',
          body: '<p>Hello {{trigger.body.name | default: "there"}},</p><p>thank you for your interest. One of us calls you shortly.</p>',
        }),
      ],
      ['start next tell', 'tell next has-mail', 'has-mail yes mail'],
    ),
    inputs: [people('Who is told in the hub?', 'tell')],
  },
]
