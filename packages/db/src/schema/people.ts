import { boolean, index, integer, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hubflow, id, moment, updatedAt } from './columns.ts'

export const roleEnum = hubflow.enum('role', ['admin', 'trainer', 'manager', 'agent'])

/** The people who sign in; better-auth's `user`. The role is never taken from input. */
export const userProfiles = hubflow.table('user_profiles', {
  id: id(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  role: roleEnum().notNull().default('agent'),
  disabledAt: moment(),
  /** When a session or a key of theirs was last used, to the hour; kept by database triggers. */
  lastSeenAt: moment(),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})

/** better-auth's `session`. */
export const sessions = hubflow.table(
  'sessions',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => userProfiles.id, { onDelete: 'cascade' }),
    token: text().notNull(),
    expiresAt: moment().notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex().on(table.token), index().on(table.userId)],
)

/** better-auth's `account`: the password's hash lives here. */
export const accounts = hubflow.table(
  'accounts',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => userProfiles.id, { onDelete: 'cascade' }),
    accountId: text().notNull(),
    providerId: text().notNull(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: moment(),
    refreshTokenExpiresAt: moment(),
    scope: text(),
    password: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.userId)],
)

/** better-auth's `verification`: tokens of forgotten passwords and of invitations; the value is the person's id. */
export const verifications = hubflow.table(
  'verifications',
  {
    id: id(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.identifier)],
)

/** API keys of machines (better-auth's api-key plugin); only a hash of the key is kept. */
export const apiKeys = hubflow.table(
  'api_keys',
  {
    id: id(),
    configId: text().notNull().default('default'),
    name: text(),
    start: text(),
    prefix: text(),
    key: text().notNull(),
    referenceId: uuid()
      .notNull()
      .references(() => userProfiles.id, { onDelete: 'cascade' }),
    refillInterval: integer(),
    refillAmount: integer(),
    lastRefillAt: moment(),
    enabled: boolean().notNull().default(true),
    rateLimitEnabled: boolean().notNull().default(false),
    rateLimitTimeWindow: integer(),
    rateLimitMax: integer(),
    requestCount: integer().notNull().default(0),
    remaining: integer(),
    lastRequest: moment(),
    expiresAt: moment(),
    permissions: text(),
    metadata: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex().on(table.key), index().on(table.referenceId)],
)
