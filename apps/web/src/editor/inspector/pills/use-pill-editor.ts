import { type Content, Editor, type Extensions } from '@tiptap/core'
import type { EditorProps } from '@tiptap/pm/view'
import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { PillEditorProps } from './pill-editor-props.ts'
import type { FieldBridge } from './pill-state.ts'

interface PillEditorOptions {
  field: Pick<PillEditorProps, 'text' | 'onText' | 'onLeave' | 'attributes'>
  bridge: FieldBridge
  extensions: Extensions
  props?: EditorProps
  /** The text as the editor holds it, and back. */
  read(text: string): Content
  write(editor: Editor): string
}

/** An editor in the element that `host` names, with the text of its field; null before it is there. */
export function usePillEditor(options: PillEditorOptions): {
  host: RefObject<HTMLDivElement | null>
  editor: Editor | null
} {
  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | null>(null)
  /** What is called later is what is shown then. */
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  /** The text that the editor holds: another one came from elsewhere. */
  const held = useRef(options.field.text)

  useEffect(() => {
    const { bridge, extensions, props, read, field } = latest.current
    held.current = field.text
    const created = new Editor({
      element: host.current,
      extensions,
      content: read(field.text),
      injectCSS: false,
      coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: '\n' } },
      editorProps: {
        ...props,
        attributes: () => latest.current.field.attributes,
        handleKeyDown: (_view, event) => bridge.keyDown(event),
      },
      onUpdate({ editor: changed, transaction }) {
        held.current = latest.current.write(changed)
        latest.current.field.onText(held.current)
        bridge.changed(transaction)
      },
      onSelectionUpdate: () => bridge.selected(),
      onBlur: () => latest.current.field.onLeave(),
    })
    setEditor(created)
    return () => created.destroy()
  }, [])

  const { text, attributes } = options.field
  useEffect(() => {
    if (!editor || editor.isDestroyed || text === held.current) return
    held.current = text
    const content = latest.current.read(text)
    editor.chain().setMeta('addToHistory', false).setContent(content, { emitUpdate: false }).run()
  }, [editor, text])

  const said = JSON.stringify(attributes)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the attributes say when to write them anew
  useEffect(() => {
    if (editor && !editor.isDestroyed) editor.view.updateState(editor.state)
  }, [editor, said])

  return { host, editor }
}

/** Something that the editor says of itself, such as whether bold is on; it must be comparable by `===`. */
export function useEditorValue<Value extends string | number | boolean>(
  editor: Editor,
  select: (editor: Editor) => Value,
): Value {
  const subscribe = useCallback(
    (changed: () => void) => {
      editor.on('transaction', changed)
      return () => {
        editor.off('transaction', changed)
      }
    },
    [editor],
  )
  return useSyncExternalStore(subscribe, () => select(editor))
}
