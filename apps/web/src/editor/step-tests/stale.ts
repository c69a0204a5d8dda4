import { type Definition, findTrigger, type WorkflowNode } from '@hubflow/core'
import { isSameJson } from '../same-json.ts'

/**
 * Why a test of a step says nothing certain any more: the step itself was changed since, or something that it takes data
 * from. Null while it still holds.
 */
export function whyStale(nodeId: string, tested: Definition, now: Definition): string | null {
  const [before, after] = [nodeOf(tested, nodeId), nodeOf(now, nodeId)]
  if (!before || !after || !doesTheSame(before, after)) return 'Its settings were changed since.'
  const feeders = [...feedersOf(after, now)]
  const changed = feeders.find((id) => {
    const [one, other] = [nodeOf(tested, id), nodeOf(now, id)]
    return !one || !other || !doesTheSame(one, other)
  })
  if (changed === undefined) return null
  const feeder = nodeOf(now, changed)
  if (!feeder) return 'A step that it takes data from was removed since.'
  if (feeder.id === findTrigger(now)?.id) return 'What starts the workflow was changed since.'
  return `“${feeder.name}”, which it takes data from, was changed since.`
}

/** The nodes that a step takes data from, and those that these take data from; ids of removed ones among them. */
export function feedersOf(node: WorkflowNode, definition: Definition): Set<string> {
  const found = new Set<string>()
  const open = [node]
  for (let current = open.pop(); current; current = open.pop()) {
    for (const id of ownFeeders(current, definition)) {
      if (found.has(id) || id === node.id) continue
      found.add(id)
      const feeder = nodeOf(definition, id)
      if (feeder) open.push(feeder)
    }
  }
  return found
}

/** Settings are never changed in place: what was read of them once holds. */
const takenFrom = new WeakMap<WorkflowNode['config'], { steps: string[]; hasTriggerData: boolean }>()

function ownFeeders({ config }: WorkflowNode, definition: Definition): string[] {
  let taken = takenFrom.get(config)
  if (!taken) {
    const text = JSON.stringify(config)
    const steps = [...text.matchAll(/\bsteps\.([A-Za-z0-9_-]+)/g)].map(([, id = '']) => id)
    taken = { steps, hasTriggerData: /\b(?:trigger|subject)\./.test(text) }
    takenFrom.set(config, taken)
  }
  const trigger = taken.hasTriggerData ? findTrigger(definition) : undefined
  return [...(trigger ? [trigger.id] : []), ...taken.steps]
}

function nodeOf({ nodes }: Definition, nodeId: string): WorkflowNode | undefined {
  return nodes.find(({ id }) => id === nodeId)
}

/** Names, notes and places do nothing. */
function doesTheSame(one: WorkflowNode, other: WorkflowNode): boolean {
  return one.type === other.type && isSameJson(one.config, other.config)
}
