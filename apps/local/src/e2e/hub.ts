import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'

const START = resolve(import.meta.dirname, '../start.ts')
const READY_LINE = /^hubflow ready: (http:\/\/\S+)$/m

/** The whole product as `pnpm start` runs it: real processes on a data directory of their own. */
export interface TestHub {
  url: string
  dataDir: string
  /** The supervisor's. */
  pid: number | undefined
  caughtMail(): Promise<ParsedMail[]>
  /** As Ctrl-C does; gives the exit code. */
  stop(): Promise<number | null>
}

export interface StartedHub extends TestHub {
  /** Everything that it printed so far. */
  output(): string
  /** As `kill -9` does: only the supervisor dies by it. */
  kill(): Promise<void>
}

/** Names the data directory of a hub that has been started once: no file of tests has to wait for a demo hub of its own. */
export const FILLED_DIR = 'HUBFLOW_E2E_FILLED'

/** A data directory of its own: of a hub as it is after its first start, where one is at hand; otherwise empty. */
export function newDataDir(): string {
  const dataDir = emptyDataDir()
  const filled = process.env[FILLED_DIR]
  // With owners and modes: PostgreSQL's files belong to a user of its own.
  if (filled !== undefined) execFileSync('cp', ['-a', `${filled}/.`, dataDir])
  return dataDir
}

export function emptyDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'hubflow-e2e-'))
  // Tests that run as root have a Postgres of another user, who must be able to enter.
  chmodSync(dataDir, 0o755)
  return dataDir
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true })
}

/** Names the address at which hubs are handed out that were started ahead. */
export const HUBS_AHEAD = 'HUBFLOW_E2E_HUBS'

/** A hub as it is after its first start, for this file of tests alone; it was started while the file before ran. */
export async function takeHub(): Promise<TestHub> {
  const ask = async (what: string) => {
    const answer = await fetch(`${process.env[HUBS_AHEAD]}${what}`)
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }
  const { url, dataDir, pid } = (await ask('/take')) as { url: string; dataDir: string; pid: number }
  return {
    url,
    dataDir,
    pid,
    caughtMail: () => readMail(join(dataDir, 'mail')),
    stop: async () => (await ask(`/stop?pid=${pid}`)) as number | null,
  }
}

export async function startHub(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<StartedHub> {
  const started = run(dataDir, env)
  const url = await started.ready
  if (url === null) throw new Error(`the hub did not start: ${started.output()}`)
  const { child, output, exited } = started
  return {
    url,
    dataDir,
    pid: child.pid,
    output,
    caughtMail: () => readMail(join(dataDir, 'mail')),
    async stop() {
      child.kill('SIGINT')
      return exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** For a start that must fail: what it said, and how it ended. */
export async function failToStart(
  dataDir: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; output: string }> {
  const { exited, output, ready, child } = run(dataDir, env)
  if ((await ready) !== null) {
    child.kill('SIGINT')
    await exited
    throw new Error(`the hub started although it must not: ${output()}`)
  }
  return { code: await exited, output: output().trim() }
}

/** The process id of the hub's part that runs this file: `api/src/main.ts` */
export function processOf(hub: TestHub, entry: string): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const line = lines.find((each) => each.includes(entry) && Number(each.trim().split(/\s+/)[1]) === hub.pid)
  return Number(line?.trim().split(/\s+/)[0])
}

function run(dataDir: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [START], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, HUBFLOW_DATA_DIR: dataDir, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const exited = new Promise<number | null>((done) => child.once('close', done))
  const ready = new Promise<string | null>((done) => {
    const read = (chunk: Buffer) => {
      printed += chunk
      const url = READY_LINE.exec(printed)?.[1]
      if (url !== undefined) done(url)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void exited.then(() => done(null))
  })
  return { child, exited, ready, output: () => printed }
}

export async function readMail(folder: string): Promise<ParsedMail[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml'))
  return Promise.all(names.sort().map((name) => simpleParser(readFileSync(join(folder, name)))))
}
