import { type Definition, findTrigger, reachableFrom, type WorkflowNode } from '@hubflow/core'

/** The steps in the order that a run comes to them; what it cannot come to stands last. */
export function inOrder(definition: Definition): WorkflowNode[] {
  const trigger = findTrigger(definition)
  const reached = trigger ? [trigger.id, ...reachableFrom(definition, trigger.id)] : []
  const place = new Map(reached.map((id, index) => [id, index]))
  const last = reached.length
  return [...definition.nodes].sort((one, other) => (place.get(one.id) ?? last) - (place.get(other.id) ?? last))
}
