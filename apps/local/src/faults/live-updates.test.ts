import { setTimeout as delay } from 'node:timers/promises'
import type { Definition } from '@hubflow/core'
import { load, printedSeed, randomOf, type TestDatabase, testDatabase, untilAllEnded } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Processes, startProcesses } from './processes.ts'

const RUNS = load(100, 500)
const VIEWERS = load(20, 200)
/** At which part of the runs something is cut. */
const FAULTS_AFTER = { worker: 0.3, feed: 0.5, viewers: 0.7 }
const LAG_P95_MS = 1000
const SHOWN_WITHIN_MS = 5000

let database: TestDatabase
let hub: Processes
beforeAll(async () => {
  database = await testDatabase()
  hub = await startProcesses(database.url)
})
afterAll(async () => {
  await hub.stop()
  await database.drop()
})

test('connections are cut and a worker is killed: what viewers last show is what the database says, soon', async () => {
  const random = randomOf(printedSeed('live updates'))
  const { id, hookPath } = await publish()
  const viewers = Array.from({ length: VIEWERS }, () => new Viewer(id))
  await Promise.all(viewers.map((viewer) => viewer.isFresh()))
  const at = (part: number) => Math.floor(RUNS * part)
  for (let n = 0; n < RUNS; n++) {
    expect((await hub.send('POST', hookPath, '{}')).status).toBe(202)
    if (n === at(FAULTS_AFTER.worker)) {
      await hub.end(hub.worker, 'SIGKILL')
      void hub.startWorker()
    }
    if (n === at(FAULTS_AFTER.feed)) {
      const cut = await hub.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'hubflow api' and query ilike 'listen%'`
      expect(cut).toHaveLength(1)
    }
    if (n === at(FAULTS_AFTER.viewers)) for (const viewer of viewers) viewer.cutAfter(random() * 2000)
    await delay(30)
  }
  await untilAllEnded(hub.sql, hub.logs)
  const rows = await hub.sql<{ id: string; status: string; at: number }[]>`
    select id, status, extract(epoch from completed_at)::float * 1000 as at from hubflow.workflow_runs`
  const truth = Object.fromEntries(rows.map((row) => [row.id, row.status]))
  expect(rows).toHaveLength(RUNS)
  for (const viewer of viewers)
    await expect.poll(() => Object.fromEntries(viewer.shown), { timeout: SHOWN_WITHIN_MS }).toEqual(truth)

  // Those that were not cut hear of each end by a message; what came while the feed itself was away, by their refetch.
  const ends = new Map(rows.map((row) => [row.id, row.at]))
  const lags = viewers.flatMap((viewer) => [...viewer.endHeardAt].map(([id, heardAt]) => heardAt - (ends.get(id) ?? 0)))
  const p95 = lags.toSorted((a, b) => a - b)[Math.floor(lags.length * 0.95)] ?? Number.POSITIVE_INFINITY
  console.log(`${VIEWERS} viewers of ${RUNS} runs heard of an end after ${Math.round(p95)} ms (p95 of ${lags.length})`)
  expect(lags.length).toBeGreaterThan((VIEWERS * RUNS) / 2)
  expect(p95).toBeLessThan(LAG_P95_MS)
  for (const viewer of viewers) viewer.close()
  expect(hub.ended).toEqual([])
})

/** What the app does: shows the states that messages tell, and fetches all that is on screen on every `hello`. */
class Viewer {
  readonly shown = new Map<string, string>()
  readonly endHeardAt = new Map<string, number>()
  readonly #workflowId: string
  readonly #fresh = Promise.withResolvers<void>()
  #connection = new AbortController()
  #isClosed = false
  /** Runs that messages told of since the last fetch began. */
  #heardSince = new Set<string>()

  constructor(workflowId: string) {
    this.#workflowId = workflowId
    void this.#stayConnected()
  }

  /** Resolves when it has been told to fetch for the first time, and has. */
  isFresh(): Promise<void> {
    return this.#fresh.promise
  }

  cutAfter(milliseconds: number): void {
    setTimeout(() => this.#connection.abort(), milliseconds)
  }

  close(): void {
    this.#isClosed = true
    this.#connection.abort()
  }

  async #stayConnected(): Promise<void> {
    while (!this.#isClosed) {
      this.#connection = new AbortController()
      await this.#listen(this.#connection.signal).catch(() => {})
      await delay(100)
    }
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const answer = await hub.send('GET', '/api/live', undefined, { signal })
    let text = ''
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1]
        text = text.slice(end + 2)
        if (data !== undefined) this.#take(JSON.parse(data))
      }
    }
  }

  #take(message: { kind: string; runId?: string; status?: string }): void {
    if (message.kind === 'hello') void this.#refetch().catch(() => this.#connection.abort())
    if (message.kind !== 'run' || message.runId === undefined || message.status === undefined) return
    this.shown.set(message.runId, message.status)
    this.#heardSince.add(message.runId)
    if (message.status === 'completed') this.endHeardAt.set(message.runId, Date.now())
  }

  /** What a message tells meanwhile is newer than what is fetched. */
  async #refetch(): Promise<void> {
    const heard = new Set<string>()
    this.#heardSince = heard
    let cursor = ''
    do {
      const answer = await hub.send('GET', `/api/runs?workflowId=${this.#workflowId}&limit=100${cursor}`)
      const page = (await answer.json()) as { items: { id: string; status: string }[]; nextCursor: string | null }
      for (const run of page.items) if (!heard.has(run.id)) this.shown.set(run.id, run.status)
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`
    } while (cursor !== '')
    this.#fresh.resolve()
  }
}

async function publish(): Promise<{ id: string; hookPath: string }> {
  const position = { x: 0, y: 0 }
  const definition: Definition = {
    schemaVersion: 1,
    nodes: [
      { id: 'call', type: 'webhook', name: 'Call', config: {}, position },
      { id: 'wait', type: 'wait', name: 'Wait', config: { kind: 'duration', amount: 1, unit: 'seconds' }, position },
      {
        id: 'tell',
        type: 'create-notification',
        name: 'Tell',
        config: { to: ['owner'], title: 'A call', message: 'It came in.' },
        position,
      },
    ],
    edges: [
      { id: 'e1', source: 'call', target: 'wait', branch: 'next' },
      { id: 'e2', source: 'wait', target: 'tell', branch: 'next' },
    ],
  }
  const created = await hub.send('POST', '/api/workflows', { name: 'Watched', definition, maxRunsPerDay: null })
  const { id, webhook } = (await created.json()) as { id: string; webhook: { url: string } }
  expect((await hub.send('POST', `/api/workflows/${id}/publish`, {})).status).toBe(200)
  return { id, hookPath: new URL(webhook.url).pathname }
}
