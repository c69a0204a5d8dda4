import '@xyflow/react/dist/style.css'
import { useComputedColorScheme } from '@mantine/core'
import { IconKeyboard, IconSearch, IconSitemap } from '@tabler/icons-react'
import {
  applyEdgeChanges,
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  ControlButton,
  Controls,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  type OnSelectionChangeParams,
  ReactFlow,
  type ReactFlowProps,
  useReactFlow,
  useStoreApi,
  type Viewport,
} from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { removeSelected, tidyUp } from '../editor/commands.ts'
import { connect, connectRefusal, moveNodes } from '../editor/document.ts'
import { useDefinition, useEditor, useView } from '../editor/editor-context.ts'
import classes from './canvas.module.css'
import { CanvasMenu, useCanvasMenu } from './canvas-menu.tsx'
import { CanvasSearch } from './canvas-search.tsx'
import { dropOnEdge, showDropEdge } from './drag-onto-edge.ts'
import { EmptyCanvas } from './empty-canvas.tsx'
import { flowEdges, flowNodes, type StepFlowEdge, type StepFlowNode } from './flow-graph.ts'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'
import { StepEdge } from './step-edge.tsx'
import { StepNode } from './step-node.tsx'
import { StepPickerPopover } from './step-picker-popover.tsx'
import { useDropTarget } from './use-drop-target.ts'

const NODE_TYPES = { step: StepNode }
const EDGE_TYPES = { step: StepEdge }
const FIT = { padding: 0.25, maxZoom: 1, minZoom: 0.3 }
const DELETE_KEYS = ['Delete', 'Backspace']
const CHOOSE_MORE_KEYS = ['Shift', 'Control', 'Meta']
const MINIMAP_FROM = 12
const PRO_OPTIONS = { hideAttribution: true }
const MINIMAP_SIZE = { width: 168, height: 112 }

/** The editor's canvas. Drag frames stay in here; the drop is the change of the document. */
export function WorkflowCanvas() {
  const editor = useEditor()
  const { store, view, branchesOf } = editor
  const colorMode = useComputedColorScheme('light')
  const flow = useFlow()
  const drop = useDropTarget()
  const menu = useCanvasMenu()
  const count = useDefinition((definition) => definition.nodes.length)
  const [beganEmpty] = useState(count === 0)
  const startAtTop = useStartAtTop()
  const section = useRef<HTMLElement>(null)

  const isValidConnection = useCallback(
    ({ source, target, sourceHandle }: Connection | StepFlowEdge) =>
      connectRefusal(
        store.getState().history.present,
        { source, branch: sourceHandle ?? 'next' },
        target,
        branchesOf,
      ) === null,
    [store, branchesOf],
  )

  // The same on every frame of a drag: what differs React Flow hands to all its nodes and lines, one by one.
  const { onNodeDrag, onNodeDragStop } = flow
  const handlers = useMemo(
    (): Pick<
      ReactFlowProps<StepFlowNode, StepFlowEdge>,
      | 'onBeforeDelete'
      | 'onNodeDrag'
      | 'onNodeDragStop'
      | 'onConnect'
      | 'onPaneClick'
      | 'onMoveStart'
      | 'onMove'
      | 'onMoveEnd'
    > => ({
      async onBeforeDelete({ nodes, edges }) {
        removeSelected(
          editor,
          nodes.map((node) => node.id),
          edges.map((edge) => edge.id),
        )
        return false
      },
      onNodeDrag: (_event, _node, dragged) => onNodeDrag(dragged),
      onNodeDragStop: (_event, _node, dragged) => onNodeDragStop(dragged),
      onConnect: ({ source, target, sourceHandle }) =>
        store
          .getState()
          .change((definition) => connect(definition, { source, branch: sourceHandle ?? 'next' }, target, branchesOf)),
      onPaneClick: () => view.setState({ adding: null }),
      // Moved by hand only: a view that moves to show a step must not close what belongs to it.
      onMoveStart: (event) => event && view.setState({ adding: null, menu: null }),
      onMove: (event) => event && section.current?.setAttribute('data-moving', ''),
      onMoveEnd: () => section.current?.removeAttribute('data-moving'),
    }),
    [editor, store, view, branchesOf, onNodeDrag, onNodeDragStop],
  )
  const hasOverview = count >= MINIMAP_FROM
  const panels = useMemo(
    () => (
      <>
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
        <Controls showInteractive={false} position="bottom-left">
          <ControlButton onClick={() => tidyUp(editor)} title="Tidy up (Alt+Shift+T)" aria-label="Tidy up">
            <IconSitemap className="lined" aria-hidden />
          </ControlButton>
          <ControlButton
            onClick={() => view.setState({ finding: true })}
            title="Find a step (Ctrl+F)"
            aria-label="Find a step"
          >
            <IconSearch className="lined" aria-hidden />
          </ControlButton>
          <ControlButton
            onClick={() => view.setState({ helpOpen: true })}
            title="Keyboard shortcuts (?)"
            aria-label="Keyboard shortcuts"
          >
            <IconKeyboard className="lined" aria-hidden />
          </ControlButton>
        </Controls>
        {hasOverview && (
          <MiniMap
            pannable
            zoomable
            position="bottom-right"
            nodeBorderRadius={10}
            ariaLabel="Overview"
            style={MINIMAP_SIZE}
          />
        )}
      </>
    ),
    [editor, view, hasOverview],
  )

  return (
    <section ref={section} className={classes.canvas} aria-label="Canvas" {...drop}>
      <ReactFlow
        nodes={flow.nodes}
        edges={flow.edges}
        onNodesChange={flow.onNodesChange}
        onEdgesChange={flow.onEdgesChange}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={colorMode}
        fitView={!beganEmpty}
        onInit={(instance) => beganEmpty && startAtTop(instance)}
        fitViewOptions={FIT}
        minZoom={0.2}
        maxZoom={1.75}
        deleteKeyCode={DELETE_KEYS}
        onNodeDragStart={flow.onNodeDragStart}
        isValidConnection={isValidConnection}
        onSelectionChange={flow.onSelectionChange}
        {...handlers}
        {...menu}
        multiSelectionKeyCode={CHOOSE_MORE_KEYS}
        connectionRadius={36}
        snapToGrid
        snapGrid={[4, 4]}
        proOptions={PRO_OPTIONS}
      >
        {panels}
      </ReactFlow>
      {count === 0 && <EmptyCanvas />}
      <StepPickerPopover />
      <CanvasMenu />
      <CanvasSearch />
    </section>
  )
}

/** React Flow's own copies of nodes and edges: where they are while dragged, which are chosen. */
function useFlow() {
  const editor = useEditor()
  const { store, view } = editor
  const isDragging = useRef(false)
  const definition = useDefinition((current) => current)
  const request = useView((state) => state.request)
  const show = useShowNode()
  const [nodes, setNodes] = useState<StepFlowNode[]>(() => flowNodes(definition, []))
  const [edges, setEdges] = useState<StepFlowEdge[]>(() => flowEdges(definition, []))

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

  return {
    nodes,
    edges,
    onNodesChange: useCallback(
      (changes: NodeChange<StepFlowNode>[]) => {
        setNodes((before) =>
          applyNodeChanges(
            changes.filter(({ type }) => type !== 'remove'),
            before,
          ),
        )
        // Arrow keys move what is chosen without a drag; a row of presses is one entry for undo.
        const nudged = changes.flatMap((change) =>
          change.type === 'position' && change.dragging === false && change.position
            ? [{ id: change.id, position: change.position }]
            : [],
        )
        if (!isDragging.current && nudged.length > 0) moveTo(nudged, `nudge:${nudged.map(({ id }) => id).join(' ')}`)
      },
      [moveTo],
    ),
    onNodeDragStart: useCallback(() => {
      isDragging.current = true
    }, []),
    onNodeDrag: useCallback((dragged: readonly StepFlowNode[]) => showDropEdge(editor, dragged), [editor]),
    onNodeDragStop: useCallback(
      (dragged: readonly StepFlowNode[]) => {
        isDragging.current = false
        if (!dropOnEdge(editor, dragged)) moveTo(dragged)
      },
      [editor, moveTo],
    ),
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
      ({ nodes: chosen }: OnSelectionChangeParams) => {
        const selectedIds = chosen.map((node) => node.id)
        const before = view.getState().selectedIds
        if (before.length !== selectedIds.length || before.some((id, index) => id !== selectedIds[index]))
          view.setState({ selectedIds })
      },
      [view],
    ),
  }
}

/** An empty canvas is looked at so that the first node comes to stand at the top, with room for more below. */
function useStartAtTop() {
  const flowStore = useStoreApi()
  return ({ setViewport }: { setViewport: (viewport: Viewport) => unknown }) =>
    setViewport({ x: (flowStore.getState().width - NODE_WIDTH) / 2, y: 90, zoom: 1 })
}

/** Moves the view so that a node and the plus below it can be seen: as little as needed, or to the middle. */
function useShowNode() {
  const { getViewport, setViewport, setCenter } = useReactFlow()
  const flowStore = useStoreApi()
  return useCallback(
    ({ x, y }: { x: number; y: number }, toMiddle: boolean) => {
      const { width, height } = flowStore.getState()
      const { x: left, y: top, zoom } = getViewport()
      if (toMiddle) {
        void setCenter(x + NODE_WIDTH / 2, y + NODE_HEIGHT / 2, { zoom: Math.max(zoom, 0.8), duration: 250 })
        return
      }
      const dx = into(x * zoom + left, NODE_WIDTH * zoom, width, { before: 40, after: 40 })
      const dy = into(y * zoom + top, NODE_HEIGHT * zoom, height, { before: 60, after: 100 })
      if (dx !== 0 || dy !== 0) void setViewport({ x: left + dx, y: top + dy, zoom }, { duration: 250 })
    },
    [flowStore, getViewport, setViewport, setCenter],
  )
}

/** How far something must move to lie inside, with some room around it. */
function into(start: number, length: number, available: number, room: { before: number; after: number }): number {
  if (start < room.before) return room.before - start
  const over = start + length + room.after - available
  return over > 0 ? -Math.min(over, start - room.before) : 0
}
