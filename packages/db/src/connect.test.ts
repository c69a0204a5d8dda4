import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './testing/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const MIXED = { max: 3, max_pipeline: 2 }

/**
 * Transactions that each name a person, between statements that name none, on one crowded pool. Counts statements that
 * saw somebody else's name: each would be a leak between people.
 */
async function countLeaks(connectWith: typeof postgres, requests: number): Promise<number> {
  const sql = connectWith(database.url, { ...MIXED, onnotice: () => {} })
  let leaks = 0
  const seen = (rows: { who: string | null }[], expected: string) => {
    if ((rows[0]?.who ?? '') !== expected) leaks += 1
  }
  const request = async (n: number) => {
    if (n % 3 > 0) return seen(await sql`select current_setting('hubflow.user_id', true) as who`, '')
    return sql.begin(async (tx) => {
      await tx`select set_config('hubflow.user_id', ${`person-${n}`}, true)`
      seen(await tx`select current_setting('hubflow.user_id', true) as who`, `person-${n}`)
    })
  }
  // Thirty callers who each wait for their answer: so that plain statements and BEGINs stand mixed in the queue.
  let next = 0
  const caller = async () => {
    while (next < requests) {
      next += 1
      // The unprotected client also breaks transactions outright; each of those counts too.
      await request(next).catch(() => {
        leaks += 1
      })
    }
  }
  const gaveUp = Promise.withResolvers<void>()
  // A statement that landed in another's transaction may never be answered: that is a leak as well.
  const patience = setTimeout(() => {
    leaks += 1
    gaveUp.resolve()
  }, 20_000)
  await Promise.race([Promise.all(Array.from({ length: 30 }, caller)), gaveUp.promise])
  clearTimeout(patience)
  await sql.end({ timeout: 1 })
  return leaks
}

test('10,000 interleaved requests on one pool never see each other', async () => {
  expect(await countLeaks(postgres, 10_000)).toBe(0)
})

test('the same load leaks on the client without our patch: the test above can fail', async () => {
  const entry = createRequire(import.meta.url).resolve('postgres')
  const copy = await mkdtemp(join(dirname(fileURLToPath(import.meta.url)), '../.unpatched-'))
  try {
    // Its CommonJS build lies two folders deep.
    const source = join(dirname(entry), '../../src')
    await cp(source, join(copy, 'src'), { recursive: true })
    await writeFile(join(copy, 'package.json'), '{"type":"module"}')
    const file = join(copy, 'src/connection.js')
    const patched = await readFile(file, 'utf8')
    const unpatched = patched.replace(
      /const room = (write[\s\S]*?sent\.length < max_pipeline)[\s\S]*?return room/,
      'return $1 && (!q.options.onexecute || q.options.onexecute(connection))',
    )
    expect(unpatched).not.toBe(patched)
    await writeFile(file, unpatched)
    const { default: unprotected } = await import(pathToFileURL(join(copy, 'src/index.js')).href)
    expect(await countLeaks(unprotected, 2_000)).toBeGreaterThan(0)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
})

test('a reserved connection whose server process dies fails its statements, and never the process', async () => {
  const { sql } = database.connect('hubflow_app', 1)
  const reserved = await sql.reserve()
  const [backend] = await reserved<{ pid: number }[]>`select pg_backend_pid() as pid`
  const other = postgres(database.url, { max: 1 })
  await other`select pg_terminate_backend(${backend?.pid ?? 0})`
  await other.end()
  // The first may still have reached a socket that was closing; the second finds none at all.
  for (let n = 0; n < 2; n++) await expect(reserved`select 1`).rejects.toThrow()
  reserved.release()
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
})

test('what is left of a transaction whose connection was cut never runs on the next connection', async () => {
  const { sql } = database.connect('hubflow_app', 1)
  const [first, cut] = [Promise.withResolvers<number>(), Promise.withResolvers<void>()]
  let late: unknown
  const transaction = sql.begin(async (tx) => {
    const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    first.resolve(backend?.pid ?? 0)
    await cut.promise
    late = await tx`select 'outside of any transaction'`.catch((error: Error) => error)
  })
  const ended = transaction.catch((error: Error) => error)
  const other = postgres(database.url, { max: 1 })
  await other`select pg_terminate_backend(${await first.promise})`
  await other.end()
  expect(await ended).toMatchObject({ code: 'CONNECTION_CLOSED' })
  // The pool has connected again, on the same slot.
  await sql`select 1`
  cut.resolve()
  await expect.poll(() => late).toMatchObject({ code: 'CONNECTION_CLOSED' })
})

test('after a connection was reset in a transaction, the next one on the same slot gets its own answers', async () => {
  const { port, hostname } = new URL(database.url)
  let link: Socket | undefined
  const proxy = createServer((client) => {
    link = client.on('error', () => {})
    client.pipe(connectSocket(Number(port), hostname).on('error', () => {})).pipe(client)
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  const through = new URL(database.url)
  through.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const sql = postgres(through.href, { max: 1, backoff: false })
  const reset = sql.begin(async (tx) => {
    const sleeping = tx`select pg_sleep(60)`.execute()
    await untilSleeping()
    link?.resetAndDestroy()
    // Its failure lets the rollback follow at once, on a socket that is broken and not yet closed.
    await sleeping
  })
  await expect(reset).rejects.toThrow()
  const answer = sql.begin(async (tx) => tx`select ${'own'}::text as answer`)
  expect(await answer).toEqual([{ answer: 'own' }])
  await sql.end({ timeout: 1 })
  proxy.close()
})

async function untilSleeping(): Promise<void> {
  const sql = postgres(database.url, { max: 1 })
  await expect
    .poll(() => sql`select from pg_stat_activity where query like 'select pg_sleep(60)%' and state = 'active'`)
    .toHaveLength(1)
  await sql.end()
}

test('the role of a pool is the connection’s own: RESET does not lead out of it', async () => {
  const app = database.connect('hubflow_app', 1)
  await app.sql`reset role`
  expect((await app.sql`select current_user::text as who`)[0]?.who).toBe('hubflow_app')
})
