import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import { reachableBinaries } from './binaries.ts'
import { stopOrphan } from './orphan.ts'
import { canReach, type RunsAs, unprivilegedUser } from './unprivileged-user.ts'

export interface EmbeddedPostgres {
  /** `postgres://…` of the superuser; on loopback only. */
  url: string
  /** Resolves when the process is gone, asked or not. */
  ended: Promise<void>
  /** Fast shutdown: connections are ended, nothing is lost. Resolves when the process is gone. */
  stop(): Promise<void>
}

const READY_WITHIN_MS = 30_000
const OPEN_FOLDER = '/var/lib/hubflow'

/**
 * Starts a PostgreSQL of our own on loopback, with its files in `dataDir`, made when there are none. As root it runs as
 * an unprivileged user; where that user cannot reach `dataDir`, the files lie in a folder under /var/lib instead,
 * always the same one for the same `dataDir`. An orphan of a killed start is stopped first. `durable: false` trades
 * safety for speed, for tests. Fails with a sentence that says what to do.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  port?: number
  durable?: boolean
}): Promise<EmbeddedPostgres> {
  const user = unprivilegedUser()
  const home = homeFor(resolve(options.dataDir), user)
  const data = join(home, 'data')
  const binaries = await reachableBinaries(home, user)
  await stopOrphan(data)
  const password = readPassword(home)
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, home, data, password, user)
  const port = options.port ?? (await freePort())
  const log = openSync(join(home, 'postgres.log'), 'a', 0o600)
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  const child = spawn(
    join(binaries, 'bin', 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // A group of its own: Ctrl-C goes to the supervisor alone, which stops the database last.
    { ...asUser(user), detached: true, stdio: ['ignore', log, log], cwd: home },
  )
  // Whoever leaves without stopping it, as a test run that gave up does, takes it along.
  const stopAtExit = () => child.kill('SIGINT')
  process.once('exit', stopAtExit)
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  void ended.then(() => process.off('exit', stopAtExit))
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  await waitUntilReady(url, child, join(home, 'postgres.log'))
  child.unref()
  return {
    url,
    ended,
    async stop() {
      // Nothing else may keep this process alive while it waits.
      child.ref()
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
      await ended
    },
  }
}

/** The folder of the database's files, owned by the user that it runs as. */
function homeFor(dataDir: string, user: RunsAs): string {
  if (user === null) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return dataDir
  }
  mkdirSync(dirname(dataDir), { recursive: true })
  let home = dataDir
  if (!canReach(dirname(dataDir), user)) {
    mkdirSync(OPEN_FOLDER, { recursive: true })
    // Under a strict umask nobody else could enter.
    chmodSync(OPEN_FOLDER, 0o755)
    home = join(OPEN_FOLDER, createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
  }
  mkdirSync(home, { recursive: true })
  chownSync(home, user.uid, user.gid)
  return home
}

function readPassword(home: string): string {
  const path = join(home, 'password')
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  if (kept !== '') return kept
  const password = randomBytes(24).toString('hex')
  writeFileSync(path, `${password}\n`, { mode: 0o600 })
  return password
}

async function initialise(binaries: string, home: string, data: string, password: string, user: RunsAs): Promise<void> {
  // Under another name until it is whole: a start that is killed meanwhile must not leave half a database behind.
  for (const name of readdirSync(home)) {
    // Its initdb may still be writing.
    if (name.startsWith('data.')) rmSync(join(home, name), { recursive: true, force: true, maxRetries: 20 })
  }
  const partial = `${data}.${process.pid}`
  const passwordFile = join(home, 'initdb-password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user !== null) chownSync(passwordFile, user.uid, user.gid)
  try {
    const args = [
      '-D',
      partial,
      '-U',
      'postgres',
      '-E',
      'UTF8',
      '--locale=C',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
    ]
    const child = spawn(join(binaries, 'bin', 'initdb'), args, {
      ...asUser(user),
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: home,
    })
    let complaint = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString()
    })
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail)
      child.once('exit', done)
    })
    if (code !== 0) throw new Error(`PostgreSQL's initdb failed: ${complaint.trim().split('\n').at(-1) ?? ''}`)
    renameSync(partial, data)
  } finally {
    rmSync(partial, { recursive: true, force: true })
    rmSync(passwordFile, { force: true })
  }
}

function asUser(user: RunsAs) {
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  return user === null ? { env } : { env, uid: user.uid, gid: user.gid }
}

async function waitUntilReady(url: string, child: ChildProcess, log: string): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL ended at once: ${lastComplaint(log)}`)
    }
    if (await answers(url)) return
    if (Date.now() > until) {
      child.kill('SIGQUIT')
      throw new Error(`PostgreSQL did not answer within ${READY_WITHIN_MS / 1000} seconds: ${lastComplaint(log)}`)
    }
    await delay(30)
  }
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    await sql`select 1`
    return true
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function lastComplaint(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1) ?? 'it left no word'
  return complaint.replace(/^.*?(FATAL|PANIC|ERROR): +/, '')
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no port')),
      )
    })
  })
}
