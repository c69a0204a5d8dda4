import type { Role } from '@hubflow/core'
import type postgres from 'postgres'

export interface NewPerson {
  name: string
  email: string
  role: Role
}

/** Makes people who can sign in with the password; gives their ids by email address. */
export async function addAccounts(
  sql: postgres.Sql | postgres.TransactionSql,
  people: NewPerson[],
  password: string,
): Promise<Map<string, string>> {
  // Imported only when it is needed: it costs every other start a good part of its time.
  const { hashPassword } = await import('better-auth/crypto')
  const passwordHash = await hashPassword(password)
  const added = await sql<{ id: string; email: string }[]>`
    insert into hubflow.user_profiles ${sql(people.map((person) => ({ ...person, email_verified: true })))}
    returning id, email`
  await sql`insert into hubflow.accounts ${sql(
    added.map(({ id }) => ({ user_id: id, account_id: id, provider_id: 'credential', password: passwordHash })),
  )}`
  return new Map(added.map(({ id, email }) => [email, id]))
}
