import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import { readClip } from './clip.ts'
import { keepClip } from './clipboard.ts'
import { copySteps, pasteSteps, removeSelected } from './commands.ts'
import { useEditor } from './editor-context.ts'
import { shortcutFor } from './shortcuts.ts'

/** The keys of the table of shortcuts, and the clipboard's. While one types they are the field's own. */
export function useShortcuts(isCanvasShown: boolean): void {
  const editor = useEditor()
  const { view } = editor
  const { fitView } = useReactFlow()
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || isTyping(event.target)) return
      const shortcut = shortcutFor(event, isCanvasShown)
      if (!shortcut) return
      if (event.key !== 'Escape') event.preventDefault()
      shortcut.act(editor, { fitView })
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
  }, [editor, view, fitView, isCanvasShown])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="dialog"] *'))
  )
}
