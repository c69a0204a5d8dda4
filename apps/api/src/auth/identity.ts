import { createHash } from 'node:crypto'
import { CHAIN_HEADER, type Database, readChainHeader, tables } from '@hubflow/db'
import { isAPIError } from 'better-auth/api'
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { createMiddleware } from 'hono/factory'
import { Attempts } from '../http/attempts.ts'
import type { ApiEnv, Caller } from '../http/env.ts'
import { needsIdentity } from '../http/private-paths.ts'
import { HttpProblem, tooMany } from '../http/problem.ts'
import { ABSOLUTE_SECONDS, type Auth } from './auth.ts'
import { withSecureCookies } from './secure-cookies.ts'

const { apiKeys, sessions, userProfiles } = tables
const REQUESTS_PER_MINUTE_AND_KEY = 600
/** A write per request would cost more than it tells. */
const USE_NOTED_EVERY_MINUTES = 5

export interface Identities {
  /** Who sends the request, or null; read anew each time, so that a disabled person or an ended session stops at once. */
  identify(headers: Headers): Promise<{ caller: Caller; cookies: string[] } | null>
  /** Whether the credential is good still, and its owner's role the same: for connections that stay open. */
  isGood(caller: Caller): Promise<boolean>
}

/** Everything that is not open to all needs an identity, whether there is a route for it or not. */
export function requireIdentity(identities: Identities, publicUrl: string | null) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (!needsIdentity(c.req.path)) return next()
    const found = await identities.identify(c.req.raw.headers)
    if (found === null)
      throw new HttpProblem(401, 'Sign in first, or send an API key as "Authorization: Bearer <key>".')
    c.set('caller', found.caller)
    await next()
    for (const cookie of withSecureCookies(found.cookies, c.req.header('host'), publicUrl)) {
      c.header('set-cookie', cookie, { append: true })
    }
    return undefined
  })
}

/** `hubSecret` proves that a chain of workflows in a request is what this hub wrote. */
export function createIdentities(auth: Auth, database: Database, hubSecret: string): Identities {
  const requests = new Attempts({ max: REQUESTS_PER_MINUTE_AND_KEY, windowMs: 60_000 })
  return {
    async identify(headers) {
      const key = bearerOf(headers)
      if (key === null) return identifyBySession(auth, headers)
      const caller = await findByKey(database, key)
      if (caller === null) return null
      const waitMs = requests.count(caller.credential.id)
      if (waitMs !== null) throw tooMany('This API key made too many requests in the last minute.', waitMs / 1000)
      const chain = readChainHeader(headers.get(CHAIN_HEADER), hubSecret)
      return { caller: { ...caller, chain }, cookies: [] }
    },
    async isGood({ id, role, credential }) {
      const table = credential.kind === 'session' ? sessions : apiKeys
      const owner = credential.kind === 'session' ? sessions.userId : apiKeys.referenceId
      const rows = await database.orm
        .select({ id: table.id })
        .from(table)
        .innerJoin(
          userProfiles,
          and(eq(userProfiles.id, owner), eq(userProfiles.role, role), isNull(userProfiles.disabledAt)),
        )
        .where(
          and(
            eq(table.id, credential.id),
            eq(owner, id),
            credential.kind === 'session'
              ? and(
                  gt(sessions.expiresAt, sql`now()`),
                  gt(sessions.createdAt, sql`now() - make_interval(secs => ${ABSOLUTE_SECONDS})`),
                )
              : isGoodKey,
          ),
        )
      return rows.length > 0
    },
  }
}

async function identifyBySession(auth: Auth, headers: Headers): Promise<{ caller: Caller; cookies: string[] } | null> {
  if (!headers.has('cookie')) return null
  const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true }).catch(reasonOf)
  if (response === null) return null
  const { session, user } = response
  const isOver = session.createdAt.getTime() + ABSOLUTE_SECONDS * 1000 <= Date.now()
  if (isOver || user.disabledAt) return null
  const { id, name, email, role } = user
  return {
    caller: { id, name, email, role, credential: { kind: 'session', id: session.id }, chain: [] },
    cookies: answered.getSetCookie(),
  }
}

/** A session that ended in this very moment is none; otherwise better-auth's error hides the database's. */
function reasonOf(error: unknown): { response: null; headers: Headers } {
  if (isAPIError(error) && error.statusCode === 401) return { response: null, headers: new Headers() }
  throw error instanceof Error && error.cause !== undefined ? error.cause : error
}

/** Keys that are switched on and have not expired. */
const isGoodKey = and(eq(apiKeys.enabled, true), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)))

/** One query, and now and then a note of the use; the key itself is nowhere kept, so it is looked up by its hash. */
async function findByKey(database: Database, key: string): Promise<Omit<Caller, 'chain'> | null> {
  const [row] = await database.orm
    .select({
      id: userProfiles.id,
      name: userProfiles.name,
      email: userProfiles.email,
      role: userProfiles.role,
      keyId: apiKeys.id,
      isUseOld: sql<boolean>`coalesce(${apiKeys.lastRequest} < now() - make_interval(mins => ${USE_NOTED_EVERY_MINUTES}), true)`,
    })
    .from(apiKeys)
    .innerJoin(userProfiles, and(eq(userProfiles.id, apiKeys.referenceId), isNull(userProfiles.disabledAt)))
    .where(and(eq(apiKeys.key, createHash('sha256').update(key).digest('base64url')), isGoodKey))
  if (!row) return null
  const { keyId, isUseOld, ...person } = row
  if (isUseOld) await database.orm.update(apiKeys).set({ lastRequest: sql`now()` }).where(eq(apiKeys.id, keyId))
  return { ...person, credential: { kind: 'api-key', id: keyId } }
}

function bearerOf(headers: Headers): string | null {
  return /^Bearer\s+(\S{1,400})$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null
}
