import type { VariableGroup } from '@hubflow/core'
import { ActionIcon, InputBase, Tooltip } from '@mantine/core'
import { IconVariablePlus } from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { type ReactNode, type RefObject, useEffect, useId } from 'react'
import { templateParts } from '../../template-text.ts'
import { TemplatePreview } from '../template-preview.tsx'
import type { PillEditorProps } from './pill-editor-props.ts'
import { PillPopovers } from './pill-popovers.tsx'
import { type FieldBridge, type PillState, usePillState } from './pill-state.ts'
import classes from './pills.module.css'

interface EditorBoxProps extends PillEditorProps {
  editor: Editor | null
  bridge: FieldBridge
  /** Money and dates are inserted as people write them. */
  isProse?: boolean
  tools?: (insertButton: ReactNode) => ReactNode
  /** Where the editor puts its text. */
  host: RefObject<HTMLDivElement | null>
}

/** The frame of a text with pills: it looks like any other input, has a button for data, and opens what belongs to pills. */
export function EditorBox({ editor, bridge, variables, isProse = false, tools, host, ...props }: EditorBoxProps) {
  const listId = useId()
  const state = usePillState(editor, bridge, variables, ({ type }) => {
    if (!isProse) return null
    return type === 'money' ? 'money' : type === 'date' || type === 'datetime' ? 'date' : null
  })
  const isAsking = state.asked?.by === 'typing'
  const { onAsking } = props
  useEffect(() => onAsking(isAsking), [onAsking, isAsking])
  const button = <InsertButton title={props.title} state={state} />
  return (
    <PillPopovers
      editor={editor}
      state={state}
      variables={variables}
      listId={listId}
      onShowBraces={props.onShowBraces}
      isNarrow={props.size === 'xs'}
    >
      <InputBase
        component="div"
        size={props.size}
        error={props.isWrong}
        withErrorStyles={props.isWrong}
        classNames={{ input: classes.box ?? '', section: classes.side ?? '' }}
        multiline
        rightSection={tools ? undefined : button}
        rightSectionWidth={tools ? 0 : 38}
        rightSectionPointerEvents="all"
        data-lines={tools ? 'mail' : props.lines === 1 ? 'one' : 'many'}
        data-code={props.isCode}
        onClick={() =>
          editor && !editor.isFocused && state.asked === null && state.open === null && editor.commands.focus('end')
        }
      >
        {tools?.(button)}
        <div className={classes.text} data-testid="text-with-data">
          {props.text === '' && <Placeholder text={props.placeholder} groups={variables} />}
          <div ref={host} />
        </div>
      </InputBase>
    </PillPopovers>
  )
}

function InsertButton({ title, state }: { title: string; state: PillState }) {
  return (
    <Tooltip label="Insert data" disabled={state.asked !== null}>
      <ActionIcon
        aria-label={`Insert data into ${title}`}
        color="hub"
        size={28}
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          event.stopPropagation()
          state.ask(state.asked?.by === 'button' ? null : { by: 'button' })
        }}
      >
        <IconVariablePlus size={18} />
      </ActionIcon>
    </Tooltip>
  )
}

/** An example of what could stand here, where this workflow has the data that it speaks of. */
function Placeholder({ text, groups }: { text: string; groups: readonly VariableGroup[] }) {
  const isPossible = templateParts(text, groups).every((part) => part.kind === 'text' || part.isKnown)
  if (text === '' || !isPossible) return null
  return (
    <div className={classes.hint} aria-hidden>
      <TemplatePreview text={text} groups={groups} />
    </div>
  )
}
