import type { Context } from 'hono'
import { HttpProblem } from '../http/problem.ts'
import type { RunEnd } from './run-ends.ts'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

export function captured(c: Context): Response {
  return c.json({ captured: true }, 200, HEADERS)
}

/** The run is there; nobody waits for its end. */
export function accepted(c: Context, runId: string): Response {
  return c.json({ runId }, 202, HEADERS)
}

/** How the run ended, without anything of its insides but the output that was chosen. */
export function endOf(c: Context, runId: string, end: RunEnd): Response {
  if (end === null) return accepted(c, runId)
  if (end.status === 'completed') return c.json(end.output, 200, { ...HEADERS, 'x-run-id': runId })
  const how = end.status === 'failed' ? 'failed' : 'was cancelled'
  throw new HttpProblem(502, `The run that this call started ${how}. Whoever owns the workflow can see why.`, {
    members: { runId },
  })
}
