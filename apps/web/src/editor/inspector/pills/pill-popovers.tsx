import type { VariableGroup } from '@hubflow/core'
import { Anchor, Popover, TextInput, VisuallyHidden } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import type { ReactNode } from 'react'
import { DataList } from './data-list.tsx'
import { PillForm } from './pill-form.tsx'
import { FROM_FORM, type PillState } from './pill-state.ts'
import classes from './pills.module.css'

interface PillPopoversProps {
  editor: Editor | null
  state: PillState
  variables: readonly VariableGroup[]
  listId: string
  onShowBraces(): void
  isNarrow: boolean
  /** The field: the list of data opens below it. */
  children: ReactNode
}

/** What opens over a field with pills: the list of data below it, the form of a pill at the pill. */
export function PillPopovers({
  editor,
  state,
  variables,
  listId,
  onShowBraces,
  isNarrow,
  children,
}: PillPopoversProps) {
  const { asked, ask } = state
  const hasSearch = asked !== null && asked.by !== 'typing'
  return (
    <>
      <Popover
        opened={asked !== null}
        onChange={(opened) => !opened && ask(null)}
        // Beside others in a row a field is too narrow for names with samples.
        width={isNarrow ? 280 : 'target'}
        position="bottom"
        shadow="lg"
        trapFocus={hasSearch}
        closeOnEscape={false}
        withRoles={false}
      >
        <Popover.Target>
          <div>{children}</div>
        </Popover.Target>
        <Popover.Dropdown p={8} role="dialog" onKeyDown={state.onKeyDown} aria-label="Insert data">
          {hasSearch && (
            <TextInput
              data-autofocus
              mb={6}
              size="xs"
              role="combobox"
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={`${listId}-${state.active}`}
              aria-label="Search data"
              placeholder="Search data"
              leftSection={<IconSearch size={14} />}
              value={state.search}
              onChange={(event) => state.setSearch(event.currentTarget.value)}
            />
          )}
          <DataList
            id={listId}
            sections={state.sections}
            active={state.active}
            onActive={state.setActive}
            onPick={state.insert}
          />
          {asked?.by === 'button' && (
            <Anchor component="button" type="button" size="xs" mt={6} ml={8} onClick={onShowBraces}>
              Show this text with its braces
            </Anchor>
          )}
        </Popover.Dropdown>
      </Popover>
      {editor && <OpenPill editor={editor} state={state} variables={variables} />}
      <VisuallyHidden role="status">{state.spoken}</VisuallyHidden>
    </>
  )
}

function OpenPill({ editor, state, variables }: Pick<PillPopoversProps, 'state' | 'variables'> & { editor: Editor }) {
  const { open: pos, setOpen } = state
  const node = pos === null ? null : editor.state.doc.nodeAt(pos)
  const dom = pos === null ? null : editor.view.nodeDOM(pos)
  if (pos === null || !node || !(dom instanceof HTMLElement)) return null
  const braces = String(node.attrs.braces)
  const box = dom.getBoundingClientRect()

  function close(): void {
    setOpen(null)
    editor.commands.focus(pos === null ? null : pos + 1)
  }

  return (
    <Popover
      opened
      onChange={(opened) => !opened && setOpen(null)}
      width={310}
      position="bottom-start"
      shadow="lg"
      trapFocus
      closeOnEscape={false}
      withRoles={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span
          className={classes.anchor}
          style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
        />
      </Popover.Target>
      <Popover.Dropdown
        role="dialog"
        aria-label="This data"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          close()
        }}
      >
        <PillForm
          braces={braces}
          variables={variables}
          onChange={(next) =>
            editor.commands.command(({ tr }) => {
              tr.setNodeAttribute(pos, 'braces', next).setMeta(FROM_FORM, true)
              return true
            })
          }
          onReplace={() => state.ask({ by: 'pill', pos })}
          onRemove={() => {
            setOpen(null)
            editor
              .chain()
              .deleteRange({ from: pos, to: pos + 1 })
              .focus(pos)
              .run()
          }}
          onClose={close}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
