import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres.ts'

let folder: string
let running: EmbeddedPostgres[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubflow-embedded-'))
  await chmod(folder, 0o755)
})
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()))
  running = []
  rmSync(folder, { recursive: true, force: true })
})

async function start(dataDir = join(folder, 'postgres')): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  running.push(server)
  return server
}

async function ask(url: string, statement: string): Promise<postgres.RowList<postgres.Row[]>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}

test('data are kept over a stop, and an orphan of a killed start is stopped by the next one', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 1 as n')
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow()

  const orphan = await start()
  const pid = Number(readFileSync(pidFile(), 'utf8').split('\n')[0])
  // Nobody stops it, as when the supervisor was killed.
  running = running.filter((each) => each !== orphan)
  const next = await start()
  expect(() => process.kill(pid, 0)).toThrow()
  expect(await ask(next.url, 'select n from kept')).toEqual([{ n: 1 }])
})

test('a start that is killed while the database is made leaves nothing that blocks the next', async () => {
  const home = join(folder, 'postgres')
  const killed = startElsewhere(home, '')
  const half = join(home, `data.${killed.pid}`)
  await expect.poll(() => existsSync(join(half, 'PG_VERSION')), { timeout: 20_000, interval: 5 }).toBe(true)
  killed.kill('SIGKILL')
  const server = await start()
  expect(await ask(server.url, 'select 1 as n')).toEqual([{ n: 1 }])
  expect(existsSync(half)).toBe(false)
})

test('a process that exits without stopping it leaves no server', async () => {
  const dataDir = join(folder, 'postgres')
  const leaving = startElsewhere(dataDir, 'process.exit(0)')
  await new Promise((done) => leaving.once('exit', done))
  await expect.poll(() => existsSync(pidFile()), { timeout: 10_000 }).toBe(false)
  expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('received fast shutdown request')
  const server = await start()
  expect(await ask(server.url, 'select 1 as n')).toEqual([{ n: 1 }])
})

test('the pid of a dead server that another program has now is left alone', async () => {
  const server = await start()
  await server.stop()
  const stranger = spawn('sleep', ['60'])
  try {
    writeFileSync(pidFile(), `${stranger.pid}\n`)
    const next = await start()
    expect(await ask(next.url, 'select 1 as n')).toEqual([{ n: 1 }])
    expect(stranger.exitCode ?? stranger.signalCode).toBe(null)
  } finally {
    stranger.kill()
  }
})

test('it never runs as root, takes no visitor without the password, and listens on loopback only', async () => {
  const server = await start()
  const pid = readFileSync(pidFile(), 'utf8').split('\n')[0]
  if (existsSync(`/proc/${pid}`)) expect(statSync(`/proc/${pid}`).uid).not.toBe(0)
  const stranger = new URL(server.url)
  stranger.password = 'guess'
  await expect(ask(stranger.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  expect(await ask(server.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  expect(await ask(server.url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }])
})

test.runIf(process.getuid?.() === 0)(
  'under a folder that only root may enter, its files lie where it can read them',
  async () => {
    await chmod(folder, 0o700)
    const server = await start()
    const [row] = await ask(server.url, 'show data_directory')
    const data: string = row?.data_directory ?? ''
    expect(data.startsWith(folder)).toBe(false)
    await server.stop()
    rmSync(join(data, '..'), { recursive: true, force: true })
  },
)

test('a data folder that is broken is refused in words', async () => {
  const server = await start()
  await server.stop()
  writeFileSync(join(pidFile(), '..', 'PG_VERSION'), '9.6\n')
  await expect(start()).rejects.toThrow(/database files are incompatible/)
})

function pidFile(): string {
  return join(folder, 'postgres', 'data', 'postmaster.pid')
}

/** In a process of its own, which then does as told. */
function startElsewhere(dataDir: string, then: string): ChildProcess {
  const module = join(dirname(fileURLToPath(import.meta.url)), 'postgres.ts')
  return spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { startEmbeddedPostgres } = await import(${JSON.stringify(module)})
     await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false })
     ${then}`,
  ])
}
