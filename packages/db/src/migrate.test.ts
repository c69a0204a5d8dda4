import { execFile } from 'node:child_process'
import { chmod, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { HUB_TABLE_NAMES, HUB_TABLES } from '@hubflow/core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connect, DATABASE_ROLES } from './connect.ts'
import { startEmbeddedPostgres } from './embedded/index.ts'
import { isMigrated, migrate } from './migrate.ts'
import { openQueue, RUNS_QUEUE } from './queue.ts'
import { type TestDatabase, testDatabase } from './testing/index.ts'

let database: TestDatabase
let admin: postgres.Sql
beforeAll(async () => {
  database = await testDatabase()
  admin = postgres(database.url, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await admin.end()
  await database.drop()
})

test('migrating again changes nothing, and two at once wait for each other', async () => {
  const before = await admin`select count(*)::int as n from hubflow.migrations`
  await Promise.all([migrate(database.url), migrate(database.url)])
  expect(await admin`select count(*)::int as n from hubflow.migrations`).toEqual(before)
  expect(await isMigrated(admin)).toBe(true)
})

test('a user that is no superuser can migrate a fresh server, several of its databases at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hubflow-migrate-'))
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  try {
    const superuser = postgres(server.url, { max: 1, onnotice: () => {} })
    // It owns nothing: it may create roles, and schemas in these databases.
    await superuser.unsafe(`create role plain login createrole password 'plain'`)
    const urls: string[] = []
    for (const name of ['one', 'two', 'three', 'four']) {
      await superuser.unsafe(`create database ${name}`)
      await superuser.unsafe(`grant create on database ${name} to plain`)
      urls.push(Object.assign(new URL(server.url), { username: 'plain', password: 'plain', pathname: `/${name}` }).href)
    }
    await superuser.end()
    await Promise.all(urls.map((url) => migrate(url)))
    await Promise.all(urls.map((url) => migrate(url)))
    for (const url of urls) {
      for (const role of DATABASE_ROLES) {
        const as = connect({ url, role, max: 1 })
        expect((await as.sql`select current_user::text as who`)[0]?.who).toBe(role)
        expect(await isMigrated(as.sql)).toBe(true)
        await as.close()
      }
      const queue = await openQueue({ url, role: 'hubflow_worker', name: 'test' })
      expect((await queue.boss.getQueue(RUNS_QUEUE))?.name).toBe('runs')
      await queue.close()
    }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

test('a database that lacks this build’s last migration is not ready', async () => {
  await admin`begin`
  await admin`delete from hubflow.migrations where created_at = (select max(created_at) from hubflow.migrations)`
  expect(await isMigrated(admin)).toBe(false)
  await admin`rollback`
  expect(await isMigrated(admin)).toBe(true)
  const empty = postgres(inject('postgresUrl'), { max: 1 })
  expect(await isMigrated(empty)).toBe(false)
  await empty.end()
})

test('the committed migrations are the schema: generating finds nothing to add', async () => {
  const room = fileURLToPath(new URL('..', import.meta.url))
  const copy = await mkdtemp(join(room, '.drift-'))
  try {
    await cp(join(room, 'migrations'), join(copy, 'migrations'), { recursive: true })
    await writeFile(
      join(copy, 'drizzle.config.ts'),
      `export default { dialect: 'postgresql', schema: './src/schema.ts', out: './${relative(room, copy)}/migrations', casing: 'snake_case', schemaFilter: ['hubflow', 'hub'] }`,
    )
    const before = await readdir(join(copy, 'migrations'))
    const kit = join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs')
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [kit, 'generate', '--config', join(copy, 'drizzle.config.ts')],
      { cwd: room },
    )
    expect(stdout).toContain('No schema changes')
    expect(await readdir(join(copy, 'migrations'))).toEqual(before)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
})

test('row-level security is forced on every table, and no role of ours is beyond it', async () => {
  const open = await admin`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('hubflow', 'hub') and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`
  expect(open.map((row) => row.name)).toEqual([])
  const roles = await admin`
    select rolname from pg_roles where rolname like 'hubflow\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)`
  expect(roles).toHaveLength(0)
  const [readable] = await admin`
    select bool_or(has_table_privilege(r, 'hubflow.migrations', 'select')) as any
    from unnest(array['hubflow_app', 'hubflow_auth', 'hubflow_door', 'hubflow_worker']) r`
  expect(readable?.any).toBe(false)
})

test('definer functions have a fixed search path', async () => {
  const loose = await admin`
    select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('hubflow', 'hub') and p.prosecdef and not coalesce(array_to_string(p.proconfig, ',') like '%search_path=%', false)`
  expect(loose).toHaveLength(0)
})

test.each(HUB_TABLE_NAMES)('the hub table %s has the columns that it is described with', async (table) => {
  const columns = await admin<{ name: string }[]>`
    select column_name as name from information_schema.columns where table_schema = 'hub' and table_name = ${table}`
  const described = ['id', 'created_at', 'updated_at', ...HUB_TABLES[table].columns.map((column) => column.name)]
  expect(columns.map((column) => column.name).sort()).toEqual(described.sort())
})
