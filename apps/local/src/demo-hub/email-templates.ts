/** Mail templates for the four workflows that most hubs begin with. Every value that may be missing has a fallback. */
export const DEMO_EMAIL_TEMPLATES = [
  {
    name: 'Welcome New Client',
    description: 'For policy.created: thanks the client for the policy and names their agent.',
    subject: 'Welcome, {{subject.client.first_name | default: "and thank you"}}: your {{subject.product}} policy',
    bodyHtml: page(
      'Welcome aboard',
      `<p>Dear {{subject.client.first_name | default: "client"}},</p>
<p>thank you for trusting us. Your policy has been set up, and this is what we have on file:</p>
${facts([
  ['Policy', '{{subject.policy_number}}'],
  ['Product', '{{subject.product}}'],
  ['Carrier', '{{subject.carrier}}'],
  ['Annual premium', '{{subject.premium | money}}'],
  ['Starts on', '{{subject.effective_date | date | default: "a date that we will confirm"}}'],
])}
<p>Your agent {{subject.agent.first_name}} {{subject.agent.last_name}} will call you within the week to go through the
details. If anything looks wrong before that, write to
<a href="mailto:{{subject.agent.email}}">{{subject.agent.email}}</a>.</p>`,
    ),
  },
  {
    name: 'Chargeback Notification',
    description: 'For commission.chargeback: tells the agent which commission the carrier took back.',
    subject: 'Chargeback of {{subject.amount | money}} on policy {{subject.policy.policy_number}}',
    bodyHtml: page(
      'A commission was charged back',
      `<p>Hello {{subject.agent.first_name | default: "there"}},</p>
<p>the carrier has taken back a commission that was paid to you. The amount leaves your next statement.</p>
${facts([
  ['Amount', '{{subject.amount | money}}'],
  ['Policy', '{{subject.policy.policy_number}}'],
  ['Carrier', '{{subject.policy.carrier}}'],
  ['Note', '{{subject.notes | default: "none given"}}'],
])}
<p>Most chargebacks follow a lapse. A call to the client within 48 hours saves about every third policy.</p>`,
    ),
  },
  {
    name: 'Daily Summary',
    description: 'For a daily schedule: a short morning mail that sends the team to the hub.',
    subject: 'Daily summary: {{workflow.name}}',
    bodyHtml: page(
      'Good morning',
      `<p>Here is your start into the day.</p>
${facts([
  ['Prepared at', '{{now | date}}'],
  ['By', '{{workflow.name}}'],
])}
<p>Three things to look at before the first call: commissions that came in since yesterday, policies that renew this
month, and recruits who have been in one phase for more than a week.</p>`,
    ),
  },
  {
    name: 'Onboarding Phase Checklist',
    description: 'For recruit.phase_changed: what a recruit has to do in the phase that begins.',
    subject: '{{subject.first_name | default: "Hello"}}, your checklist for the {{subject.phase | title_case}} phase',
    bodyHtml: page(
      'Your next steps',
      `<p>Hello {{subject.first_name | default: "there"}},</p>
<p>congratulations: you have reached the <strong>{{subject.phase | title_case}}</strong> phase of your onboarding. Please work through
this list in the coming days.</p>
<ul>
<li>Confirm your appointments with {{subject.agent.first_name | default: "your trainer"}}.</li>
<li>Send the documents that are still missing.</li>
<li>Finish the course that belongs to this phase.</li>
<li>Write down your questions for the weekly call.</li>
</ul>
<p>Stuck? {{subject.agent.first_name | default: "Your trainer"}} is glad to help.</p>`,
    ),
  },
]

/** What the mail editor writes itself, so that everybody can change it there. */
function page(title: string, content: string): string {
  return `<h1>${title}</h1>\n${content}`
}

function facts(rows: [label: string, value: string][]): string {
  return `<ul>\n${rows.map(([label, value]) => `<li>${label}: <strong>${value}</strong></li>`).join('\n')}\n</ul>`
}
