import { isFinished, type Json, type RunStatus } from '@hubflow/core'
import type { Database } from '@hubflow/db'
import type { Logger } from 'pino'
import { z } from 'zod'

const CHANNEL = 'hubflow_live'
/** Callers that may wait in this process at once; each holds its connection, and nothing of the database. */
const MAX_WAITING = 200

/** How a run ended; null where it has not. */
export type RunEnd = { status: 'completed'; output: Json } | { status: 'failed' | 'cancelled' } | null

/** Lets webhook callers wait for the end of their runs: they are told by the database, and ask it nothing meanwhile. */
export interface RunEnds {
  /**
   * Gives the end when it comes, or null when the time is over, the signal aborts, the process stops, or too many wait
   * already. Never throws: the run is there, and who hears of an error would send it again.
   */
  waitFor(runId: string, timeoutMs: number, signal: AbortSignal): Promise<RunEnd>
  /** How many wait at present. */
  readonly waiting: number
  /** Lets everybody go, and stops listening. */
  close(): Promise<void>
}

export function createRunEnds(
  { database, log }: { database: Database; log: Logger },
  maxWaiting = MAX_WAITING,
): RunEnds {
  const wakers = new Map<string, Set<() => void>>()
  const closing = new AbortController()
  let waiting = 0
  let listening: Promise<unknown> | undefined

  function wake(runId: string): void {
    for (const waker of wakers.get(runId) ?? []) waker()
  }

  function hear(payload: string): void {
    if (wakers.size > 0) for (const runId of endedIn(payload)) wake(runId)
  }

  /** Begins with the first who waits. Once it listens, also anew after a cut, everybody looks: what was said before is lost. */
  function listen(): void {
    listening ??= database.sql
      .listen(CHANNEL, hear, () => {
        for (const runId of wakers.keys()) wake(runId)
      })
      .catch((error: unknown) => {
        listening = undefined
        log.warn({ err: error }, 'cannot listen for the end of runs yet')
      })
  }

  async function wait(runId: string, over: AbortSignal): Promise<RunEnd> {
    const call = new AbortController()
    let isDue = true
    let proceed = () => {}
    const waker = () => {
      isDue = true
      proceed()
    }
    const mine = wakers.get(runId) ?? new Set()
    wakers.set(runId, mine.add(waker))
    over.addEventListener('abort', waker, { once: true, signal: call.signal })
    try {
      listen()
      while (!over.aborted) {
        // Said before the look, so that an end in between is not missed.
        isDue = false
        const end = await readEnd(database, runId)
        if (end !== null) return end
        if (isDue) continue
        await new Promise<void>((resolve) => {
          proceed = resolve
        })
      }
      return null
    } finally {
      call.abort()
      mine.delete(waker)
      if (mine.size === 0) wakers.delete(runId)
    }
  }

  return {
    get waiting() {
      return waiting
    },
    async waitFor(runId, timeoutMs, signal) {
      if (waiting >= maxWaiting) return null
      waiting++
      try {
        return await wait(runId, AbortSignal.any([signal, closing.signal, AbortSignal.timeout(timeoutMs)]))
      } catch (error) {
        log.warn({ err: error, runId }, 'the end of a run could not be waited for')
        return null
      } finally {
        waiting--
      }
    },
    async close() {
      closing.abort()
      await listening
    },
  }
}

async function readEnd(database: Database, runId: string): Promise<RunEnd> {
  const [row] = await database.sql<{ status: RunStatus; output: Json }[]>`
    select status, output from hubflow.hook_answer(${runId})`
  if (row?.status === 'completed') return { status: 'completed', output: row.output }
  return row?.status === 'failed' || row?.status === 'cancelled' ? { status: row.status } : null
}

const Messages = z.array(
  z.looseObject({ kind: z.string(), runId: z.string().optional(), status: z.string().optional() }),
)

/** The runs that a live message says have ended. */
function endedIn(payload: string): string[] {
  // Nearly all messages are of other things: only those that may matter are read.
  if (!payload.includes('"run"')) return []
  const { data: messages = [] } = Messages.safeParse(JSON.parse(payload))
  return messages.flatMap(({ kind, runId, status }) =>
    kind === 'run' && runId !== undefined && isFinished(status as RunStatus) ? [runId] : [],
  )
}
