import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { migrate } from '@hubflow/db'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@hubflow/db/embedded'
import { createPerson, createWorkflow, load, untilAllEnded } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDataDir } from '../data-dir.ts'
import { hubProcesses } from '../hub-processes.ts'
import { findFreePort } from '../port.ts'

const BOOTS = load(1, 5)
/** The worker doubles its pauses from a second: this long away it has asked some times, and not a hundred. */
const AWAY_MS = 3000
const READY_WITHIN_MS = 10_000

let folder: string
let databasePort: number
let database: EmbeddedPostgres | undefined
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubflow-faults-'))
  chmodSync(folder, 0o755)
  databasePort = await findFreePort('127.0.0.1')
})
afterAll(async () => {
  await database?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('PostgreSQL is down at boot: API and worker wait for it without crashing, say so, and work once it is there', async () => {
  database = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: databasePort })
  const { url } = database
  await migrate(url)
  const { id: ownerId } = await createPerson(url, { role: 'trainer' })
  const { hookToken } = await createWorkflow(url, { ownerId, definition: TELL_OWNER })

  for (let boot = 1; boot <= BOOTS; boot++) {
    await database.stop()
    const said: string[] = []
    const port = await findFreePort('127.0.0.1')
    const dataDir = openDataDir(join(folder, `boot-${boot}`))
    const env = {
      ...process.env,
      DATABASE_URL: url,
      PORT: String(port),
      HOST: '127.0.0.1',
      HUBFLOW_SECRET: 's'.repeat(32),
    }
    const processes = hubProcesses({ env, dataDir, dev: false, say: (sentence) => said.push(sentence) })
    const starting = Promise.all(processes.map((each) => each.start()))
    try {
      const answer = async (path: string, init?: RequestInit) => {
        const response = await fetch(`http://127.0.0.1:${port}${path}`, init).catch(() => null)
        await response?.body?.cancel()
        return response === null ? 'nobody' : `${response.status} ${response.headers.has('retry-after')}`
      }
      await expect.poll(() => answer('/healthz'), { timeout: 15_000 }).toBe('200 false')
      const awayUntil = Date.now() + AWAY_MS
      while (Date.now() < awayUntil) {
        expect(await answer('/readyz')).toBe('503 true')
        expect(await answer(`/hooks/${hookToken}`, { method: 'POST' })).toBe('503 true')
        await delay(250)
      }
      const tries = readFileSync(dataDir.log('worker'), 'utf8').split('cannot be reached').length - 1
      expect(tries).toBeGreaterThan(1)
      expect(tries).toBeLessThan(10)

      database = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: databasePort })
      const backAt = performance.now()
      await expect.poll(() => answer('/readyz'), { timeout: READY_WITHIN_MS }).toBe('200 false')
      await starting
      expect(performance.now() - backAt).toBeLessThan(READY_WITHIN_MS)
      expect(await answer(`/hooks/${hookToken}`, { method: 'POST' })).toBe('202 false')
      await allCompleted(url, boot)
      // Nothing ended and was started again meanwhile.
      expect(said).toEqual([])
    } finally {
      await Promise.all(processes.map((each) => each.stop()))
      await starting.catch(() => {})
    }
  }
})

async function allCompleted(url: string, count: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await untilAllEnded(sql)
    expect((await sql`select status from hubflow.workflow_runs`).map((run) => run.status)).toEqual(
      Array.from({ length: count }, () => 'completed'),
    )
  } finally {
    await sql.end()
  }
}

const position = { x: 0, y: 0 }
const TELL_OWNER = {
  schemaVersion: 1 as const,
  nodes: [
    { id: 'call', type: 'webhook', name: 'Call', config: {}, position },
    {
      id: 'tell',
      type: 'create-notification',
      name: 'Tell',
      config: { to: ['owner'], title: 'A call', message: 'It came in.' },
      position,
    },
  ],
  edges: [{ id: 'e1', source: 'call', target: 'tell', branch: 'next' }],
}
