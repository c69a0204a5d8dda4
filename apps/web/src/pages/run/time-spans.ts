import type { Run, RunStep } from '@hubflow/api/client'

/** Time of a run in which it was about to go on, was worked on, or waited because a step says so. */
export interface TimeSpan {
  kind: 'queue' | 'work' | 'wait'
  /** Milliseconds since the epoch. */
  from: number
  until: number
}

export interface RunTimes {
  from: number
  until: number
  /** Per step, in order: the queue before it, and then its own time. */
  ofStep: ReadonlyMap<string, readonly TimeSpan[]>
  /** Milliseconds by kind. */
  totals: Record<TimeSpan['kind'], number>
}

/**
 * Where a run's time went, up to `now` while it has not ended. What lies between two steps is the queue; what a wait took
 * is waiting, also the one before a next try; all else is work.
 */
export function timesOf(run: Pick<Run, 'createdAt' | 'completedAt'>, steps: readonly RunStep[], now: number): RunTimes {
  const from = Date.parse(run.createdAt)
  const until = Math.max(from, run.completedAt === null ? now : Date.parse(run.completedAt))
  const ofStep = new Map<string, readonly TimeSpan[]>()
  const totals = { queue: 0, work: 0, wait: 0 }
  let reached = from
  for (const step of steps) {
    const spans = spansOf(step, reached, until)
    for (const span of spans) {
      totals[span.kind] += span.until - span.from
      reached = Math.max(reached, span.until)
    }
    ofStep.set(step.nodeId, spans)
  }
  if (steps.length === 0) totals.queue = until - from
  return { from, until, ofStep, totals }
}

function spansOf(step: RunStep, reached: number, end: number): TimeSpan[] {
  if (step.startedAt === null) return []
  // The trigger is done when the run begins.
  if (step.completedAt === null && step.status === 'completed') return []
  const begun = Math.min(end, Math.max(reached, Date.parse(step.startedAt)))
  const ended = Math.min(end, Math.max(begun, step.completedAt === null ? end : Date.parse(step.completedAt)))
  const isWaiting = step.type === 'wait' || step.status === 'waiting'
  const own: TimeSpan = { kind: isWaiting ? 'wait' : 'work', from: begun, until: ended }
  return begun > reached ? [{ kind: 'queue', from: reached, until: begun }, own] : [own]
}
