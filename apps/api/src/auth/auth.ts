import { apiKey } from '@better-auth/api-key'
import { ROLES } from '@hubflow/core'
import { type Database, tables } from '@hubflow/db'
import { APIError, betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { eq } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { queueResetMail } from './reset-mail.ts'

const HOUR_SECONDS = 3600
const DAY_SECONDS = 24 * HOUR_SECONDS

/** A session ends this long after its last use … */
const IDLE_SECONDS = 3 * DAY_SECONDS
/** … and this long after the sign-in at the latest. */
export const ABSOLUTE_SECONDS = 14 * DAY_SECONDS

export const SHORTEST_PASSWORD = 10
export const LONGEST_PASSWORD = 128

export type Auth = ReturnType<typeof createAuth>

/** Sign-in by e-mail and password, sessions and API keys, over the sign-in tables and nothing else. */
export function createAuth({
  config,
  database,
  log,
  publicUrl,
}: {
  config: Config
  /** Connected as `hubflow_auth`. */
  database: Database
  log: Logger
  publicUrl: () => string
}) {
  return betterAuth({
    appName: 'Hubflow',
    // Only links are made from it, and ours go through `publicUrl`, since the port may be known only after the start.
    baseURL: config.publicUrl ?? `http://${config.host}:${config.port}`,
    basePath: '/api/auth',
    secret: config.secret,
    database: drizzleAdapter(database.orm, {
      provider: 'pg',
      schema: {
        user: tables.userProfiles,
        session: tables.sessions,
        account: tables.accounts,
        verification: tables.verifications,
        apikey: tables.apiKeys,
      },
      transaction: true,
    }),
    user: {
      additionalFields: {
        role: { type: [...ROLES], required: true, input: false, defaultValue: 'agent' },
        disabledAt: { type: 'date', required: false, input: false },
      },
    },
    session: { expiresIn: IDLE_SECONDS, updateAge: HOUR_SECONDS },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      resetPasswordTokenExpiresIn: HOUR_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => {
        await queueResetMail(database, user, `${publicUrl()}/reset-password?token=${token}`)
      },
    },
    verification: { storeIdentifier: 'hashed' },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const [person] = await database.orm
              .select({ disabledAt: tables.userProfiles.disabledAt })
              .from(tables.userProfiles)
              .where(eq(tables.userProfiles.id, session.userId))
            if (person && person.disabledAt === null) return
            // The same words as for a wrong password: who is disabled is nobody's business.
            throw new APIError('UNAUTHORIZED', {
              message: 'Invalid email or password',
              code: 'INVALID_EMAIL_OR_PASSWORD',
            })
          },
        },
      },
    },
    plugins: [
      apiKey({
        defaultPrefix: 'hub_',
        requireName: true,
        // Requests are counted by the door of the API itself, without a write per request.
        rateLimit: { enabled: false },
        enableSessionForAPIKeys: false,
      }),
    ],
    // Both are done for the whole API at once, in `http/origin.ts` and `auth/routes.ts`.
    rateLimit: { enabled: false },
    advanced: {
      disableCSRFCheck: true,
      cookiePrefix: 'hubflow',
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      database: { generateId: false },
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    // What is not a refusal of its own comes out as an error, for the one place that answers errors.
    onAPIError: { throw: true },
    logger: {
      log: (level, message) => {
        if (level === 'error') log.warn({ from: 'sign-in' }, message)
      },
    },
  })
}
