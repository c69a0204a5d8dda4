import { type Database, inTransaction, type NewRun, type Queue, type StartedRun, startRuns } from '@hubflow/db'
import { databaseFault, isUnreachable } from '../http/database-fault.ts'
import { keepHeld } from './decisions.ts'

interface Waiting {
  run: NewRun
  resolve: (started: StartedRun) => void
  reject: (error: unknown) => void
}

const MAX_BATCH = 200

/**
 * Starts runs in groups: calls that arrive while a transaction is under way share the next one. A lone call goes at
 * once. Everybody is answered only after the commit that holds their run.
 */
export class RunStarter {
  readonly #database: Database
  readonly #queue: () => Promise<Queue>
  #waiting: Waiting[] = []
  #isBusy = false

  constructor(database: Database, queue: () => Promise<Queue>) {
    this.#database = database
    this.#queue = queue
  }

  start(run: NewRun): Promise<StartedRun> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run, resolve, reject })
      if (!this.#isBusy) void this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    while (this.#waiting.length > 0) await this.#startTogether(this.#takeBatch())
    this.#isBusy = false
  }

  /** The same delivery twice goes into two batches, so that the second one finds the first one's run. */
  #takeBatch(): Waiting[] {
    const keys = new Set<string>()
    const batch: Waiting[] = []
    const later: Waiting[] = []
    for (const waiting of this.#waiting) {
      const { workflowId, dedupeKey } = waiting.run
      const key = dedupeKey === undefined ? null : `${workflowId} ${dedupeKey}`
      if (batch.length >= MAX_BATCH || (key !== null && keys.has(key))) later.push(waiting)
      else {
        batch.push(waiting)
        if (key !== null) keys.add(key)
      }
    }
    this.#waiting = later
    return batch
  }

  async #startTogether(batch: Waiting[]): Promise<void> {
    try {
      const started = await this.#commit(batch.map((waiting) => waiting.run))
      batch.forEach((waiting, index) => {
        const own = started[index]
        if (own) waiting.resolve(own)
        else waiting.reject(new Error('starting a run gave none back'))
      })
    } catch (error) {
      const fault = databaseFault(error)
      if (batch.length === 1 || (fault !== null && isUnreachable(fault))) for (const { reject } of batch) reject(error)
      // One of them cannot be stored: each on its own, so that the others do not fail with it.
      else for (const waiting of batch) await this.#startTogether([waiting])
    }
  }

  async #commit(runs: NewRun[]): Promise<StartedRun[]> {
    const queue = await this.#queue()
    return inTransaction(this.#database, async (tx) => {
      const started = await startRuns(tx, queue, runs)
      await keepHeld(tx, runs, started)
      return started
    })
  }
}
