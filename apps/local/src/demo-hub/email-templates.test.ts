import { resolveText, type TemplateScope } from '@hubflow/core'
import { expect, test } from 'vitest'
import { DEMO_EMAIL_TEMPLATES } from './email-templates.ts'

const AGENT = { first_name: 'Gabriel', last_name: 'Reyes', email: 'agent@hub.test' }

test('the guide’s four examples have their templates', () => {
  expect(DEMO_EMAIL_TEMPLATES.map((template) => template.name)).toEqual([
    'Welcome New Client',
    'Chargeback Notification',
    'Daily Summary',
    'Onboarding Phase Checklist',
  ])
})

test('a full record fills the welcome mail', () => {
  const mail = render('Welcome New Client', {
    policy_number: 'TH-2400',
    product: 'Term Life 20',
    carrier: 'Northlight Life',
    premium: 840,
    effective_date: '2026-03-01',
    client: { first_name: 'Maria' },
    agent: AGENT,
  })
  expect(mail.subject).toBe('Welcome, Maria: your Term Life 20 policy')
  for (const fact of ['Dear Maria', 'TH-2400', '$840.00', 'March 1, 2026', 'mailto:agent@hub.test']) {
    expect(mail.body).toContain(fact)
  }
})

test('values that a record may lack have a fallback in every template', () => {
  const bare = { policy_number: 'TH-1', product: 'Term Life', carrier: 'Harbor', premium: 1, effective_date: null }
  const welcome = render('Welcome New Client', { ...bare, client: { first_name: null }, agent: AGENT })
  expect(welcome.body).toContain('a date that we will confirm')
  const chargeback = render('Chargeback Notification', { amount: 462, notes: null, agent: AGENT, policy: bare })
  expect(chargeback.subject).toBe('Chargeback of $462.00 on policy TH-1')
  const checklist = render('Onboarding Phase Checklist', { first_name: 'Jonas', phase: 'interview', agent: AGENT })
  expect(checklist.subject).toBe('Jonas, your checklist for the Interview phase')
  expect(render('Daily Summary', null).body).toContain('March 2, 2026')
})

function render(name: string, subject: TemplateScope['subject']): { subject: string; body: string } {
  const template = DEMO_EMAIL_TEMPLATES.find((each) => each.name === name)
  if (template === undefined) throw new Error(`there is no template ${name}`)
  const scope: TemplateScope = {
    trigger: {},
    steps: {},
    subject,
    workflow: { id: 'w', name: 'Morning mail' },
    run: { id: 'r', started_at: '2026-03-02T08:00:00Z', is_test: false },
    now: '2026-03-02T08:00:00Z',
  }
  return { subject: resolveText(template.subject, scope, 'none'), body: resolveText(template.bodyHtml, scope, 'html') }
}
