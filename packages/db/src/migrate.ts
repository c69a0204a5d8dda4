import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import { PgBoss } from 'pg-boss'
import postgres from 'postgres'
import { DATABASE_ROLES } from './connect.ts'
import { bossOptions, RUNS_QUEUE } from './queue.ts'

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))

/**
 * Brings the database to this build's state: roles, tables, policies, triggers, pg-boss's schema and queues. Doing it
 * again changes nothing, and two at once wait for each other. The connecting user may be a superuser, or one that may
 * create roles (CREATEROLE) and owns the database.
 */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(hashtext('hubflow.migrate'))`
    await createRoles(sql)
    await runAsOwner(url)
    await installQueue(url)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** True when the database has every migration of this build. */
export async function isMigrated(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql`select to_regprocedure('hubflow.lock_limits(uuid[], timestamptz)') is not null as done`
  return row?.done === true
}

/** Roles belong to the whole server, where another database's migration may be making them at this moment. */
async function createRoles(sql: postgres.Sql): Promise<void> {
  for (const role of DATABASE_ROLES) {
    await sql.unsafe(`do $$ begin create role ${role} nologin nosuperuser nobypassrls noinherit;
      exception when duplicate_object or unique_violation then null; end $$`)
  }
  // Whoever creates a role in PostgreSQL 16 and later may grant it but not become it.
  await sql.unsafe(`do $$ declare options text :=
    case when current_setting('server_version_num')::int >= 160000 then ' with inherit false, set true' else '' end;
    begin
      if not (select rolsuper from pg_roles where rolname = current_user) then
        execute 'grant ${DATABASE_ROLES.join(', ')} to current_user' || options;
      end if;
      execute format('grant create on database %I to hubflow_owner', current_database());
    end $$`)
}

async function runAsOwner(url: string): Promise<void> {
  const owner = postgres(url, { max: 1, connection: { role: 'hubflow_owner' }, onnotice: () => {} })
  try {
    await runMigrations(drizzle(owner), {
      migrationsFolder: MIGRATIONS,
      migrationsSchema: 'hubflow',
      migrationsTable: 'migrations',
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
    createSchema: true,
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
