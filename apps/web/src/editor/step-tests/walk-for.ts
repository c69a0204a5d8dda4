import type { RunExample } from '@hubflow/api/client'
import { type Definition, findNode, findTrigger } from '@hubflow/core'
import type { TestAsk } from '../view-store.ts'
import { feedersOf } from './stale.ts'
import type { StepTest } from './test-store.ts'

/** Which part of the workflow a test walks; nothing for all of it. */
export type Walk = { nodeId: string; scope: 'step' | 'from-here' } | Record<string, never>

/**
 * How a test of a part is walked: by itself where what it takes from other steps is known and still true, otherwise with
 * everything before it. `example`: what the test begins with, null where that is new data.
 */
export function walkFor(
  { scope, nodeId }: TestAsk,
  definition: Definition,
  example: RunExample | null,
  byNode: ReadonlyMap<string, StepTest>,
): Walk {
  const node = nodeId === undefined ? undefined : findNode(definition, nodeId)
  if (scope === 'all' || !node) return {}
  if (scope === 'from-here') return example ? { nodeId: node.id, scope } : {}
  const trigger = findTrigger(definition)?.id
  const steps = [...feedersOf(node, definition)].filter((id) => id !== trigger)
  const areKnown = steps.every((id) => {
    const state = byNode.get(id)?.state
    return example !== null && Object.hasOwn(example.steps, id) && state !== 'stale' && state !== 'failed'
  })
  return areKnown ? { nodeId: node.id, scope } : {}
}
