import '@xyflow/react/dist/style.css'
import { useComputedColorScheme } from '@mantine/core'
import { IconKeyboard, IconSearch, IconSitemap } from '@tabler/icons-react'
import {
  Background,
  BackgroundVariant,
  type Connection,
  ControlButton,
  Controls,
  MiniMap,
  ReactFlow,
  type ReactFlowProps,
} from '@xyflow/react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { removeSelected, tidyUp } from '../editor/commands.ts'
import { connect, connectRefusal } from '../editor/document.ts'
import { useDefinition, useEditor } from '../editor/editor-context.ts'
import classes from './canvas.module.css'
import { CanvasMenu, useCanvasMenu } from './canvas-menu.tsx'
import { CanvasSearch } from './canvas-search.tsx'
import { DragContext, DragLayer } from './drag-layer.tsx'
import { EmptyCanvas } from './empty-canvas.tsx'
import { FarContext, useIsFar } from './far.ts'
import type { StepFlowEdge, StepFlowNode } from './flow-graph.ts'
import { useStartAtTop } from './move-view.ts'
import { StepEdge } from './step-edge.tsx'
import { StepNode } from './step-node.tsx'
import { StepPickerPopover } from './step-picker-popover.tsx'
import { useDropTarget } from './use-drop-target.ts'
import { useFlow } from './use-flow.ts'

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
  const isFar = useIsFar(count)
  const isDragging = useStore(flow.drag.positions, ({ size }) => size > 0)
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
      onMove: (event) => event && section.current?.setAttribute('data-panning', ''),
      onMoveEnd: () => section.current?.removeAttribute('data-panning'),
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
    <section
      ref={section}
      className={classes.canvas}
      data-far={isFar}
      data-dragging={isDragging}
      aria-label="Canvas"
      {...drop}
    >
      <FarContext value={isFar}>
        <DragContext value={flow.drag}>
          <ReactFlow
            nodes={flow.nodes}
            edges={flow.edges}
            onNodesChange={flow.onNodesChange}
            onEdgesChange={flow.onEdgesChange}
            onNodeDragStart={flow.onNodeDragStart}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            colorMode={colorMode}
            fitView={!beganEmpty}
            onInit={(instance) => beganEmpty && startAtTop(instance)}
            fitViewOptions={FIT}
            minZoom={0.2}
            maxZoom={1.75}
            deleteKeyCode={DELETE_KEYS}
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
            <DragLayer />
          </ReactFlow>
        </DragContext>
      </FarContext>
      {count === 0 && <EmptyCanvas />}
      <StepPickerPopover />
      <CanvasMenu />
      <CanvasSearch />
    </section>
  )
}
