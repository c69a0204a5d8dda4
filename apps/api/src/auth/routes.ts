import type { Database } from '@hubflow/db'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { addressOf } from '../http/address.ts'
import { Attempts } from '../http/attempts.ts'
import type { ApiEnv } from '../http/env.ts'
import { HttpProblem, notFound, tooMany } from '../http/problem.ts'
import type { Auth } from './auth.ts'
import { acceptInvitation, readInvitation } from './invitation.ts'
import { withSecureCookies } from './secure-cookies.ts'
import { createSignInAudit } from './sign-in-audit.ts'

/** The part of better-auth that this hub offers, and invitations; the rest of its endpoints does not exist here. */
export const OFFERED = new Set([
  'GET invitation',
  'POST accept-invitation',
  'POST sign-in/email',
  'POST sign-out',
  'GET get-session',
  'POST request-password-reset',
  'POST reset-password',
  'POST change-password',
  'POST update-user',
  'GET list-sessions',
  'POST revoke-session',
  'POST revoke-sessions',
  'POST revoke-other-sessions',
  'POST api-key/create',
  'GET api-key/get',
  'POST api-key/update',
  'POST api-key/delete',
  'GET api-key/list',
])

const GUESSED = new Set([
  'accept-invitation',
  'sign-in/email',
  'request-password-reset',
  'reset-password',
  'change-password',
])
const Guess = z.object({ email: z.string().max(320) })

/** After these some session or key may be no more: connections that are open by it end. */
const ENDING = new Set([
  'sign-out',
  'reset-password',
  'revoke-session',
  'revoke-sessions',
  'revoke-other-sessions',
  'api-key/update',
  'api-key/delete',
])

/** Who changes their password gets a new session: its cookie is to arrive before what is open by the old one ends. */
const COOKIE_MS = 1000

/** Sign-in, sessions, passwords and API keys, guarded against guessing. */
export function authRoutes({
  auth,
  database,
  config,
  onSessionsEnded,
}: {
  auth: Auth
  /** Connected as `hubflow_auth`. */
  database: Database
  config: Config
  onSessionsEnded: () => Promise<void>
}) {
  const byAccount = new Attempts({ max: 10, windowMs: 15 * 60_000 })
  const byAddress = new Attempts({ max: 100, windowMs: 15 * 60_000 })
  const audit = createSignInAudit(database)

  async function handle(action: string, request: Request): Promise<Response> {
    if (action === 'invitation') return readInvitation(database, request)
    if (action === 'accept-invitation') return acceptInvitation(auth, database, request)
    if (action === 'change-password') return auth.handler(await endingOthers(request))
    if (action === 'sign-in/email') return audit.signIn(request, auth.handler)
    if (action === 'sign-out') return audit.signOut(request, auth)
    return auth.handler(request)
  }

  return new Hono<ApiEnv>().all('/api/auth/*', async (c) => {
    const action = c.req.path.slice('/api/auth/'.length)
    if (!OFFERED.has(`${c.req.method} ${action}`)) throw notFound()
    if (GUESSED.has(action)) {
      // Known and unknown accounts are counted alike, so that the answer tells nothing about them.
      const guess = Guess.safeParse(await c.req.raw.clone().json())
      const waitMs = Math.max(
        byAddress.count(addressOf(c)) ?? 0,
        guess.success ? (byAccount.count(`${action}:${guess.data.email.toLowerCase()}`) ?? 0) : 0,
      )
      if (waitMs > 0) throw tooMany(`Too many tries. Wait ${inMinutes(waitMs)}, then try again.`, waitMs / 1000)
    }
    const response = await handle(action, c.req.raw)
    if (response.status >= 400) throw await problemOf(response)
    if (action === 'change-password') setTimeout(onSessionsEnded, COOKIE_MS).unref()
    else if (ENDING.has(action)) await onSessionsEnded()
    const headers = new Headers(response.headers)
    headers.delete('set-cookie')
    for (const cookie of withSecureCookies(response.headers.getSetCookie(), c.req.header('host'), config.publicUrl)) {
      headers.append('set-cookie', cookie)
    }
    headers.set('cache-control', 'no-store')
    return new Response(response.body, { status: response.status, headers })
  })
}

/** Whoever changes a password may have lost the old one to somebody, who is signed out with it. */
async function endingOthers(request: Request): Promise<Request> {
  const body = z.record(z.string(), z.unknown()).parse(await request.json())
  return new Request(request, { body: JSON.stringify({ ...body, revokeOtherSessions: true }) })
}

const Refusal = z.object({ message: z.string().optional(), code: z.string().optional() })

/** better-auth's refusal in the one shape that all errors have here. */
async function problemOf(response: Response): Promise<HttpProblem> {
  const { message, code } = Refusal.catch({}).parse(await response.json().catch(() => ({})))
  const status = response.status
  if (status >= 500) return new HttpProblem(500, 'Signing in does not work at the moment. Try again later.')
  const detail =
    code === 'INVALID_EMAIL_OR_PASSWORD'
      ? 'The email or the password is not right.'
      : (message ?? 'That is not possible.')
  const known = ([400, 401, 403, 404, 409, 422, 429] as const).find((candidate) => candidate === status) ?? 400
  return new HttpProblem(known, detail, { members: code === undefined ? {} : { code } })
}

function inMinutes(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
