import { createHash } from 'node:crypto'
import type { StartedRun } from '@hubflow/db'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'

/** What makes repeats of a caller's request one run; empty without an `Idempotency-Key`. */
export type CallerKey = { dedupeKey: string; dedupeHash: string } | Record<string, never>

export function callerKey(caller: Caller, key: string | null, request: unknown): CallerKey {
  if (key === null) return {}
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new HttpProblem(400, 'The Idempotency-Key must be 1 to 200 visible characters without spaces.')
  }
  const dedupeHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  return { dedupeKey: `key:${caller.id}:${key}`, dedupeHash }
}

/** Refuses a key that was used before for something else. */
export function requireSameRequest(started: StartedRun, key: CallerKey): void {
  if (!started.duplicate || started.dedupeHash === key.dedupeHash) return
  throw new HttpProblem(
    422,
    'This Idempotency-Key was used before with another body. Send a new key with a new request.',
  )
}
