import type { Database, Queue } from '@hubflow/db'
import type { OutboundClient } from '@hubflow/nodes'
import type { Job } from 'pg-boss'
import type { Logger } from 'pino'
import { failpoint } from '../failpoint.ts'
import { passesByItself } from '../services/database-fault.ts'
import { createWalkHost } from '../services/database-host.ts'
import { askAsOwner } from '../services/owner.ts'
import { advance, standingAt, type Walked } from './advance.ts'
import { claimAlone, giveUp, type HeldRun, release } from './claim.ts'
import { noEffects } from './effects.ts'
import type { Flush } from './flush.ts'
import { type Claim, loadRuns } from './load.ts'
import type { RemoteArrival } from './outcome.ts'
import type { RunState } from './run-state.ts'
import { stepErrorOf } from './step.ts'
import { VersionCache } from './version-cache.ts'

/** `alone`: the run's worker ended with it in hand. */
export type RunJob = Job<{ runId: string; alone?: boolean }>

export interface WalkerOptions {
  /** A pool on which nothing but transactions run. */
  database: Database
  queue: Queue
  workerId: string
  http: OutboundClient
  timeZone: string
  flush: Flush
  log: Logger
  /** A remote step whose record is committed, to be done outside any transaction. */
  send(run: RunState, nodeId: string, now: () => Date): void
}

export interface Walker {
  /** Walks the runs of a batch of jobs in one transaction, or each by itself when that fails. */
  walkJobs(jobs: RunJob[]): Promise<void>
  /** Walks a run by itself, one transaction a step, after a claim that is kept should the process die of it. */
  walkAlone(runId: string): Promise<void>
  /** Writes what came of a remote step and walks on; false when the run is no longer this attempt's. */
  arrive(held: HeldRun, arrival: RemoteArrival): Promise<boolean>
  /** Runs that this process holds, or has in a transaction whose outcome it does not know yet. */
  inHand(): string[]
}

interface WalkOptions {
  jobIds?: string[]
  maxSteps?: number
  arrivalFor?: (run: RunState) => RemoteArrival | undefined
}

export function createWalker(options: WalkerOptions): Walker {
  const { database, queue, workerId, http, timeZone, flush, log } = options
  const versions = new VersionCache()
  const inHand = new Set<string>()
  /** The runs of each walk that goes on: its commit may be done before this process hears of it. */
  const walking = new Set<readonly string[]>()

  /** Nobody is to take these runs for lost until the work on them is through. */
  async function whileWalking<Result>(runIds: readonly string[], work: () => Promise<Result>): Promise<Result> {
    walking.add(runIds)
    try {
      return await work()
    } finally {
      walking.delete(runIds)
    }
  }

  function walk(claim: Claim, options: WalkOptions): Promise<Walked[]> {
    return whileWalking('due' in claim ? claim.due : [claim.held], () => walkTogether(claim, options))
  }

  async function walkTogether(claim: Claim, { jobIds = [], maxSteps, arrivalFor }: WalkOptions): Promise<Walked[]> {
    let clock = () => new Date()
    const walked = await database.sql.begin(async (sql) => {
      const { runs, now } = await loadRuns(sql, claim, versions, timeZone)
      clock = clockFrom(now)
      const host = createWalkHost({ ask: (owner, query) => askAsOwner(sql, owner, query), http, now: clock })
      const walking = runs.map((run) => {
        const arrival = arrivalFor?.(run)
        return advance(run, host, { ...(arrival && { arrival }), ...(maxSteps !== undefined && { maxSteps }) })
      })
      // All of them, even when one fails: a statement that came later would go to a connection no longer ours.
      const settled = await Promise.allSettled(walking)
      const done = settled.map((one) => (one.status === 'fulfilled' ? one.value : raise(one.reason)))
      await flush(sql, queue, { walked: done, jobIds, workerId, now: clock() })
      return done
    })
    for (const { run, halt } of walked) follow(run, halt, clock)
    return walked
  }

  function follow(run: RunState, halt: Walked['halt'], clock: () => Date): void {
    if (halt.status === 'running') inHand.add(run.id)
    else inHand.delete(run.id)
    if (halt.status === 'waiting') failpoint('parked', halt.nodeId)
    if (halt.status === 'running' && halt.go === 'send') options.send(run, halt.nodeId, clock)
  }

  async function walkJobs(jobs: RunJob[]): Promise<void> {
    failpoint('claimed')
    // A job that was claimed before and never came back may have taken its worker with it: it is not let near others.
    const suspect = jobs.filter((job) => job.retryCount > 0 || job.data.alone)
    const fresh = jobs.filter((job) => !suspect.includes(job))
    try {
      if (fresh.length > 0) await walk({ due: fresh.map(runIdOf) }, { jobIds: fresh.map((job) => job.id) })
    } catch (error) {
      log.warn({ err: error, runs: fresh.length }, 'a batch could not be written; its runs are walked one by one')
      suspect.push(...fresh)
    }
    for (const job of suspect) await walkAlone(runIdOf(job), job.id)
  }

  async function walkAlone(runId: string, jobId?: string): Promise<void> {
    const held = await whileWalking([runId], async () => {
      const claimed = await claimAlone({ database, queue, workerId }, runId, jobId)
      if (claimed) inHand.add(runId)
      return claimed
    })
    if (!held) return
    try {
      await walkHeld(held)
    } catch (error) {
      await recover(held, error)
    }
  }

  async function walkHeld(held: HeldRun): Promise<void> {
    for (;;) {
      const [walked] = await walk({ held: held.id, attempt: held.attempt }, { maxSteps: 1 })
      if (!walked) inHand.delete(held.id)
      if (walked?.halt.status !== 'running' || walked.halt.go === 'send') return
    }
  }

  async function arrive(held: HeldRun, arrival: RemoteArrival): Promise<boolean> {
    try {
      const claim = { held: held.id, attempt: held.attempt }
      const [walked] = await walk(claim, { arrivalFor: () => arrival })
      if (!walked) inHand.delete(held.id)
      return walked !== undefined
    } catch (error) {
      // The answer may be what could not be written; a lost connection is not the answer's fault.
      if (passesByItself(error)) throw error
      await recover(held, error)
      return true
    }
  }

  /** After an error of a run that is held alone: try again later when it may pass, else the step has failed. */
  async function recover(held: HeldRun, error: unknown): Promise<void> {
    try {
      if (passesByItself(error)) await release({ database, queue }, held, delayAfter(held.crashes))
      else await failStep(held, error)
    } catch (again) {
      log.error({ err: again, runId: held.id }, 'a run could not be recovered; it is looked at again soon')
      if (!passesByItself(again)) await giveUp(database, held, again)
    } finally {
      inHand.delete(held.id)
    }
  }

  async function failStep(held: HeldRun, error: unknown): Promise<void> {
    log.warn({ err: error, runId: held.id }, 'a step could not be recorded; it fails alone')
    await walk(
      { held: held.id, attempt: held.attempt },
      {
        arrivalFor(run) {
          const nodeId = standingAt(run)
          if (nodeId === null) return undefined
          return { nodeId, outcome: { status: 'failed', error: stepErrorOf(error) }, effects: noEffects() }
        },
        maxSteps: 1,
      },
    ).then(async ([walked]) => {
      if (walked?.halt.status === 'running' && walked.halt.go === 'walk') await walkHeld(held)
    })
  }

  return { walkJobs, walkAlone, arrive, inHand: () => [...inHand, ...[...walking].flat()] }
}

function runIdOf(job: RunJob): string {
  return job.data.runId
}

/** Business time that goes on from the database's, by this machine's steady clock. */
function clockFrom(start: Date): () => Date {
  const origin = performance.now()
  return () => new Date(start.getTime() + (performance.now() - origin))
}

function delayAfter(crashes: number): number {
  return Math.min(1000 * 2 ** crashes, 60_000)
}

function raise(error: unknown): never {
  throw error
}
