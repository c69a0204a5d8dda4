import { ActionIcon, Tooltip } from '@mantine/core'
import { IconBold, IconH2, IconItalic, IconList, IconListNumbers, type IconProps } from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { StarterKit } from '@tiptap/starter-kit'
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import { EditorBox } from './editor-box.tsx'
import { LinkButton } from './link-button.tsx'
import { isKept, mailHtmlOf, toEditorHtml } from './mail-html.ts'
import type { PillEditorProps } from './pill-editor-props.ts'
import { type PillBridge, pillNode } from './pill-node.ts'
import { createFieldBridge } from './pill-state.ts'
import classes from './pills.module.css'
import { useEditorValue, usePillEditor } from './use-pill-editor.ts'

interface MailEditorProps extends PillEditorProps {
  /** What the editor would change without being asked is shown as HTML instead. */
  onForeign(): void
  /** More buttons at the end of the tools. */
  more: ReactNode
}

/** The text of a mail as it will look, with pills. */
export function MailEditor({ onForeign, more, ...props }: MailEditorProps) {
  const [bridge] = useState(createFieldBridge)
  const { host, editor } = usePillEditor({
    field: { ...props, attributes: { ...props.attributes, 'aria-multiline': 'true' } },
    bridge,
    extensions: mailExtensions(bridge),
    props: { transformPastedHTML: toEditorHtml },
    read: toEditorHtml,
    write: (current) => mailHtmlOf(current.state.doc),
  })

  useEffect(() => {
    if (editor && !isKept(props.text, editor.schema)) onForeign()
  }, [editor, props.text, onForeign])

  return (
    <EditorBox
      {...props}
      editor={editor}
      bridge={bridge}
      host={host}
      isProse
      tools={(insert) => (
        <div className={classes.tools} role="toolbar" aria-label={`Look of ${props.title}`}>
          {editor && <Tools editor={editor} />}
          {editor && <LinkButton editor={editor} />}
          {insert}
          {more}
        </div>
      )}
    />
  )
}

/** What a mail's text may hold. */
export function mailExtensions(bridge: PillBridge) {
  return [
    StarterKit.configure({
      code: false,
      codeBlock: false,
      strike: false,
      trailingNode: false,
      heading: { levels: [1, 2, 3] },
      link: { openOnClick: false, autolink: false, HTMLAttributes: { target: null, rel: null, class: null } },
    }),
    pillNode(bridge),
  ]
}

const LOOKS = ['bold', 'italic', 'heading', 'bulletList', 'orderedList']

function Tools({ editor }: { editor: Editor }) {
  const on = useEditorValue(editor, (current) => LOOKS.filter((look) => current.isActive(look)).join(' ')).split(' ')
  const chain = () => editor.chain().focus()
  return (
    <>
      <Tool label="Bold" icon={IconBold} on={on.includes('bold')} onClick={() => chain().toggleBold().run()} />
      <Tool label="Italic" icon={IconItalic} on={on.includes('italic')} onClick={() => chain().toggleItalic().run()} />
      <Tool
        label="Heading"
        icon={IconH2}
        on={on.includes('heading')}
        onClick={() => chain().toggleHeading({ level: 2 }).run()}
      />
      <Tool
        label="List"
        icon={IconList}
        on={on.includes('bulletList')}
        onClick={() => chain().toggleBulletList().run()}
      />
      <Tool
        label="Numbered list"
        icon={IconListNumbers}
        on={on.includes('orderedList')}
        onClick={() => chain().toggleOrderedList().run()}
      />
    </>
  )
}

function Tool({
  label,
  icon: Icon,
  on,
  onClick,
}: {
  label: string
  icon: ComponentType<IconProps>
  on: boolean
  onClick(): void
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-pressed={on}
        size={28}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        <Icon size={17} />
      </ActionIcon>
    </Tooltip>
  )
}
