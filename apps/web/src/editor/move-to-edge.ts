import type { CatalogEntry, Definition } from '@hubflow/core'
import { type BranchesOf, insertNode, removeNodes } from './document.ts'
import { closeGap } from './outline/move-step.ts'
import { isMovable } from './outline/outline-rows.ts'

/** The edges between which a step may be put: none where it has ways of its own, and not those that it stands at now. */
export function edgesToMoveTo(definition: Definition, id: string, branchesOf: BranchesOf): Definition['edges'] {
  const node = definition.nodes.find((candidate) => candidate.id === id)
  if (!node || !isMovable(node, branchesOf)) return []
  return definition.edges.filter((edge) => edge.source !== id && edge.target !== id)
}

/** Puts a step between the ends of another edge; what came before it goes on to what came after it. */
export function moveToEdge(
  definition: Definition,
  id: string,
  edgeId: string,
  entry: CatalogEntry,
  branchesOf: BranchesOf,
): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === id)
  if (!node || !edgesToMoveTo(definition, id, branchesOf).some((edge) => edge.id === edgeId)) return definition
  const left = closeGap(definition, removeNodes(definition, [id], branchesOf), id)
  // By its own config, not by the one that a new step would have, it goes on.
  const put = insertNode(left, edgeId, { id, entry: { ...entry, initialConfig: node.config } })
  return {
    ...put,
    nodes: put.nodes.map((other) => (other.id === id ? { ...node, position: other.position } : other)),
  }
}
