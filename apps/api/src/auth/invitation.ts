import { type Database, tables } from '@hubflow/db'
import { isAPIError } from 'better-auth/api'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { HttpProblem } from '../http/problem.ts'
import { refuseInvalid } from '../http/validate.ts'
import { type Auth, LONGEST_PASSWORD, SHORTEST_PASSWORD } from './auth.ts'
import { hashOfLink } from './link-token.ts'

const { userProfiles, verifications } = tables

const Accept = z.strictObject({
  token: z.string().min(1).max(200),
  password: z
    .string()
    .min(SHORTEST_PASSWORD, `a password has ${SHORTEST_PASSWORD} characters at least`)
    .max(LONGEST_PASSWORD, `a password has ${LONGEST_PASSWORD} characters at most`),
})

/** Whose invitation a link is. 404 for one that was used, replaced or is too old. */
export async function readInvitation(database: Database, request: Request): Promise<Response> {
  const token = new URL(request.url).searchParams.get('token') ?? ''
  return Response.json(await findInvited(database, token))
}

/** Keeps the password that an invited person chose, and signs them in: the answer carries the session's cookie. */
export async function acceptInvitation(auth: Auth, database: Database, request: Request): Promise<Response> {
  const given = Accept.safeParse(await request.json())
  if (!given.success)
    throw refuseInvalid(
      'json',
      given.error.issues.map((issue) => issue as z.core.$ZodIssue),
    )
  const { token, password } = given.data
  const { email } = await findInvited(database, token)
  await auth.api.resetPassword({ body: { token, newPassword: password } }).catch((error: unknown) => {
    // Somebody else was quicker by the same link.
    throw isAPIError(error) && error.statusCode < 500 ? deadLink() : error
  })
  return auth.api.signInEmail({ body: { email, password }, headers: request.headers, asResponse: true })
}

async function findInvited(database: Database, token: string): Promise<{ name: string; email: string }> {
  const [person] = await database.orm
    .select({ name: userProfiles.name, email: userProfiles.email })
    .from(verifications)
    .innerJoin(
      userProfiles,
      and(eq(sql`${userProfiles.id}::text`, verifications.value), isNull(userProfiles.disabledAt)),
    )
    .where(and(eq(verifications.identifier, hashOfLink(token)), gt(verifications.expiresAt, sql`now()`)))
  if (!person) throw deadLink()
  return person
}

function deadLink(): HttpProblem {
  return new HttpProblem(404, 'This invitation works no more. Ask an admin to send it again.')
}
