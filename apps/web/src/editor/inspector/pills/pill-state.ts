import type { VariableGroup, VariableItem } from '@hubflow/core'
import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'
import { useEffect, useMemo, useState } from 'react'
import { type DataTrigger, dataPart, dataTriggerAt, findVariables } from '../../template-text.ts'
import { type DataSection, inSections } from './data-sections.ts'
import { DATA } from './pill-doc.ts'
import { chosenPill, dressPills, type PillBridge } from './pill-node.ts'

/** Marks what the form of a pill has changed: it stays open. */
export const FROM_FORM = 'hub-pill-form'

/** How the list of data was asked for: by the button, to change a pill, or by typing into the field. */
type Asked = { by: 'button' } | { by: 'pill'; pos: number } | ({ by: 'typing' } & DataTrigger)

export interface PillState {
  bridge: FieldBridge
  asked: Asked | null
  /** The pill whose form is open. */
  open: number | null
  sections: readonly DataSection[]
  active: number
  search: string
  /** Said to people who hear the page when a pill is chosen. */
  spoken: string
  setActive(index: number): void
  setSearch(search: string): void
  ask(asked: Asked | null): void
  setOpen(pos: number | null): void
  insert(item: VariableItem): void
  onKeyDown(event: KeyboardEvent | React.KeyboardEvent): boolean
}

/** A bridge that the editor keeps while the field is drawn many times. */
export interface FieldBridge extends PillBridge {
  keyDown(event: KeyboardEvent): boolean
  changed(transaction: Transaction): void
  selected(): void
}

export function createFieldBridge(): FieldBridge {
  return {
    look: (braces) => ({ label: braces, look: 'open', title: '' }),
    open: () => {},
    keyDown: () => false,
    changed: () => {},
    selected: () => {},
  }
}

/** What a field with pills knows besides its text: the list of data, the form of a pill, and how keys move in them. */
export function usePillState(
  editor: Editor | null,
  bridge: FieldBridge,
  variables: readonly VariableGroup[],
  format: (item: VariableItem) => string | null,
): PillState {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [open, setOpen] = useState<number | null>(null)
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const [spoken, setSpoken] = useState('')

  const query = asked === null ? null : asked.by === 'typing' ? asked.query : search
  const sections = useMemo(
    () => (query === null ? [] : inSections(findVariables(variables, query))),
    [variables, query],
  )
  const items = sections.flatMap((section) => section.items)

  function ask(next: Asked | null): void {
    setAsked(next)
    setSearch('')
    setActive(0)
    if (next !== null) setOpen(null)
  }

  function insert(item: VariableItem): void {
    if (!editor) return
    const filter = format(item)
    const braces = `{{${item.path}${filter === null ? '' : ` | ${filter}`}}}`
    const content = { type: DATA, attrs: { braces } }
    const chain = editor.chain().focus()
    if (asked?.by === 'typing') {
      const { $from, from } = editor.state.selection
      // Braces that were closed by hand would be there twice.
      const rest = $from.parent.textBetween($from.parentOffset, $from.parent.content.size, undefined, '\ufffc')
      const closed = /^\s*\}\}/.exec(rest)?.[0].length ?? 0
      chain.insertContentAt({ from: $from.start() + asked.from, to: from + closed }, content).run()
    } else if (asked?.by === 'pill') {
      chain.insertContentAt({ from: asked.pos, to: asked.pos + 1 }, content).run()
    } else chain.insertContent(content).run()
    ask(null)
  }

  function onKeyDown(event: KeyboardEvent | React.KeyboardEvent): boolean {
    if (asked === null) return false
    const item = items[active]
    if (event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, items.length))
    else if (event.key === 'ArrowUp') setActive((active - 1 + items.length) % Math.max(1, items.length))
    else if ((event.key === 'Enter' || (event.key === 'Tab' && asked.by === 'typing')) && item) insert(item)
    else if (event.key === 'Escape') {
      ask(null)
      editor?.commands.focus()
    } else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  useEffect(() => {
    bridge.look = (braces) => {
      const { label, sample, isKnown } = dataPart(braces, variables)
      if (!isKnown) return { label, look: 'unknown', title: `${braces} is not known here` }
      return {
        label,
        look: sample === undefined ? 'open' : 'sample',
        title: sample === undefined ? label : `${label}: for example ${sample}`,
      }
    }
    if (editor) dressPills(editor, bridge)
  }, [bridge, editor, variables])

  // On every drawing: what is called reads what is shown now.
  useEffect(() => {
    bridge.open = setOpen
    bridge.keyDown = onKeyDown
    bridge.changed = (transaction) => {
      if (!editor || transaction.getMeta(FROM_FORM)) return
      const { $from, empty } = editor.state.selection
      const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc')
      const trigger = empty ? dataTriggerAt(before, before.length) : null
      // What matches nothing is text that happens to begin like this, such as a path.
      const offers = trigger !== null && findVariables(variables, trigger.query).length > 0
      if (offers || asked?.by === 'typing') ask(offers ? { by: 'typing', ...trigger } : null)
      setOpen(null)
    }
    bridge.selected = () => {
      const pos = editor && chosenPill(editor)
      const braces: unknown = pos === null ? null : editor?.state.doc.nodeAt(pos)?.attrs.braces
      const look = typeof braces === 'string' ? bridge.look(braces) : null
      setSpoken(look ? `${look.title}. Enter changes it, Delete removes it.` : '')
    }
  })

  return {
    bridge,
    asked,
    open,
    sections,
    active,
    search,
    spoken,
    setActive,
    setSearch: (next) => {
      setSearch(next)
      setActive(0)
    },
    ask,
    setOpen,
    insert,
    onKeyDown,
  }
}
