import type { AuditEntry } from '@hubflow/api/client'
import { expect, test } from 'vitest'
import { entryInWords } from './entry-words.ts'

const ID = '01890000-0000-7000-8000-000000000000'

function sentence(action: string, more: Partial<AuditEntry> = {}): string {
  const entry: AuditEntry = {
    id: ID,
    at: '2026-03-01T09:00:00.000Z',
    action,
    by: { id: ID, name: 'Tina' },
    object: { type: 'workflow', id: ID, name: null },
    workflow: { id: ID, name: 'Welcome', isThere: true },
    detail: {},
    hasChange: false,
    ...more,
  }
  const { who, did, what, rest } = entryInWords(entry)
  return [who, did, what, rest].filter(Boolean).join(' ')
}

const about = (type: string, id: string, name: string | null = null) => ({ object: { type, id, name }, workflow: null })

test.each([
  ['workflow.published', { detail: { version: 4, note: '' } }, 'Tina published Welcome version 4'],
  [
    'workflow.published',
    { detail: { version: 4, note: 'For spring' } },
    'Tina published Welcome version 4 (“For spring”)',
  ],
  ['workflow.status-changed', { detail: { from: 'active', to: 'paused' } }, 'Tina paused Welcome'],
  [
    'workflow.status-changed',
    { detail: { from: 'paused', to: 'active', inBulk: true } },
    'Tina resumed Welcome (with others)',
  ],
  ['workflow.paused', { by: null, detail: { failuresInRow: 20 } }, 'Hubflow paused Welcome after 20 failures in a row'],
  [
    'workflow.details-changed',
    { detail: { changes: { name: { before: 'Hi', after: 'Welcome' }, maxRunsPerDay: { before: 10, after: null } } } },
    'Tina changed Welcome (name “Hi” → “Welcome”, runs a day 10 → none)',
  ],
  ['run.retried', { detail: { version: 'live' } }, 'Tina retried a run of Welcome on its live version'],
  ['run.cancelled', { workflow: null }, 'Tina cancelled a run of a workflow that is gone'],
  ['person.signed-in', about('person', ID, 'Tina'), 'Tina signed in'],
  [
    'sign-in.refused',
    { by: null, ...about('address', 'x@hub.test') },
    'Somebody tried to sign in as x@hub.test and was refused',
  ],
  [
    'setting.changed',
    { ...about('setting', 'retention.runDays'), detail: { before: 365, after: 90 } },
    'Tina set Retention run days from 365 to 90',
  ],
  ['secret.rotated', about('secret', ID, 'CRM'), 'Tina replaced the value of the secret CRM'],
  [
    'person.role-changed',
    { by: { id: ID, name: null }, ...about('person', ID, 'Otto'), detail: { to: 'admin' } },
    'Somebody who is gone made Otto an admin',
  ],
  [
    'email.retried',
    { ...about('email', ID), detail: { to: 'ann@hub.test', subject: 'Hello' } },
    'Tina retried the mail “Hello” to ann@hub.test',
  ],
  ['alert.changed', about('alert', ID), 'Tina changed the alert'],
])('%s %j reads as a sentence', (action, more, expected) => {
  expect(sentence(action, more)).toBe(expected)
})
