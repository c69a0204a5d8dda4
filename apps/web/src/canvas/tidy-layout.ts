import { Graph, layout } from '@dagrejs/dagre'
import type { Definition } from '@hubflow/core'
import { COLUMN, NODE_HEIGHT, NODE_WIDTH, ROW } from './node-size.ts'

/** Where each node stands when the workflow is drawn from top to bottom without overlaps, the first at 0, 0. */
export function tidyLayout(definition: Definition): Map<string, { x: number; y: number }> {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: COLUMN - NODE_WIDTH, ranksep: ROW - NODE_HEIGHT })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of definition.nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT })
  for (const edge of definition.edges) {
    if (graph.hasNode(edge.source) && graph.hasNode(edge.target))
      graph.setEdge(edge.source, edge.target, {}, edge.branch)
  }
  layout(graph)
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
