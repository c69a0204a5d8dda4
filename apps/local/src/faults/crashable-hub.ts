import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Definition } from '@hubflow/core'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@hubflow/db/embedded'
import { createPerson, createWorkflow } from '@hubflow/db/testing'
import postgres from 'postgres'
import { readEnvironment } from '../environment.ts'
import { type Hub, startHub } from '../hub.ts'
import { findFreePort } from '../port.ts'

/** A hub of real processes on a PostgreSQL of its own, which can be made to crash and come back at the same place. */
export class CrashableHub {
  /** What the supervisor said since the start: that a process ended, above all. */
  said: string[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'hubflow-faults-'))
  #port = 0
  #database: EmbeddedPostgres | undefined
  #hub: Hub | undefined

  async start(env: NodeJS.ProcessEnv = {}): Promise<void> {
    chmodSync(this.#folder, 0o755)
    this.#port = await findFreePort('127.0.0.1')
    await this.startDatabase()
    const environment = readEnvironment({
      DATABASE_URL: this.#running.url,
      HUBFLOW_SECRET: 'a secret that lives as long as the test runs',
      HUBFLOW_DATA_DIR: join(this.#folder, 'hub'),
      HOST: '127.0.0.1',
      PORT: '0',
      ...env,
    })
    this.#hub = await startHub({
      environment,
      dev: false,
      say: (sentence) => this.said.push(sentence),
      signal: new AbortController().signal,
    })
    this.said = []
  }

  async stop(): Promise<void> {
    await this.#hub?.stop()
    await this.#database?.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async startDatabase(): Promise<void> {
    this.#database = await startEmbeddedPostgres({ dataDir: join(this.#folder, 'postgres'), port: this.#port })
  }

  /** What `pg_ctl stop -m immediate` does: no farewell, no checkpoint; the next start recovers from the log. */
  async crashDatabase(): Promise<void> {
    const pidFile = join(this.#folder, 'postgres', 'data', 'postmaster.pid')
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]), 'SIGQUIT')
    await this.#running.stop()
  }

  /** Publishes the workflow, which a webhook starts; gives the address to call. */
  async publish(definition: Definition): Promise<string> {
    const { id: ownerId } = await createPerson(this.#running.url, { role: 'trainer' })
    const { hookToken } = await createWorkflow(this.#running.url, { ownerId, definition })
    return `${this.#hub?.url}/hooks/${hookToken}`
  }

  async query<Result>(work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
    const sql = postgres(this.#running.url, { max: 1, onnotice: () => {} })
    try {
      return await work(sql)
    } finally {
      await sql.end()
    }
  }

  /** Of a process that this one started, once it runs; only where the system tells it (Linux). */
  async pidOf(app: 'api' | 'worker'): Promise<number> {
    for (let tries = 0; tries < 600; tries++, await delay(100)) {
      for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
        const isOurs = readFile(`/proc/${name}/status`).includes(`\nPPid:\t${process.pid}\n`)
        if (isOurs && readFile(`/proc/${name}/cmdline`).includes(`apps/${app}/src/main.ts`)) return Number(name)
      }
    }
    throw new Error(`no ${app} runs`)
  }

  /** The ends of the processes' logs. */
  logs(): string {
    const tail = (app: string) => readFileSync(join(this.#folder, 'hub', 'logs', `${app}.log`), 'utf8').slice(-3000)
    return ['api', 'worker'].map(tail).join('\n')
  }

  get #running(): EmbeddedPostgres {
    if (!this.#database) throw new Error('the database was not started')
    return this.#database
  }
}

/** A process may end while it is looked at. */
function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Calls the webhook on the beat and keeps what it was answered: the oracle outside of the hub. */
export class Caller {
  readonly accepted: string[] = []
  readonly refusals = new Set<string>()
  readonly #url: string
  readonly #perSecond: number
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(url: string, perSecond: number) {
    this.#url = url
    this.#perSecond = perSecond
  }

  async call(): Promise<number> {
    const answer = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).catch((cause: Error) => new Response(String(cause.cause), { status: 599 }))
    if (answer.status === 202) this.accepted.push(((await answer.json()) as { runId: string }).runId)
    else this.refusals.add(`${answer.status} ${answer.headers.has('retry-after') ? 'with' : 'without'} Retry-After`)
    return answer.status
  }

  async callFor(milliseconds: number): Promise<void> {
    const beganAt = performance.now()
    for (let n = 0; n < (milliseconds * this.#perSecond) / 1000; n++) {
      await delay(Math.max(0, beganAt + (n * 1000) / this.#perSecond - performance.now()))
      const call = this.call().finally(() => this.#underWay.delete(call))
      this.#underWay.add(call)
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }
}

/** Of the accepted runs, those that the database does not have. */
export async function lost(sql: postgres.Sql, accepted: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select a.id from unnest(${accepted}::uuid[]) as a (id)
    where not exists (select from hubflow.workflow_runs r where r.id = a.id)`
  return rows.map((row) => row.id)
}
