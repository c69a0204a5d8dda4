import type { VariableItem } from '@hubflow/core'
import { isTemplate } from '@hubflow/core'
import { ActionIcon, Popover, Textarea, TextInput, Tooltip } from '@mantine/core'
import { IconSearch, IconVariablePlus } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react'
import { type DataTrigger, dataTriggerAt, findVariables } from '../template-text.ts'
import { DataList } from './data-list.tsx'
import classes from './inspector.module.css'
import { type FieldProps, useInspector } from './inspector-context.ts'
import { MailPreview } from './mail-preview.tsx'
import { textOf } from './record-of.ts'
import { TemplatePreview } from './template-preview.tsx'

interface TemplateFieldProps extends FieldProps {
  lines: number
  monospace?: boolean
  /** Shown beneath as the mail that it makes. */
  html?: boolean
  error: string | undefined
  /** A small part of a larger control, which says what it is. */
  compact?: boolean
}

/** How the list of data was asked for: by the button, with a search of its own, or by typing into the field. */
type Asked = { by: 'button' } | ({ by: 'typing' } & DataTrigger)

/** A text that data can be inserted into: by the button, or by typing `{{` or `/`. */
export function TemplateField({
  field,
  value,
  onChange,
  lines,
  monospace = false,
  html = false,
  error,
  compact = false,
}: TemplateFieldProps) {
  const { variables, endGesture } = useInspector()
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const text = textOf(value)

  const found = asked === null ? [] : findVariables(variables, asked.by === 'typing' ? asked.query : search)
  const items = found.flatMap((group) => group.items)

  function type(next: string, caret: number): void {
    onChange(next)
    const trigger = dataTriggerAt(next, caret)
    // What matches nothing is text that happens to begin like this, such as a path.
    const offers = trigger !== null && findVariables(variables, trigger.query).length > 0
    setAsked(offers ? { by: 'typing', ...trigger } : null)
    setActive(0)
  }

  function insert(item: VariableItem): void {
    const at = caretOf(input)
    const from = asked?.by === 'typing' ? asked.from : at.start
    const to = asked?.by === 'typing' ? Math.max(at.end, asked.from) : at.end
    // Braces that were closed by hand would be there twice.
    const rest = text.slice(to).replace(/^\s*\}\}/, '')
    const inserted = `{{${item.path}}}`
    onChange(text.slice(0, from) + inserted + (asked?.by === 'typing' ? rest : text.slice(to)))
    close()
    focusAt(input, from + inserted.length)
  }

  function close(): void {
    setAsked(null)
    setSearch('')
    setActive(0)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (asked === null) return
    const item = items[active]
    if (event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, items.length))
    else if (event.key === 'ArrowUp') setActive((active - 1 + items.length) % Math.max(1, items.length))
    else if ((event.key === 'Enter' || (event.key === 'Tab' && asked.by === 'typing')) && item) insert(item)
    else if (event.key === 'Escape') {
      close()
      input.current?.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  const common = {
    ref: input,
    ...(compact ? { 'aria-label': field.title, size: 'xs' as const } : { label: field.title, description: field.help }),
    placeholder: field.placeholder ?? '',
    required: field.required,
    error,
    value: text,
    onKeyDown,
    onBlur: () => {
      if (asked?.by === 'typing') close()
      endGesture()
    },
    'aria-autocomplete': 'list' as const,
    'aria-controls': asked ? listId : undefined,
    'aria-activedescendant': asked?.by === 'typing' ? `${listId}-${active}` : undefined,
    rightSectionWidth: 38,
    rightSection: (
      <Tooltip label="Insert data" disabled={asked !== null}>
        <ActionIcon
          aria-label={`Insert data into ${field.title}`}
          color="hub"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => (asked?.by === 'button' ? close() : setAsked({ by: 'button' }))}
        >
          <IconVariablePlus size={18} />
        </ActionIcon>
      </Tooltip>
    ),
    styles: monospace ? { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } } : {},
  }

  return (
    <Popover
      opened={asked !== null}
      onChange={(opened) => !opened && close()}
      width="target"
      position="bottom"
      shadow="lg"
      trapFocus={asked?.by === 'button'}
      closeOnEscape={false}
      withRoles={false}
    >
      <Popover.Target>
        <div>
          {lines === 1 ? (
            <TextInput
              {...common}
              onChange={(event) => type(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
            />
          ) : (
            <Textarea
              {...common}
              classNames={{ section: classes.sectionTop ?? '' }}
              autosize
              minRows={lines}
              maxRows={18}
              onChange={(event) => type(event.currentTarget.value, event.currentTarget.selectionStart)}
            />
          )}
          {html && text !== '' && <MailPreview html={text} groups={variables} />}
          {!html && isTemplate(text) && (
            <div className={classes.reads} data-lines={lines}>
              <span className={classes.readsLabel}>Reads</span> <TemplatePreview text={text} groups={variables} />
            </div>
          )}
        </div>
      </Popover.Target>
      <Popover.Dropdown p={8} role="dialog" onKeyDown={onKeyDown} aria-label="Insert data">
        {asked?.by === 'button' && (
          <TextInput
            data-autofocus
            mb={6}
            size="xs"
            aria-label="Search data"
            placeholder="Search data"
            leftSection={<IconSearch size={14} />}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              setActive(0)
            }}
          />
        )}
        <DataList id={listId} groups={found} active={active} onActive={setActive} onPick={insert} />
      </Popover.Dropdown>
    </Popover>
  )
}

type Input = RefObject<(HTMLInputElement & HTMLTextAreaElement) | null>

function caretOf(input: Input): { start: number; end: number } {
  const length = input.current?.value.length ?? 0
  return { start: input.current?.selectionStart ?? length, end: input.current?.selectionEnd ?? length }
}

/** Once React has put the new text into the field; before, the caret would be at the end of the old one. */
function focusAt(input: Input, caret: number): void {
  requestAnimationFrame(() => {
    input.current?.focus()
    input.current?.setSelectionRange(caret, caret)
  })
}
