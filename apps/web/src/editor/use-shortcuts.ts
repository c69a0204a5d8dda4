import { useEffect } from 'react'
import { readClip } from './clip.ts'
import { keepClip } from './clipboard.ts'
import { copySteps, pasteSteps, removeSelected } from './commands.ts'
import { useEditor } from './editor-context.ts'

/** Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z, Ctrl+D, Ctrl+C, Ctrl+X, Ctrl+V (⌘ on a Mac), Escape. While one types they are the field's own. */
export function useShortcuts(): void {
  const editor = useEditor()
  const { store, view } = editor
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || isTyping(event.target)) return
      if (event.key === 'Escape') {
        view.setState({ problemsOpen: false, adding: null, menu: null })
        return
      }
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      if (key === 'd') {
        event.preventDefault()
        const clip = copySteps(editor, view.getState().selectedIds)
        if (clip) pasteSteps(editor, clip)
        return
      }
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey)
      if (!isRedo && key !== 'z') return
      event.preventDefault()
      if (isRedo) store.getState().redo()
      else store.getState().undo()
    }
    function onCopy(event: ClipboardEvent): void {
      // Text that is marked on the page is what is meant.
      if (isTyping(event.target) || window.getSelection()?.toString()) return
      const { selectedIds } = view.getState()
      const clip = copySteps(editor, selectedIds)
      if (!clip) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', keepClip(clip))
      if (event.type === 'cut') removeSelected(editor, selectedIds, [])
    }
    function onPaste(event: ClipboardEvent): void {
      if (isTyping(event.target)) return
      const clip = readClip(event.clipboardData?.getData('text/plain') ?? '')
      if (!clip) return
      event.preventDefault()
      pasteSteps(editor, clip)
    }
    const page = new AbortController()
    const { signal } = page
    window.addEventListener('keydown', onKeyDown, { signal })
    window.addEventListener('copy', onCopy, { signal })
    window.addEventListener('cut', onCopy, { signal })
    window.addEventListener('paste', onPaste, { signal })
    return () => page.abort()
  }, [editor, store, view])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="dialog"] *'))
  )
}
