import { useReactFlow, useStoreApi, type Viewport } from '@xyflow/react'
import { useCallback } from 'react'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'

/** An empty canvas is looked at so that the first node comes to stand at the top, with room for more below. */
export function useStartAtTop() {
  const flowStore = useStoreApi()
  return ({ setViewport }: { setViewport: (viewport: Viewport) => unknown }) =>
    setViewport({ x: (flowStore.getState().width - NODE_WIDTH) / 2, y: 90, zoom: 1 })
}

/** Moves the view so that a node and the plus below it can be seen: as little as needed, or to the middle. */
export function useShowNode() {
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
