import { moveStepToEdge } from '../editor/commands.ts'
import type { Editor } from '../editor/editor-context.ts'
import { edgesToMoveTo } from '../editor/move-to-edge.ts'
import { edgeUnder, isSamePlace } from '../editor/place.ts'
import type { StepFlowNode } from './flow-graph.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

/** While one step is dragged over the canvas: lights up the edge that it would be put between. */
export function showDropEdge({ store, view, branchesOf }: Editor, dragged: readonly StepFlowNode[]): void {
  const [node, ...others] = dragged
  const definition = store.getState().history.present
  const middle = node && { x: node.position.x + NODE_WIDTH / 2, y: node.position.y + NODE_HEIGHT / 2 }
  const dropPlace =
    middle && others.length === 0
      ? edgeUnder(definition, edgesToMoveTo(definition, node.id, branchesOf), middle, branchesOf)
      : null
  const before = view.getState().dropPlace
  if (before !== dropPlace && !isSamePlace(before, dropPlace)) view.setState({ dropPlace })
}

/** Puts the step on the edge that is lit up; false when none is, and the step only moves. */
export function dropOnEdge(editor: Editor, [node]: readonly Pick<StepFlowNode, 'id'>[]): boolean {
  const { dropPlace } = editor.view.getState()
  if (dropPlace?.kind !== 'edge' || !node) return false
  editor.view.setState({ dropPlace: null })
  moveStepToEdge(editor, node.id, dropPlace.edgeId)
  return true
}
