import { Graph, layout } from '@dagrejs/dagre'
import type { Definition, WorkflowEdge } from '@hubflow/core'
import type { BranchesOf } from '../editor/document.ts'
import { COLUMN, NODE_HEIGHT, NODE_WIDTH, ROW } from './node-size.ts'

/**
 * Where each node stands when the workflow is drawn from top to bottom without overlaps, the first at 0, 0. The ways of a
 * node stand beside each other in the order of its branches.
 */
export function tidyLayout(definition: Definition, branchesOf: BranchesOf): Map<string, { x: number; y: number }> {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: COLUMN - NODE_WIDTH, ranksep: ROW - NODE_HEIGHT })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of definition.nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT })
  for (const edge of inBranchOrder(definition, branchesOf)) {
    if (graph.hasNode(edge.source) && graph.hasNode(edge.target))
      graph.setEdge(edge.source, edge.target, {}, edge.branch)
  }
  // In the order that nodes and lines are met: turning ways round to save a crossing would put “no” before “yes”.
  layout(graph, { disableOptimalOrderHeuristic: true })
  const first = definition.nodes[0]
  const origin = first && graph.node(first.id)
  if (!origin) return new Map()
  return new Map(
    definition.nodes.map(({ id }) => {
      const { x, y } = graph.node(id)
      return [id, { x: Math.round(x - origin.x), y: Math.round(y - origin.y) }]
    }),
  )
}

function inBranchOrder({ nodes, edges }: Definition, branchesOf: BranchesOf): WorkflowEdge[] {
  const branches = new Map(nodes.map((node) => [node.id, branchesOf(node)]))
  const place = ({ source, branch }: WorkflowEdge) => branches.get(source)?.indexOf(branch) ?? 0
  return [...edges].sort((one, other) => place(one) - place(other))
}
