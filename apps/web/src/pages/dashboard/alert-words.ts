import type { AlertRule, Person } from '@hubflow/api/client'
import { type AlertCondition, type AlertRecipient, ROLES } from '@hubflow/core'

const ROLE_WORDS: Record<(typeof ROLES)[number], string> = {
  admin: 'All admins',
  trainer: 'All trainers',
  manager: 'All managers',
  agent: 'All agents',
}

/** Whom a rule can tell: the owner, roles that may see workflows, and people who have one. */
export function recipientChoices(
  people: readonly Person[],
): { group: string; items: { value: string; label: string }[] }[] {
  return [
    { group: 'By the workflow', items: [{ value: 'owner', label: 'The owner' }] },
    {
      group: 'Roles',
      items: ROLES.filter((role) => role !== 'agent').map((role) => ({
        value: `role:${role}`,
        label: ROLE_WORDS[role],
      })),
    },
    {
      group: 'People',
      items: people
        .filter(({ role }) => role !== 'agent')
        .map(({ id, name }) => ({ value: `user:${id}`, label: name })),
    },
  ]
}

/** `Tina Lee and all trainers`. */
export function recipientsInWords(recipients: readonly AlertRecipient[], people: readonly Person[]): string {
  const labels = new Map(
    recipientChoices(people).flatMap(({ items }) => items.map(({ value, label }) => [value, label])),
  )
  const words = recipients.map((one) => {
    const label = labels.get(one) ?? 'someone who left'
    // Names keep their capital; the others stand in the middle of a sentence.
    return one.startsWith('user:') ? label : label.charAt(0).toLowerCase() + label.slice(1)
  })
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('')
}

/** `by notification and by mail`. */
export function waysInWords({ byNotification, byMail }: Pick<AlertRule, 'byNotification' | 'byMail'>): string {
  if (byNotification && byMail) return 'by notification and by mail'
  return byMail ? 'by mail' : 'by notification'
}

export type AlertKind = AlertCondition['kind']

/** Of a kind, as the form offers it: its words, and figures to begin with. */
export const KINDS: Record<AlertKind, { label: string; start: AlertCondition }> = {
  'failures-in-row': { label: 'fails several times in a row', start: { kind: 'failures-in-row', count: 3 } },
  'failure-rate': {
    label: 'fails too often',
    start: { kind: 'failure-rate', percent: 20, minRuns: 10, hours: 24 },
  },
  silence: { label: 'does not run though it is active', start: { kind: 'silence', hours: 24 } },
}
