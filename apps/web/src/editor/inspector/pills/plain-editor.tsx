import { Extension, Node } from '@tiptap/core'
import { Slice } from '@tiptap/pm/model'
import type { EditorProps } from '@tiptap/pm/view'
import { StarterKit } from '@tiptap/starter-kit'
import { useState } from 'react'
import { EditorBox } from './editor-box.tsx'
import { docOfText, textOfDoc } from './pill-doc.ts'
import type { PillEditorProps } from './pill-editor-props.ts'
import { pillNode } from './pill-node.ts'
import { createFieldBridge, type FieldBridge } from './pill-state.ts'
import { usePillEditor } from './use-pill-editor.ts'

/** Words, pills and, where there may be several, lines: no looks. */
export function PlainEditor(props: PillEditorProps) {
  const isOneLine = props.lines === 1
  const [bridge] = useState(createFieldBridge)
  const { host, editor } = usePillEditor({
    field: { ...props, attributes: { ...props.attributes, 'aria-multiline': String(!isOneLine) } },
    bridge,
    extensions: plainExtensions(isOneLine, bridge),
    props: { handlePaste: pasteAsText(isOneLine) },
    read: (text) => docOfText(text, isOneLine),
    write: (current) => textOfDoc(current.getJSON()),
  })
  return <EditorBox {...props} editor={editor} bridge={bridge} host={host} />
}

function pasteAsText(isOneLine: boolean): NonNullable<EditorProps['handlePaste']> {
  return (view, event) => {
    const pasted = event.clipboardData?.getData('text/plain').replaceAll('\r\n', '\n') ?? ''
    if (pasted === '') return false
    const json = docOfText(isOneLine ? pasted.replaceAll('\n', ' ') : pasted, isOneLine)
    const { content } = view.state.schema.nodeFromJSON(json)
    view.dispatch(view.state.tr.replaceSelection(new Slice(content, 1, 1)).scrollIntoView())
    return true
  }
}

const NO_BREAKS = Object.fromEntries(['Enter', 'Shift-Enter'].map((key) => [key, () => true]))

function plainExtensions(isOneLine: boolean, bridge: FieldBridge) {
  return [
    Node.create({ name: 'doc', topNode: true, content: isOneLine ? 'paragraph' : 'paragraph+' }),
    Node.create({
      name: 'paragraph',
      content: 'inline*',
      // Spaces and breaks are text like any other.
      whitespace: 'pre',
      parseHTML: () => [{ tag: 'p' }],
      renderHTML: () => ['p', 0],
    }),
    StarterKit.configure({
      document: false,
      paragraph: false,
      blockquote: false,
      bold: false,
      bulletList: false,
      code: false,
      codeBlock: false,
      hardBreak: false,
      heading: false,
      horizontalRule: false,
      italic: false,
      link: false,
      listItem: false,
      listKeymap: false,
      orderedList: false,
      strike: false,
      trailingNode: false,
      underline: false,
    }),
    pillNode(bridge),
    ...(isOneLine ? [Extension.create({ name: 'oneLine', priority: 50, addKeyboardShortcuts: () => NO_BREAKS })] : []),
  ]
}
