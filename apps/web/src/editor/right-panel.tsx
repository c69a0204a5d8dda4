import { type KeyboardEvent, useDeferredValue, useRef } from 'react'
import { closeSettings } from './commands.ts'
import { useEditor, useView } from './editor-context.ts'
import inspectorClasses from './inspector/inspector.module.css'
import { Inspector } from './inspector/inspector.tsx'
import { OutlinePanel } from './outline/outline-panel.tsx'

interface RightPanelProps {
  onTest(): void
  onReview(): void
}

/** The settings of the chosen step, or the workflow as sentences. Escape leads back to the sentences for who came from there. */
export function RightPanel({ onTest, onReview }: RightPanelProps) {
  const editor = useEditor()
  // Drawn in pieces: what is dragged or clicked next on the canvas need not wait for a whole form.
  const selectedIds = useDeferredValue(useView((state) => state.selectedIds))
  const [nodeId] = selectedIds
  const closesSomethingElse = useRef(false)

  function onKeyDown(event: KeyboardEvent): void {
    // Not asking whether it was prevented: editors of texts prevent every Escape.
    if (event.key !== 'Escape' || closesSomethingElse.current) return
    if (!editor.view.getState().outlineReturn) return
    event.stopPropagation()
    closeSettings(editor)
  }

  return (
    <aside
      className={inspectorClasses.inspector}
      aria-label="Settings"
      onKeyDownCapture={() => {
        closesSomethingElse.current = isSomethingOpen()
      }}
      onKeyDown={onKeyDown}
    >
      {nodeId !== undefined && selectedIds.length === 1 ? (
        <Inspector nodeId={nodeId} />
      ) : (
        <OutlinePanel onTest={onTest} onReview={onReview} />
      )}
    </aside>
  )
}

/** A list, menu or dialog that Escape is for. */
function isSomethingOpen(): boolean {
  const popups = document.querySelectorAll('[role="dialog"], [role="listbox"], [role="menu"]')
  return [...popups].some((popup) => popup.getClientRects().length > 0)
}
