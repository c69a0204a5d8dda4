import type { Definition, WorkflowNode } from './definition.ts'

/** The node types that start a run. A definition has exactly one node of these. */
export const TRIGGER_TYPES = ['manual', 'event', 'schedule', 'webhook'] as const
export type TriggerType = (typeof TRIGGER_TYPES)[number]

export function isTriggerType(type: string): type is TriggerType {
  return (TRIGGER_TYPES as readonly string[]).includes(type)
}

/** The node that starts a run: the first of a trigger's type, or undefined in a draft that has none yet. */
export function findTrigger(definition: Definition): WorkflowNode | undefined {
  return definition.nodes.find((node) => isTriggerType(node.type))
}

export function findNode(definition: Definition, nodeId: string): WorkflowNode | undefined {
  return definition.nodes.find((node) => node.id === nodeId)
}

/** Where a run goes from a node by the branch that its outcome named; null where the run ends. */
export function nextNodeId(definition: Definition, nodeId: string, branch: string): string | null {
  return definition.edges.find((edge) => edge.source === nodeId && edge.branch === branch)?.target ?? null
}

/** The ids of all nodes that can come before a node on some path, nearest first; never the node itself. */
export function ancestorsOf(definition: Definition, nodeId: string): string[] {
  return ancestorFinder(definition)(nodeId)
}

/** `ancestorsOf` for many nodes of one definition: the lines are read once. */
export function ancestorFinder(definition: Definition): (nodeId: string) => string[] {
  const sources = neighbours(definition, 'target', 'source')
  return (nodeId) => walk(nodeId, sources)
}

/** The ids of all nodes that a run can come to from a node, nearest first; never the node itself. */
export function reachableFrom(definition: Definition, nodeId: string): string[] {
  return walk(nodeId, neighbours(definition, 'source', 'target'))
}

function neighbours(definition: Definition, from: 'source' | 'target', to: 'source' | 'target'): Map<string, string[]> {
  const byNode = new Map<string, string[]>()
  for (const edge of definition.edges) {
    const known = byNode.get(edge[from])
    if (known) known.push(edge[to])
    else byNode.set(edge[from], [edge[to]])
  }
  return byNode
}

function walk(startId: string, next: Map<string, string[]>): string[] {
  const seen = new Set([startId])
  // A Set gives back what is added to it during the loop, so it is the queue as well.
  for (const nodeId of seen) for (const other of next.get(nodeId) ?? []) seen.add(other)
  seen.delete(startId)
  return [...seen]
}
