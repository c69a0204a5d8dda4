import { ROLES } from '@hubflow/core'
import { type Recipient, StepFailure } from '@hubflow/nodes'
import { isId } from './hub-records.ts'
import type { Owner, OwnerGate } from './owner.ts'

interface Person {
  [column: string]: unknown
  id: string
  name: string
  email: string
  role: string
}

/** One plain address: no quotes, groups, comments or line breaks, so that it can name nobody but the one intended. */
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/

/** Addresses, `role:trainer`, `user:<id>` and `owner` as people, without doubles, in the order given. */
export async function findRecipients(ask: OwnerGate, owner: Owner, to: string[]): Promise<Recipient[]> {
  const wanted = to.map((text) => wantedOf(text.trim(), owner))
  const ids = wanted.flatMap((one) => (one.kind === 'user' ? [one.id] : []))
  const roles = wanted.flatMap((one) => (one.kind === 'role' ? [one.role] : []))
  const people = ids.length + roles.length === 0 ? [] : await findPeople(ask, owner, ids, roles)

  const found = new Map<string, Recipient>()
  for (const one of wanted) {
    const recipients =
      one.kind === 'address'
        ? [{ userId: null, email: one.email, name: null }]
        : people
            .filter((person) => (one.kind === 'user' ? person.id === one.id : person.role === one.role))
            .map((person) => ({ userId: person.id, email: person.email, name: person.name }))
    if (recipients.length === 0) throw nobody(one.text)
    for (const recipient of recipients) {
      const key = recipient.email.toLowerCase()
      const known = found.get(key)
      // The person is worth more than the same bare address: it can be notified, and has a name.
      if (!known || (known.userId === null && recipient.userId !== null)) found.set(key, recipient)
    }
  }
  return [...found.values()]
}

type Wanted = { text: string } & (
  | { kind: 'address'; email: string }
  | { kind: 'user'; id: string }
  | { kind: 'role'; role: string }
)

function wantedOf(text: string, owner: Owner): Wanted {
  if (text === 'owner') return { kind: 'user', id: owner.id, text }
  if (text.startsWith('user:') && isId(text.slice(5))) return { kind: 'user', id: text.slice(5).toLowerCase(), text }
  if (text.startsWith('role:') && ROLES.some((role) => role === text.slice(5)))
    return { kind: 'role', role: text.slice(5), text }
  if (ADDRESS.test(text)) return { kind: 'address', email: text, text }
  throw new StepFailure(
    'no-recipient',
    text === ''
      ? 'A recipient is empty. Fill in an address, or choose a person or a role.'
      : `“${text.slice(0, 100)}” is no recipient. Write one address such as ann@example.com, or choose a person or a role.`,
    { concerns: { kind: 'field', key: 'to' } },
  )
}

async function findPeople(ask: OwnerGate, owner: Owner, ids: string[], roles: string[]): Promise<readonly Person[]> {
  const { rows } = await ask<Person>(
    owner,
    (sql) => sql<Person[]>`
      select id, name, email, role::text as role from hubflow.user_profiles
      where disabled_at is null and (id = any(${ids}::uuid[]) or role::text = any(${roles}::text[]))
      order by name, id`,
  )
  return rows
}

function nobody(text: string): StepFailure {
  return new StepFailure(
    'no-recipient',
    `“${text}” is nobody at present. Choose a person who can sign in, or a role that someone has.`,
    { concerns: { kind: 'field', key: 'to' } },
  )
}
