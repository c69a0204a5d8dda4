import { useEffect } from 'react'
import { useEditor } from './editor-context.ts'

/** Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z (⌘ on a Mac), Escape. While one types, undo is the field's own. */
export function useShortcuts(): void {
  const { store, view } = useEditor()
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || isTyping(event.target)) return
      if (event.key === 'Escape') {
        view.setState({ problemsOpen: false, adding: null })
        return
      }
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey)
      if (!isRedo && key !== 'z') return
      event.preventDefault()
      if (isRedo) store.getState().redo()
      else store.getState().undo()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [store, view])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="dialog"] *'))
  )
}
