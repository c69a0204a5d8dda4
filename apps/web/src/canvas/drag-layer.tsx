import { useStore as useFlowStore, useStoreApi, type XYPosition } from '@xyflow/react'
import { createContext, use } from 'react'
import { createPortal } from 'react-dom'
import { createStore, useStore } from 'zustand'
import classes from './canvas.module.css'

const NOTHING: ReadonlyMap<string, XYPosition> = new Map()

/**
 * What is dragged just now: where those nodes are, by id, in canvas units, and where their lines are drawn.
 * React Flow asks every node and line of the workflow whenever one of them has moved, so it is told at the drop; and a line in
 * its place has the browser lay out the whole page again, so lines that move are drawn in a picture of their own.
 */
export function createDrag() {
  return { positions: createStore(() => NOTHING), lines: { current: null as SVGGElement | null } }
}

export const DragContext = createContext(createDrag())

/** How far a node is seen from where React Flow has it, in canvas units; null while it is not dragged. */
export function useDragShift(nodeId: string): XYPosition | null {
  const flowStore = useStoreApi()
  const at = useStore(use(DragContext).positions, (positions) => positions.get(nodeId))
  const from = at && flowStore.getState().nodeLookup.get(nodeId)?.internals.positionAbsolute
  return from ? { x: at.x - from.x, y: at.y - from.y } : null
}

/** The picture for the lines of what is dragged: behind all else, and empty at rest. */
export function DragLayer() {
  const { positions, lines } = use(DragContext)
  const isDragging = useStore(positions, ({ size }) => size > 0)
  const transform = useFlowStore((state) => (isDragging ? state.transform : null))
  const [x, y, zoom] = transform ?? [0, 0, 1]
  return (
    <div className={classes.dragLayer}>
      {/* With a size of its own, it is laid out by itself. */}
      <svg width={4096} height={4096} aria-hidden>
        <g ref={lines} transform={`translate(${x} ${y}) scale(${zoom})`} />
      </svg>
    </div>
  )
}

/** A line to or from what is dragged. */
export function DragLine({ path }: { path: string }) {
  const { lines } = use(DragContext)
  return lines.current && createPortal(<path d={path} className={classes.dragLine} />, lines.current)
}
