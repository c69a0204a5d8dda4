import type { Definition } from '@hubflow/core'
import type { Edge, Node } from '@xyflow/react'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

/** What a node of the canvas is given: nothing. It reads what it shows by its id, so that a change redraws one node. */
export type StepFlowNode = Node<Record<string, never>, 'step'>
export type StepFlowEdge = Edge<Record<string, never>, 'step'>

const NO_DATA: Record<string, never> = {}

/** The nodes for React Flow; those that stand where they stood stay the same objects, with what the view knows of them. */
export function flowNodes(definition: Definition, before: readonly StepFlowNode[]): StepFlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  return definition.nodes.map(({ id, position }) => {
    const node = known.get(id)
    if (!node)
      return {
        id,
        type: 'step',
        position,
        data: NO_DATA,
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
        style: placeStyle(position),
      }
    const stayed = node.position.x === position.x && node.position.y === position.y
    return stayed ? node : placed({ ...node, position })
  })
}

/** A node whose element lies where its position says. */
export function placed(node: StepFlowNode): StepFlowNode {
  const { x, y } = node.position
  return node.style?.left === x && node.style.top === y ? node : { ...node, style: placeStyle(node.position) }
}

/** Instead of the transform that React Flow sets: with each, the browser has one more part to put together in every frame. */
function placeStyle({ x, y }: { x: number; y: number }) {
  return { transform: 'none', left: x, top: y }
}

export function flowEdges(definition: Definition, before: readonly StepFlowEdge[]): StepFlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]))
  return definition.edges.map(({ id, source, target, branch }) => {
    const edge = known.get(id)
    if (edge && edge.source === source && edge.target === target && edge.sourceHandle === branch) return edge
    return { id, type: 'step', source, target, sourceHandle: branch, data: NO_DATA }
  })
}
