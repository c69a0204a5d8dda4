import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { definitionOf, effectsOf, type Program, walk } from './program.ts'
import type { ProgramHub } from './program-hub.ts'

const SETTLED_WITHIN_MS = 30_000
/** Runs that fail in a row pause their workflow: none of the model's gets so far. */
const MAX_RUNS = 15

interface ModelWorkflow {
  id: string
  hookPath: string
  revision: number
  versions: Program[]
  status: 'active' | 'paused'
  runs: number
}

interface ModelRun {
  id: string
  program: Program
  version: number
  n: number
  trail: string[]
  status: 'completed' | 'failed' | 'waiting' | 'cancelled'
  /** A run that was cancelled on its way has done a part of what it would have. */
  isCutShort: boolean
  wakeAtMs: number
  next: number | null
}

interface LeftByRun {
  id: string
  version: number
  trail: string[]
  told: string[]
  mailed: string[]
}

/** What the model says that there is, beside what the hub did: each command is done to both, `settle` compares. */
export class Ledger {
  readonly #hub: ProgramHub
  readonly #workflows: ModelWorkflow[] = []
  readonly #runs: ModelRun[] = []
  #isSettled = true

  constructor(hub: ProgramHub) {
    this.#hub = hub
  }

  anyWaiting(): boolean {
    return this.#runs.some((run) => run.status === 'waiting')
  }

  async create(program: Program): Promise<void> {
    const name = `Random ${Math.random()}`
    const definition = definitionOf(program, this.#hub.httpUrl)
    const created = await this.#json('POST', '/api/workflows', { name, definition, maxRunsPerDay: null }, 201)
    await this.#json('POST', `/api/workflows/${created.id}/publish`, {}, 200)
    const hookPath = new URL(created.webhook.url).pathname
    this.#workflows.push({ id: created.id, hookPath, revision: 1, versions: [program], status: 'active', runs: 0 })
  }

  /** A new version goes live; runs that are under way finish on theirs. */
  async edit(which: number, program: Program): Promise<void> {
    const workflow = pick(this.#workflows, which)
    if (!workflow) return
    const definition = definitionOf(program, this.#hub.httpUrl)
    const path = `/api/workflows/${workflow.id}`
    const saved = await this.#json('PUT', `${path}/draft`, { definition, revision: workflow.revision }, 200)
    workflow.revision = saved.revision
    await this.#json('POST', `${path}/publish`, {}, 200)
    workflow.versions.push(program)
    workflow.status = 'active'
  }

  async start(which: number, n: number): Promise<void> {
    const workflow = pick(
      this.#workflows.filter((one) => one.runs < MAX_RUNS),
      which,
    )
    if (!workflow) return
    const isPaused = workflow.status === 'paused'
    const answer = await this.#json('POST', workflow.hookPath, { n }, isPaused ? 409 : 202)
    if (isPaused) return
    workflow.runs += 1
    const program = workflow.versions.at(-1) ?? { boxes: [] }
    const run: ModelRun = {
      id: answer.runId,
      program,
      version: workflow.versions.length,
      n,
      trail: [],
      status: 'waiting',
      isCutShort: false,
      wakeAtMs: 0,
      next: 0,
    }
    this.#goOn(run)
    this.#runs.push(run)
    this.#isSettled = false
  }

  async cancel(which: number): Promise<void> {
    const run = pick(this.#runs, which)
    if (!run || run.status === 'cancelled') return
    const answer = await this.#hub.send('POST', `/api/runs/${run.id}/cancel`)
    if (answer.status === 200) {
      run.isCutShort = !this.#isSettled
      if (!run.isCutShort) run.trail[run.trail.length - 1] = (run.trail.at(-1) ?? '').replace('waiting', 'cancelled')
      run.status = 'cancelled'
    } else {
      expect(answer.status).toBe(409)
      expect(run.status).not.toBe('waiting')
    }
  }

  async setStatus(which: number, status: 'active' | 'paused'): Promise<void> {
    const workflow = pick(this.#workflows, which)
    if (!workflow) return
    await this.#json('PATCH', `/api/workflows/${workflow.id}/status`, { status }, 200)
    workflow.status = status
  }

  /** Waits that end by then go on at that moment, as after a night without workers. */
  async letTimePass(hours: number): Promise<void> {
    await this.settle()
    await this.#hub.moveClock(hours)
    for (const run of this.#runs) {
      if (run.status !== 'waiting' || run.wakeAtMs > this.#hub.clockMs()) continue
      run.trail[run.trail.length - 1] = (run.trail.at(-1) ?? '').replace('waiting', 'completed')
      this.#goOn(run)
      this.#isSettled = false
    }
    // What waits longer must not have moved either: it is compared when all is quiet.
    await this.settle()
  }

  /** Waits until the hub has come as far as the model, and compares all that they left. */
  async settle(): Promise<void> {
    const wanted = new Map(this.#runs.map((run) => [run.id, `${run.status} ${nodeOf(run)}`]))
    const until = performance.now() + SETTLED_WITHIN_MS
    for (;;) {
      const behind = (await this.#states()).filter(({ id, state }) => wanted.get(id) !== state)
      if (behind.length === 0) break
      if (performance.now() > until)
        throw new Error(`the hub is behind: ${JSON.stringify(behind.map((one) => [one, wanted.get(one.id)]))}`)
      await delay(25)
    }
    this.#isSettled = true
    await this.#compareAll()
  }

  #goOn(run: ModelRun): void {
    const { trail, end, waitMs, next } = walk(run.program, run.n, run.next)
    run.trail.push(...trail)
    run.status = end
    run.wakeAtMs = this.#hub.clockMs() + waitMs
    run.next = next
  }

  async #states(): Promise<{ id: string; state: string }[]> {
    const ids = this.#runs.map((run) => run.id)
    const rows = await this.#hub.sql`
      select id, status, next_node_id from hubflow.workflow_runs where id = any(${ids}::uuid[])`
    expect(rows).toHaveLength(ids.length)
    return rows.map((row) => ({ id: row.id, state: `${row.status} ${row.next_node_id ?? ''}` }))
  }

  async #compareAll(): Promise<void> {
    const ids = this.#runs.map((run) => run.id)
    const rows = await this.#hub.sql<LeftByRun[]>`
      select r.id, r.version,
        array(select s.node_id || ' ' || s.status from hubflow.workflow_run_steps s
          where s.run_id = r.id order by s.position) as trail,
        array(select n.title from hubflow.notifications n where n.run_id = r.id and n.notice_key is null order by n.title collate "C") as told,
        array(select e.subject from hubflow.email_queue e where e.run_id = r.id order by e.subject collate "C") as mailed
      from hubflow.workflow_runs r where r.id = any(${ids}::uuid[])`
    const left = new Map(rows.map((row) => [row.id, row]))
    for (const run of this.#runs) this.#compare(run, left.get(run.id))
  }

  #compare(run: ModelRun, left: LeftByRun | undefined): void {
    if (!left) throw new Error(`the run ${run.id} is lost`)
    const { trail } = left
    if (run.isCutShort) expectPartOf(trail, run.trail)
    else expect(trail).toEqual(run.trail)
    if (run.status === 'completed') expect(trail.filter((entry) => !/completed|failed|skipped/.test(entry))).toEqual([])
    expect(left.version).toBe(run.version)
    const effects = effectsOf(run.program, trail)
    expect(left.told).toEqual(effects.told.toSorted())
    expect(left.mailed).toEqual(effects.mailed.toSorted())
    for (const id of effects.asked) expect(this.#hub.asked.get(`${run.id}.${id}`)).toBeGreaterThan(0)
  }

  async #json(method: string, path: string, body: unknown, status: number) {
    const answer = await this.#hub.send(method, path, body)
    const text = await answer.text()
    expect(answer.status, `${method} ${path}: ${text}`).toBe(status)
    return JSON.parse(text)
  }
}

function pick<Item>(items: Item[], which: number): Item | undefined {
  return items[which % items.length]
}

function nodeOf(run: ModelRun): string {
  return run.status === 'waiting' ? (run.trail.at(-1)?.split(' ')[0] ?? '') : ''
}

/** What was walked is the beginning of what would have been; the step in hand was cancelled. */
function expectPartOf(trail: string[], whole: string[]): void {
  const nodeIn = (entry: string) => entry.split(' ')[0]
  expect(trail.map(nodeIn)).toEqual(whole.slice(0, trail.length).map(nodeIn))
  for (const [at, entry] of trail.entries()) if (!entry.endsWith('cancelled')) expect(entry).toBe(whole[at])
  expect(trail.slice(0, -1).filter((entry) => entry.endsWith('cancelled'))).toEqual([])
}
