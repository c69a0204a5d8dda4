import {
  applyEdgeChanges,
  applyNodeChanges,
  type EdgeChange,
  type NodeChange,
  type OnSelectionChangeParams,
} from '@xyflow/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { moveNodes } from '../editor/document.ts'
import { useDefinition, useEditor, useView } from '../editor/editor-context.ts'
import type { ViewStore } from '../editor/view-store.ts'
import { createDrag } from './drag-layer.tsx'
import { dropOnEdge, showDropEdge } from './drag-onto-edge.ts'
import { flowEdges, flowNodes, placed, type StepFlowEdge, type StepFlowNode } from './flow-graph.ts'
import { useShowNode } from './move-view.ts'

/** React Flow's own copies of nodes and edges, which of them are chosen, and what is dragged. */
export function useFlow() {
  const editor = useEditor()
  const { store, view } = editor
  const isDragging = useRef(false)
  const chosen = useRef<string[]>([])
  const definition = useDefinition((current) => current)
  const request = useView((state) => state.request)
  const show = useShowNode()
  const [nodes, setNodes] = useState<StepFlowNode[]>(() => flowNodes(definition, []))
  const [edges, setEdges] = useState<StepFlowEdge[]>(() => flowEdges(definition, []))
  const [drag] = useState(createDrag)

  // At the drop, and in the same breath as React Flow puts the nodes there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the nodes that say that the drop has been taken over
  useEffect(() => {
    if (!isDragging.current) drag.positions.setState(new Map(), true)
  }, [nodes, drag])

  useEffect(() => {
    setNodes((before) => flowNodes(definition, before))
    setEdges((before) => flowEdges(definition, before))
  }, [definition])

  useEffect(() => {
    if (!request) return
    const isChosen = (id: string) => id === request.nodeId || (request.also?.includes(id) ?? false)
    setNodes((before) =>
      before.map((node) =>
        (node.selected ?? false) === isChosen(node.id) ? node : { ...node, selected: isChosen(node.id) },
      ),
    )
    setEdges((before) => before.map((edge) => (edge.selected ? { ...edge, selected: false } : edge)))
    const node = definition.nodes.find(({ id }) => id === request.nodeId)
    view.setState({ request: null })
    if (node) show(node.position, request.center)
  }, [request, definition, view, show])

  const moveTo = useCallback(
    (moved: readonly Pick<StepFlowNode, 'id' | 'position'>[], gesture?: string) => {
      const rounded = moved.map(({ id, position: { x, y } }) => [id, { x: Math.round(x), y: Math.round(y) }] as const)
      store.getState().change((current) => moveNodes(current, new Map(rounded)), gesture)
    },
    [store],
  )

  const drop = useCallback(
    (dragged: readonly Pick<StepFlowNode, 'id' | 'position'>[]) => {
      isDragging.current = false
      if (!dropOnEdge(editor, dragged)) moveTo(dragged)
      tellChosen(view, chosen.current)
    },
    [editor, view, moveTo],
  )

  return {
    nodes,
    edges,
    drag,
    onNodesChange: useCallback(
      (changes: NodeChange<StepFlowNode>[]) => {
        const dragged = changes.flatMap((change) =>
          change.type === 'position' && change.dragging && change.position
            ? [[change.id, change.position] as const]
            : [],
        )
        if (dragged.length > 0) drag.positions.setState(new Map(dragged), true)
        const others = changes.filter(
          (change) => change.type !== 'remove' && !(change.type === 'position' && change.dragging),
        )
        if (others.length === 0) return
        setNodes((before) => applyNodeChanges(others, before).map(placed))
        const put = others.flatMap((change) =>
          change.type === 'position' && change.dragging === false && change.position
            ? [{ id: change.id, position: change.position }]
            : [],
        )
        if (put.length === 0) return
        // Arrow keys move what is chosen without a drag; a row of presses is one entry for undo.
        if (!isDragging.current) moveTo(put, `nudge:${put.map(({ id }) => id).join(' ')}`)
        // A second finger ends a drag without a drop: what lies there now has been moved there all the same.
        else queueMicrotask(() => isDragging.current && drop(put))
      },
      [drag, drop, moveTo],
    ),
    onNodeDragStart: useCallback(() => {
      isDragging.current = true
    }, []),
    onNodeDrag: useCallback((dragged: readonly StepFlowNode[]) => showDropEdge(editor, dragged), [editor]),
    onNodeDragStop: drop,
    onEdgesChange: useCallback(
      (changes: EdgeChange<StepFlowEdge>[]) =>
        setEdges((before) =>
          applyEdgeChanges(
            changes.filter(({ type }) => type !== 'remove'),
            before,
          ),
        ),
      [],
    ),
    onSelectionChange: useCallback(
      ({ nodes: selected }: OnSelectionChangeParams) => {
        chosen.current = selected.map((node) => node.id)
        // Settings are opened when the step lies still: to draw them costs more than many frames of the drag.
        if (!isDragging.current) tellChosen(view, chosen.current)
      },
      [view],
    ),
  }
}

function tellChosen(view: ViewStore, ids: string[]): void {
  const before = view.getState().selectedIds
  if (before.length !== ids.length || before.some((id, index) => id !== ids[index])) view.setState({ selectedIds: ids })
}
