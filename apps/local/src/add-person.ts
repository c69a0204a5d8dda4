import { ROLES } from '@hubflow/core'
import { connect } from '@hubflow/db'
import { z } from 'zod'
import { addAccounts } from './account.ts'
import { StartProblem } from './start-problem.ts'

// For a hub on a database of one's own, where nobody can sign in at first: add-person <email> <name> <role>.
const Given = z.object({
  databaseUrl: z.string('Set DATABASE_URL to the database of the hub.'),
  password: z
    .string('Set HUBFLOW_PASSWORD to the password of the new person.')
    .min(8, 'HUBFLOW_PASSWORD needs 8 characters.'),
  email: z.email('The first argument is an email address.').transform((email) => email.toLowerCase()),
  name: z.string('The second argument is the name, in quotes.').min(1, 'The second argument is the name, in quotes.'),
  role: z.enum(ROLES, `The third argument is the role: ${ROLES.join(', ')}.`),
})

try {
  const [email, name, role] = process.argv.slice(2)
  const given = Given.safeParse({
    databaseUrl: process.env.DATABASE_URL,
    password: process.env.HUBFLOW_PASSWORD,
    email,
    name,
    role,
  })
  if (!given.success) throw new StartProblem(given.error.issues.map((issue) => issue.message).join(' '))
  await addPerson(given.data)
  console.log(`${given.data.name} can sign in as ${given.data.email}.`)
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error)
  process.exitCode = 1
}

async function addPerson({ databaseUrl, password, ...person }: z.infer<typeof Given>): Promise<void> {
  const database = connect({ url: databaseUrl, role: 'hubflow_auth', max: 1 })
  try {
    await database.sql.begin((sql) => addAccounts(sql, [person], password))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === '23505') {
      throw new StartProblem(`${person.email} can sign in already.`, { cause })
    }
    throw cause
  } finally {
    await database.close()
  }
}
