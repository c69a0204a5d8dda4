import { useReactFlow } from '@xyflow/react'
import type { DragEvent } from 'react'
import { addStep } from '../editor/commands.ts'
import { useEditor } from '../editor/editor-context.ts'
import { isSamePlace, type Place, placeAtPoint } from '../editor/place.ts'

/** Lets the canvas take what is dragged from the palette, and shows beforehand where it would go. */
export function useDropTarget() {
  const editor = useEditor()
  const { screenToFlowPosition } = useReactFlow()
  const { view, store, entries, branchesOf } = editor

  function dragged() {
    const type = view.getState().dragging
    return type === null ? undefined : entries.get(type)
  }

  function placeUnder(event: DragEvent): Place {
    const point = screenToFlowPosition({ x: event.clientX, y: event.clientY })
    return placeAtPoint(store.getState().history.present, point, branchesOf)
  }

  return {
    onDragOver(event: DragEvent) {
      const entry = dragged()
      if (!entry) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      // A trigger has one place only: the beginning.
      const place: Place = entry.kind === 'trigger' ? { kind: 'free' } : placeUnder(event)
      if (!isSamePlace(place, view.getState().dropPlace)) view.setState({ dropPlace: place })
    },
    onDragLeave(event: DragEvent) {
      const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
      if (!isInside) view.setState({ dropPlace: null })
    },
    onDrop(event: DragEvent) {
      const entry = dragged()
      if (!entry) return
      event.preventDefault()
      addStep(editor, entry, placeUnder(event))
    },
  }
}
