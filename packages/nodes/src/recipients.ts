import { field, isTemplate, ROLES } from '@hubflow/core'
import { z } from 'zod'
import type { Recipient, StepServices } from './node.ts'
import { StepFailure } from './step-failure.ts'

const Address = z.email().max(254)
const PersonId = z.uuid()

/** A list of people and addresses: an address, `role:trainer`, `user:<id>`, `owner`, or text with something to insert. */
export function recipientList(meta: { title: string; description: string; help: string }) {
  return listOf(meta, {
    item: 'Person or address',
    help: 'An address, `user:<id>`, `role:trainer` (or another role) or `owner`, whose workflow it is.',
    placeholder: 'maria@example.com',
    isOne: (text) => isPerson(text) || Address.safeParse(text).success,
    hint: 'Use an address like maria@example.com, a person, a role, or insert data.',
  })
}

/** The same without addresses: those who sign in to the hub. */
export function personList(meta: { title: string; description: string; help: string }) {
  return listOf(meta, {
    item: 'Person',
    help: '`user:<id>`, `role:trainer` (or another role), `owner`, whose workflow it is, or inserted: `user:{{subject.agent.user_id}}`.',
    placeholder: 'owner',
    isOne: isPerson,
    hint: 'Choose a person or a role, or insert one like user:{{subject.agent.user_id}}. An address is reached by email only.',
  })
}

interface ListRules {
  item: string
  help: string
  placeholder: string
  isOne: (text: string) => boolean
  hint: string
}

function listOf(
  meta: { title: string; description: string; help: string },
  { item, help, placeholder, isOne, hint }: ListRules,
) {
  const Item = z
    .string()
    .max(500)
    .refine((text) => isTemplate(text) || isOne(text), {
      error: ({ input }) => (input === '' ? 'Choose whom this goes to.' : `“${input}” is nobody. ${hint}`),
    })
  return field(
    z
      .array(field(Item, { title: item, description: help, placeholder, template: true }))
      .min(1, 'Choose at least one.')
      .max(50, 'Choose at most 50; use a role to reach many people.'),
    { ...meta, widget: 'recipients', template: true },
  )
}

/** The people behind a list, each once by address. Throws StepFailure `no-recipient` when there is none. */
export async function recipientsOf(to: string[], services: StepServices): Promise<[Recipient, ...Recipient[]]> {
  const found = await services.findRecipients(to)
  const [first, ...others] = new Map(found.map((recipient) => [recipient.email.toLowerCase(), recipient])).values()
  if (first) return [first, ...others]
  throw new StepFailure('no-recipient', `Nobody was found for ${to.join(', ')}. Choose someone who is in the hub.`, {
    concerns: { kind: 'field', key: 'to' },
  })
}

/** How one is called in a list for people. */
export function nameOf(recipient: Recipient): string {
  return recipient.name ?? recipient.email
}

function isPerson(text: string): boolean {
  if (text.startsWith('user:')) return PersonId.safeParse(text.slice('user:'.length)).success
  return text === 'owner' || ROLES.some((role) => text === `role:${role}`)
}
