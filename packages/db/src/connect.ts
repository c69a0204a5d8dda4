import { sql as statement } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as tables from './schema.ts'

/** The database's own roles: none is superuser, owner of rows it may not see, or beyond row-level security. */
export const DATABASE_ROLES = [
  'hubflow_owner',
  'hubflow_app',
  'hubflow_auth',
  'hubflow_door',
  'hubflow_worker',
] as const
export type DatabaseRole = (typeof DATABASE_ROLES)[number]

export interface Database {
  role: DatabaseRole
  sql: postgres.Sql
  orm: PostgresJsDatabase<typeof tables>
  close(): Promise<void>
}

export type Transaction = Parameters<Parameters<PostgresJsDatabase<typeof tables>['transaction']>[0]>[0]

/**
 * Settings of sessions that look rows up by their keys and do nothing else. The planner knows nothing of a table that has
 * just filled, and keeps for a prepared statement what it decided when there were a few rows: to read all of them.
 */
export const BY_KEYS = { enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' }

/**
 * A pool whose role is fixed when it connects: a startup parameter, so that not even RESET leads out of it. Connections
 * open when first used.
 */
export function connect(options: {
  url: string
  role: DatabaseRole
  /** Connections at most; default 10. */
  max?: number
  /** Shown in `pg_stat_activity`. */
  name?: string
  /** Settings of PostgreSQL for each session. */
  settings?: Record<string, string>
}): Database {
  const client = postgres(options.url, {
    max: options.max ?? 10,
    connection: { role: options.role, application_name: options.name ?? options.role, ...options.settings },
    // After an outage everything is to go on within seconds; the library's own backoff grows to twenty.
    backoff: (attempt) => Math.min(1, 0.1 * 2 ** attempt),
    onnotice: () => {},
  })
  return {
    role: options.role,
    sql: client,
    orm: drizzle(client, { schema: tables, casing: 'snake_case' }),
    close: () => client.end({ timeout: 5 }),
  }
}

/** Commits what `work` did, or nothing of it when it throws. */
export function inTransaction<Result>(database: Database, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return database.orm.transaction(work)
}

/** A transaction in which row-level security answers as it does to this person. Without a person there are no rows. */
export function asPerson<Result>(
  database: Database,
  personId: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.orm.transaction(async (tx) => {
    await tx.execute(statement`select set_config('hubflow.user_id', ${personId}, true)`)
    return work(tx)
  })
}

/**
 * The postgres.js transaction behind drizzle's, for the hot path: its statements are prepared once a connection, and an
 * array is one parameter.
 */
export function statementsOf(tx: Transaction): postgres.TransactionSql {
  const { session } = tx as unknown as { session: { client: postgres.TransactionSql } }
  if (typeof session?.client?.unsafe !== 'function') {
    throw new Error('drizzle-orm keeps its client elsewhere than in session.client')
  }
  return session.client
}
