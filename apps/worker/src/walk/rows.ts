import { sentenceOfFailure, textOfConcern } from '@hubflow/core'
import type { Walked } from './advance.ts'

/** What a batch gives to each of its rows. */
interface Batch {
  workerId: string
  now: Date
}

/** The changed steps of a walk as rows of `workflow_run_steps`. */
export function stepRows({ run, steps }: Walked) {
  return [...steps.values()].map((step) => ({ ...step, runId: run.id }))
}

/** A run as it stands after its walk, as a row of `workflow_runs`. */
export function runRow(walked: Walked, batch: Batch) {
  const { run, halt } = walked
  const ended = halt.status === 'completed' || halt.status === 'failed'
  const completedAt = ended ? endOf(walked, batch.now) : null
  const startedAt = run.startedAt ?? batch.now
  return {
    id: run.id,
    status: halt.status,
    attempt: run.attempt,
    crashes: hasProgress(walked) ? 0 : run.crashes,
    // Only a run whose step is being done outside a transaction is held by a worker.
    workerId: halt.status === 'running' ? batch.workerId : null,
    nextNodeId: ended ? null : halt.nodeId,
    dueAt: halt.status === 'waiting' ? halt.resumeAt : null,
    startedAt,
    completedAt,
    activeMs: Math.round(run.activeMs),
    durationMs: completedAt ? Math.max(0, completedAt.getTime() - startedAt.getTime()) : null,
    errorMessage: halt.status === 'failed' ? sentenceOfFailure(halt.nodeName, halt.error) : null,
    errorNodeId: halt.status === 'failed' ? halt.nodeId : null,
    errorCode: halt.status === 'failed' ? halt.error.code : null,
    errorConcerns: halt.status === 'failed' ? textOfConcern(halt.error.concerns) : '',
  }
}

/** The end of its last step, so that the run ends when its work did and not when the batch was written. */
function endOf({ run, steps }: Walked, now: Date): Date {
  const ends = [...steps.values()].flatMap((step) => step.completedAt?.getTime() ?? [])
  return new Date(Math.max(run.startedAt?.getTime() ?? 0, ends.length > 0 ? Math.max(...ends) : now.getTime()))
}

/** True when a step came to an outcome: whatever crashed before has been passed. */
function hasProgress({ steps }: Walked): boolean {
  return [...steps.values()].some((step) => step.status !== 'running')
}
