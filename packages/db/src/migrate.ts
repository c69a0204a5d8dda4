import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { PgBoss } from 'pg-boss'
import postgres from 'postgres'
import { DATABASE_ROLES } from './connect.ts'
import { bossOptions, RUNS_QUEUE } from './queue.ts'

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))
const SCHEMAS = ['hubflow', 'hub', 'pgboss'] as const

/**
 * Brings the database to this build's state: roles, the extension pg_trgm, tables, policies, triggers, pg-boss's schema and queues. Doing it
 * again changes nothing, and two at once wait for each other. The connecting user may be a superuser, or one that may
 * create roles (CREATEROLE) and, in this database, schemas (CREATE). `migrationsFolder`: other than this build's own only to
 * make the database of an older one.
 */
export async function migrate(url: string, migrationsFolder = MIGRATIONS): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(hashtext('hubflow.migrate'))`
    await createRoles(sql)
    await createSchemas(sql)
    await createExtension(sql)
    await runAsOwner(url, migrationsFolder)
    await installQueue(url)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** True when the database has every migration of this build; one that is already ahead has them too. */
export async function isMigrated(sql: postgres.Sql): Promise<boolean> {
  const [known] = await sql`select to_regprocedure('hubflow.schema_version()') is not null as yes`
  if (known?.yes !== true) return false
  const [row] = await sql<{ version: string }[]>`select hubflow.schema_version() as version`
  return Number(row?.version) >= newestMigration()
}

let newest: number | undefined
function newestMigration(): number {
  newest ??= Math.max(
    ...readMigrationFiles({ migrationsFolder: MIGRATIONS }).map((migration) => migration.folderMillis),
  )
  return newest
}

/** Roles belong to the whole server, where another database's migration may be making them at this moment. */
async function createRoles(sql: postgres.Sql): Promise<void> {
  for (const role of DATABASE_ROLES) {
    await sql.unsafe(`do $$ begin create role ${role} nologin nosuperuser nobypassrls noinherit;
      exception when duplicate_object or unique_violation then null; end $$`)
    await grantToMyself(sql, role)
  }
}

const GRANT_TRIES = 10

/** Whoever creates a role in PostgreSQL 16 and later may grant it but not become it. */
async function grantToMyself(sql: postgres.Sql, role: string): Promise<void> {
  const [server] = await sql`select current_setting('server_version_num')::int >= 160000 as "hasSetOption"`
  const hasSetOption = server?.hasSetOption === true
  for (let tries = 1; ; tries += 1) {
    const [me] = await sql`select pg_has_role(current_user, ${role}, ${hasSetOption ? 'SET' : 'MEMBER'}) as "mayBecome"`
    if (me?.mayBecome === true) return
    try {
      await sql.unsafe(`grant ${role} to current_user${hasSetOption ? ' with inherit false, set true' : ''}`)
    } catch (error) {
      // "tuple concurrently updated": another database's migration granted the same at this moment.
      const isRace = error instanceof postgres.PostgresError && ['XX000', '23505'].includes(error.code)
      if (!isRace || tries === GRANT_TRIES) throw error
    }
  }
}

/** By the connecting user, who may create schemas here; the owner of everything in them need not. */
async function createSchemas(sql: postgres.Sql): Promise<void> {
  for (const schema of SCHEMAS) {
    const [found] = await sql`select from pg_namespace where nspname = ${schema}`
    if (!found) await sql.unsafe(`create schema ${schema} authorization hubflow_owner`)
  }
}

/** Trusted, so that whoever may create schemas may create it; errors are found by it. It may be there already, elsewhere. */
async function createExtension(sql: postgres.Sql): Promise<void> {
  const [found] = await sql`select from pg_extension where extname = 'pg_trgm'`
  if (found) return
  try {
    await sql.unsafe('create extension pg_trgm schema hubflow')
  } catch (cause) {
    throw new Error(
      'PostgreSQL lacks the extension pg_trgm, or this user may not create it here. Install the contrib modules that come with PostgreSQL, or have an administrator run CREATE EXTENSION pg_trgm in this database.',
      { cause },
    )
  }
}

/** All that is missing, in one transaction. (drizzle's own runner would want to create the schema.) */
async function runAsOwner(url: string, migrationsFolder: string): Promise<void> {
  const owner = postgres(url, { max: 1, connection: { role: 'hubflow_owner' }, onnotice: () => {} })
  try {
    await owner.begin(async (tx) => {
      await tx`create table if not exists hubflow.migrations (id serial primary key, hash text not null, created_at bigint)`
      const [last] = await tx<{ at: string | null }[]>`select max(created_at) as at from hubflow.migrations`
      for (const { folderMillis, hash, sql } of readMigrationFiles({ migrationsFolder })) {
        if (folderMillis <= Number(last?.at ?? 0)) continue
        for (const statement of sql) await tx.unsafe(statement)
        await tx`insert into hubflow.migrations (hash, created_at) values (${hash}, ${folderMillis})`
      }
    })
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/** Waits may last 400 days; pg-boss would drop a job that is not started within its retention after it is due. */
const RETENTION_SECONDS = 2 * 365 * 24 * 3600

async function installQueue(url: string): Promise<void> {
  const boss = new PgBoss({
    ...bossOptions({ url, role: 'hubflow_owner', name: 'hubflow migrate' }),
    migrate: true,
  })
  boss.on('error', () => {})
  await boss.start()
  try {
    const queue = {
      notify: true,
      retryLimit: 0,
      expireInSeconds: 60,
      retentionSeconds: RETENTION_SECONDS,
      deleteAfterSeconds: 60,
    }
    if ((await boss.getQueue(RUNS_QUEUE)) === null) await boss.createQueue(RUNS_QUEUE, { policy: 'standard', ...queue })
    else await boss.updateQueue(RUNS_QUEUE, queue)
  } finally {
    await boss.stop({ graceful: false })
  }
  const owner = postgres(url, { max: 1, connection: { role: 'hubflow_owner' }, onnotice: () => {} })
  try {
    await owner.unsafe(`
      grant usage on schema pgboss to hubflow_app, hubflow_door, hubflow_worker;
      grant execute on all functions in schema pgboss to hubflow_app, hubflow_door, hubflow_worker;
      grant select, insert, update, delete on all tables in schema pgboss to hubflow_worker;
      grant usage on all sequences in schema pgboss to hubflow_worker;
      grant select on pgboss.version, pgboss.queue to hubflow_app, hubflow_door;
      grant select, insert on pgboss.job, pgboss.job_common to hubflow_app, hubflow_door;`)
  } finally {
    await owner.end({ timeout: 5 })
  }
}
