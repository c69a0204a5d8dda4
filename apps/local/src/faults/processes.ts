import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import { addAccounts } from '../account.ts'
import { NODE_ARGUMENTS } from '../hub-processes.ts'

const APPS = resolve(import.meta.dirname, '../../..')
const PASSWORD = 'correct horse battery'

export type Processes = Awaited<ReturnType<typeof startProcesses>>

/** An API and a worker as processes that nobody starts again, and a trainer who is signed in. */
export async function startProcesses(databaseUrl: string, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hubflow-processes-'))
  const log = join(folder, 'log')
  const sql = postgres(databaseUrl, { max: 3, onnotice: () => {} })
  const children = new Set<ChildProcess>()
  /** What ended without having been asked to. */
  const ended: string[] = []

  function start(app: 'api' | 'worker'): ChildProcess {
    const out = openSync(log, 'a')
    const child = fork(join(APPS, app, 'src/main.ts'), {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: databaseUrl,
        HUBFLOW_SECRET: 's'.repeat(32),
        HUBFLOW_TIME_ZONE: 'UTC',
        OUTBOUND_ALLOW: '127.0.0.1',
        PORT: '0',
        ...env,
      },
      execArgv: NODE_ARGUMENTS,
      stdio: ['ignore', out, out, 'ipc'],
    })
    children.add(child)
    child.once('exit', (code, signal) => {
      if (children.delete(child)) ended.push(`${app} ${signal ?? code}`)
    })
    return child
  }

  async function startWorker(): Promise<ChildProcess> {
    const worker = start('worker')
    await once(worker, 'message')
    return worker
  }

  /** Ends a process by a signal, and waits until it is gone. */
  async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    if (!children.delete(child)) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  const api = start('api')
  const [{ url }] = await once(api, 'message')
  let cookie = ''

  /** As the trainer; a body that is a text goes as it is. */
  function send(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Response> {
    const headers = { 'content-type': 'application/json', origin: url, cookie, ...init.headers }
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    return fetch(url + path, { ...init, method, headers, ...(text !== undefined && { body: text }) })
  }

  const trainer = { name: 'Tess', email: 'tess@hub.test', role: 'trainer' as const }
  await addAccounts(sql, [trainer], PASSWORD)
  const signedIn = await send('POST', '/api/auth/sign-in/email', { email: trainer.email, password: PASSWORD })
  cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')

  return {
    url: String(url),
    sql,
    ended,
    api,
    worker: await startWorker(),
    send,
    startWorker,
    end,
    logs: () => readFileSync(log, 'utf8').slice(-5000),
    async stop(): Promise<void> {
      for (const child of [...children]) await end(child, 'SIGKILL')
      await sql.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
