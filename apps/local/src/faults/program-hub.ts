import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApi } from '@hubflow/api'
import { testDatabase } from '@hubflow/db/testing'
import { createWorker, type Worker } from '@hubflow/worker'
import { pino } from 'pino'
import postgres from 'postgres'
import { addAccounts } from '../account.ts'

const SECRET = 'a secret that lives as long as the test runs'
const ORIGIN = 'http://127.0.0.1:3000'
const PASSWORD = 'correct horse battery'
const HOUR_MS = 3_600_000

export type ProgramHub = Awaited<ReturnType<typeof startProgramHub>>

/** An API and two workers in this process, on a database whose clock the test moves; and a server that they call. */
export async function startProgramHub() {
  const database = await testDatabase()
  const sql = postgres(database.url, { max: 3, onnotice: () => {} })
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' })
  const config = { databaseUrl: database.url, secret: SECRET, host: '127.0.0.1', port: 3000, publicUrl: null }
  const api = createApi({ config: { ...config, timeZone: 'UTC', mail: 'unset', smtpUrl: null, webDir: null }, log })
  const asked = new Map<string, number>()
  const server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key'])
    asked.set(key, (asked.get(key) ?? 0) + 1)
    request.resume()
    response.writeHead(Number(request.url?.split('/')[2]), { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const workers: Worker[] = []
  let cookie = ''
  for (let n = 0; n < 2; n++) workers.push(await startWorker())
  let movedMs = 0

  async function startWorker(): Promise<Worker> {
    const worker = createWorker({
      databaseUrl: database.url,
      hubSecret: SECRET,
      publicUrl: null,
      smtpUrl: null,
      mailFrom: 'Training Hub <hub@hub.test>',
      timeZone: 'UTC',
      outboundAllow: ['127.0.0.1'],
      logLevel: 'silent',
      log,
    })
    await worker.start()
    return worker
  }

  async function signIn(): Promise<string> {
    await addAccounts(sql, [{ name: 'Tess', email: 'tess@hub.test', role: 'trainer' }], PASSWORD)
    const body = { email: 'tess@hub.test', password: PASSWORD }
    const answer = await send('POST', '/api/auth/sign-in/email', body)
    return answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
  }

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers = {
      'content-type': 'application/json',
      origin: ORIGIN,
      host: '127.0.0.1:3000',
      ...(cookie && { cookie }),
    }
    return api.app.request(ORIGIN + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }

  cookie = await signIn()
  return {
    sql,
    send,
    httpUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How often each key was asked for. */
    asked,
    /** Hours since the first. */
    clockMs: () => movedMs,
    /** Business time goes on by so many hours for everybody at once. */
    async moveClock(hours: number): Promise<void> {
      movedMs += hours * HOUR_MS
      await sql.unsafe(`create or replace function hubflow.now() returns timestamptz language sql stable parallel safe
        as $$ select statement_timestamp() + interval '${movedMs} milliseconds' $$`)
    },
    /** What a network that fails does to both workers at once. */
    async cutConnections(): Promise<void> {
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'hubflow worker%'`
    },
    async restartWorker(): Promise<void> {
      await workers.shift()?.stop()
      workers.push(await startWorker())
    },
    async stop(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.stop()))
      await api.close()
      server.closeAllConnections()
      server.close()
      await sql.end()
      await database.drop()
    },
  }
}
