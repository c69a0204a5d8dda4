import { type ReactFlowState, useStore } from '@xyflow/react'
import { createContext, useDeferredValue } from 'react'

/** Zoomed out further than this, sentences cannot be read and handles not be hit. */
const FAR = 0.5
/** So many nodes are seen from afar when the workflow is opened. */
const MANY = 10

/**
 * Whether the canvas is looked at from afar: nodes are drawn as large names then, without what is for working on them. It is
 * what shows the most nodes at once, so each part that is left out counts.
 */
export const FarContext = createContext(false)

export function useIsFar(nodes: number): boolean {
  return useDeferredValue(
    useStore(({ panZoom, fitViewQueued, transform: [, , zoom] }: ReactFlowState) =>
      panZoom && !fitViewQueued ? zoom < FAR : nodes >= MANY,
    ),
  )
}
