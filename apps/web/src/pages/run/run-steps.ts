import type { Run, RunStep } from '@hubflow/api/client'
import { findTrigger } from '@hubflow/core'

/** The run's steps, and before them its trigger: that has no record of its own, since it was done when the run began. */
export function stepsOf(run: Run): RunStep[] {
  const trigger = findTrigger(run.definition)
  const hasBegun = run.startedAt !== null || run.steps.length > 0
  if (!trigger || !hasBegun || run.steps.some(({ nodeId }) => nodeId === trigger.id)) return run.steps
  return [
    {
      nodeId: trigger.id,
      type: trigger.type,
      name: trigger.name,
      status: 'completed',
      attempt: 1,
      input: null,
      output: run.context.trigger ?? null,
      effects: [],
      branch: null,
      error: null,
      startedAt: run.createdAt,
      completedAt: null,
      resumeAt: null,
    },
    ...run.steps,
  ]
}
