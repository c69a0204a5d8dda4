import { ROLES, type Role } from '@hubflow/core'
import { tables } from '@hubflow/db'
import { createPerson, type TestDatabase, testDatabase } from '@hubflow/db/testing'
import { hashPassword } from 'better-auth/crypto'
import { pino } from 'pino'
import { createApi } from '../api.ts'
import type { Config } from '../config.ts'
import type { ProblemDetails } from '../contract/common.ts'

export const PASSWORD = 'correct horse battery'
export const ORIGIN = 'http://127.0.0.1:3000'

export type Person = { id: string; email: string; cookie: string }

/** The whole API on a database of its own, with one signed-in person per role. */
export async function startTestApi(overrides: Partial<Config> = {}) {
  const database = await testDatabase()
  const config: Config = {
    databaseUrl: database.url,
    secret: 'a secret that is long enough for tests',
    host: '127.0.0.1',
    port: 3000,
    publicUrl: null,
    timeZone: 'Europe/Berlin',
    mail: 'catcher',
    smtpUrl: null,
    webDir: null,
    ...overrides,
  }
  const api = createApi({ config, log: pino({ level: 'silent' }) })
  const people = new Map<Role, Person>()
  for (const role of ROLES) people.set(role, await signedInPerson(role))

  async function signedInPerson(role: Role): Promise<Person> {
    const { id, email } = await addPersonWithPassword(database, role)
    const answer = await signIn(email)
    if (answer.status !== 200) throw new Error(`${role} could not sign in: ${answer.status} ${await answer.text()}`)
    return { id, email, cookie: cookieOf(answer) }
  }

  function signIn(email: string, password = PASSWORD): Promise<Response> {
    return send('POST', '/api/auth/sign-in/email', { body: { email, password } })
  }

  /** Sends a request as this role's person, or as nobody; a body goes as JSON. */
  async function send(
    method: string,
    path: string,
    options: { as?: Role | Person; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const person = typeof options.as === 'string' ? people.get(options.as) : options.as
    return api.app.request(`${ORIGIN}${path}`, {
      method,
      headers: {
        host: '127.0.0.1:3000',
        ...(person ? { cookie: person.cookie, origin: ORIGIN } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    })
  }

  return {
    api,
    database,
    send,
    signIn,
    addPerson: (role: Role) => addPersonWithPassword(database, role),
    signedInPerson,
    person(role: Role): Person {
      const person = people.get(role)
      if (!person) throw new Error(`no ${role} in this test`)
      return person
    },
    async stop(): Promise<void> {
      await api.close()
      await database.drop()
    },
  }
}

/** Somebody who can sign in with `PASSWORD`. */
export async function addPersonWithPassword(
  database: TestDatabase,
  role: Role,
): Promise<{ id: string; email: string }> {
  const person = await createPerson(database.url, { role })
  const auth = database.connect('hubflow_auth')
  await auth.orm.insert(tables.accounts).values({
    userId: person.id,
    accountId: person.id,
    providerId: 'credential',
    password: await hashPassword(PASSWORD),
  })
  await auth.close()
  return person
}

export type TestApi = Awaited<ReturnType<typeof startTestApi>>

export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ')
}

/** The answer's JSON, taken for what the test expects it to be: what it compares it with shows whether it is. */
export async function bodyOf<Body = ProblemDetails>(response: Response | Promise<Response>): Promise<Body> {
  const body: Body = JSON.parse(await (await response).text())
  return body
}

export type List<Item> = { items: Item[]; nextCursor: string | null }
