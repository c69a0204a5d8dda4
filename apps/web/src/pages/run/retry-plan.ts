import type { Run, RunStep } from '@hubflow/api/client'
import { findNode, findTrigger, nextNodeId } from '@hubflow/core'

export type RetryChoice = 'failed-step' | 'start'

interface RetryPlan {
  failedNodeId: string | null
  firstStepName: string | null
  /** What completed steps have sent or changed, in words. */
  done: string[]
  /** The same of the failed step, which is always taken again. */
  halfDone: string[]
}

/** Where a retry can begin, and what the run has sent or changed so far. */
export function retryPlan(run: Run): RetryPlan {
  const trigger = findTrigger(run.definition)
  const firstId = trigger ? nextNodeId(run.definition, trigger.id, 'next') : null
  return {
    failedNodeId: run.steps.find(({ status }) => status === 'failed')?.nodeId ?? null,
    firstStepName: (firstId && findNode(run.definition, firstId)?.name) || null,
    done: effectLines(run.steps.filter(({ status }) => status !== 'failed')),
    halfDone: effectLines(run.steps.filter(({ status }) => status === 'failed')),
  }
}

function effectLines(steps: RunStep[]): string[] {
  return steps.flatMap(({ name, effects }) => effects.map((effect) => `${name}: ${effectLine(effect)}`))
}

function effectLine(effect: RunStep['effects'][number]): string {
  switch (effect.kind) {
    case 'email':
      return `mail “${effect.subject}” to ${effect.to}`
    case 'notification':
      return `notification “${effect.title}” to ${effect.to}`
    case 'request':
      return `request ${effect.method} ${effect.url}`
    case 'field':
      return `a field of ${effect.table} was changed`
    case 'preview':
      return effect.sentence
  }
}
