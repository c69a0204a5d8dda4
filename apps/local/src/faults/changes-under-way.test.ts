import { load, untilAllEnded } from '@hubflow/db/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { definitionOf, type Program } from './program.ts'
import { type ProgramHub, startProgramHub } from './program-hub.ts'

const RUNS = load(20, 500)

let hub: ProgramHub
beforeAll(async () => {
  hub = await startProgramHub()
})
afterAll(() => hub.stop())
beforeEach(() => hub.sql`truncate hubflow.workflows cascade`)

/** Tells, waits an hour, tells again; `more` boxes follow. */
function telling(...more: Program['boxes']): Program {
  const line = { next: 1, otherwise: 1, size: 0 }
  return { boxes: [{ kind: 'tell', ...line }, { kind: 'wait', ...line, size: 1 }, { kind: 'tell', ...line }, ...more] }
}

/** What a person may do to a workflow while runs of it wait. */
const CHANGES: Record<string, (path: string) => Promise<unknown>> = {
  'edited and published': async (path) => {
    // Other steps under the same ids, and one less: what waits must not notice.
    const definition = definitionOf({ boxes: [{ kind: 'mail', next: 1, otherwise: 1, size: 0 }] }, hub.httpUrl)
    await done('PUT', `${path}/draft`, { definition, revision: 1 })
    await done('POST', `${path}/publish`, {})
  },
  paused: (path) => done('PATCH', `${path}/status`, { status: 'paused' }),
  archived: (path) => done('PATCH', `${path}/status`, { status: 'archived' }),
}

test.each(Object.entries(CHANGES))(
  '%s with runs under way: each finishes on the version that it began with',
  async (_, change) => {
    const { path, runIds } = await waitingRuns()
    await change(path)
    await hub.restartWorker()
    await hub.moveClock(2)
    await untilAllEnded(hub.sql)
    const runs = await hub.sql`select status, version from hubflow.workflow_runs where id = any(${runIds}::uuid[])`
    expect(new Set(runs.map((run) => `${run.status} on ${run.version}`))).toEqual(new Set(['completed on 1']))
    expect(await told()).toEqual({ n0: RUNS, n2: RUNS })
    expect(await hub.sql`select id from hubflow.email_queue`).toHaveLength(0)
  },
)

test('deleted with runs under way: they are cancelled, none dangles, and nothing follows', async () => {
  const { path, runIds } = await waitingRuns()
  await done('DELETE', path)
  await hub.moveClock(2)
  await untilAllEnded(hub.sql)
  const runs = await hub.sql`
    select r.status, s.status as step from hubflow.workflow_runs r join hubflow.workflow_run_steps s on s.run_id = r.id
    where r.id = any(${runIds}::uuid[]) and s.node_id = 'n1'`
  expect(new Set(runs.map((run) => `${run.status} ${run.step}`))).toEqual(new Set(['cancelled cancelled']))
  expect(await told()).toEqual({ n0: RUNS })
})

test('a change at the moment of the start: each run is whole on one version', async () => {
  const { path, hookPath } = await published(telling())
  const started: Promise<unknown>[] = []
  for (let revision = 1; revision <= 5; revision++) {
    started.push(...Array.from({ length: Math.ceil(RUNS / 5) }, () => done('POST', hookPath, {})))
    const more = Array.from({ length: revision }, () => ({ kind: 'tell' as const, next: 1, otherwise: 1, size: 0 }))
    await done('PUT', `${path}/draft`, { definition: definitionOf(telling(...more), hub.httpUrl), revision })
    await done('POST', `${path}/publish`, {})
  }
  await Promise.all(started)
  await untilWaiting(started.length)
  await hub.moveClock(2)
  await untilAllEnded(hub.sql)
  const runs = await hub.sql`
    select r.version, r.status, (select count(*)::int from hubflow.notifications n where n.run_id = r.id) as told
    from hubflow.workflow_runs r`
  expect(runs).toHaveLength(started.length)
  // Version 1 tells twice, each later one once more.
  for (const run of runs) expect(`${run.status} ${run.told}`).toBe(`completed ${run.version + 1}`)
})

async function published(program: Program): Promise<{ path: string; hookPath: string }> {
  const definition = definitionOf(program, hub.httpUrl)
  const created = await done('POST', '/api/workflows', { name: 'Changed', definition, maxRunsPerDay: null })
  const path = `/api/workflows/${created.id}`
  await done('POST', `${path}/publish`, {})
  return { path, hookPath: new URL(created.webhook.url).pathname }
}

async function waitingRuns(): Promise<{ path: string; runIds: string[] }> {
  const { path, hookPath } = await published(telling())
  const answers = await Promise.all(Array.from({ length: RUNS }, () => done('POST', hookPath, {})))
  await untilWaiting(RUNS)
  return { path, runIds: answers.map((answer) => answer.runId) }
}

async function untilWaiting(count: number): Promise<void> {
  const waiting = async () => (await hub.sql`select id from hubflow.workflow_runs where status = 'waiting'`).length
  await expect.poll(waiting, { timeout: 15_000 }).toBe(count)
}

/** How often each step told somebody. */
async function told(): Promise<Record<string, number>> {
  const rows =
    await hub.sql`select title, count(*)::int as times from hubflow.notifications where notice_key is null group by title`
  return Object.fromEntries(rows.map((row) => [row.title, row.times]))
}

async function done(method: string, path: string, body?: unknown) {
  const answer = await hub.send(method, path, body)
  const text = await answer.text()
  expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(300)
  return text === '' ? null : JSON.parse(text)
}
