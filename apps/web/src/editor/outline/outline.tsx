import { VisuallyHidden } from '@mantine/core'
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useDefinition, useEditor, useView } from '../editor-context.ts'
import classes from './outline.module.css'
import { actionsFor, type OutlineAction, pressed } from './outline-actions.ts'
import { OutlineLine } from './outline-line.tsx'
import { type OutlineRow, outlineOf } from './outline-rows.ts'

/** The workflow as numbered sentences, in which all can be done that the canvas can, by keyboard as by pointer. */
export function Outline() {
  const editor = useEditor()
  const { view, branchesOf } = editor
  const definition = useDefinition((current) => current)
  const rows = useMemo(() => outlineOf(definition, branchesOf).rows, [definition, branchesOf])
  const wanted = useView(({ outlineRow }) => outlineRow)
  const active = rows.find(({ key }) => key === wanted) ?? rows[0]
  const [menu, setMenu] = useState<string | null>(null)
  const [spoken, setSpoken] = useState('')
  const tree = useRef<HTMLDivElement>(null)
  const hintId = useId()
  useFocus(tree, rows)

  function goTo(row: OutlineRow | undefined): void {
    if (row) view.setState({ outlineRow: row.key, outlineFocus: true })
  }

  const act = useCallback((row: OutlineRow, action: OutlineAction): void => {
    setMenu(null)
    const line = tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`)
    if (line) setSpoken(action.act(line) ?? '')
  }, [])

  function onKeyDown(event: KeyboardEvent): void {
    // What stands in a line has keys of its own.
    if (!active || !(event.target instanceof HTMLElement) || event.target.role !== 'treeitem') return
    const key = pressed(event)
    const at = rows.indexOf(active)
    if (key === 'm' || key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) setMenu(active.key)
    else if (key === 'ArrowDown') goTo(rows[at + 1])
    else if (key === 'ArrowUp') goTo(rows[at - 1])
    else if (key === 'Home') goTo(rows[0])
    else if (key === 'End') goTo(rows.at(-1))
    else if (key === 'ArrowLeft') goTo(rows.slice(0, at).findLast(({ level }) => level < active.level))
    else if (key === 'ArrowRight') goTo(rows[at + 1]?.level === active.level + 1 ? rows[at + 1] : undefined)
    else {
      const action = actionsFor(editor, active).find(({ keys }) => keys.includes(SAME_KEY[key] ?? key))
      if (!action) return
      act(active, action)
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      <div
        role="tree"
        aria-label="Steps of this workflow"
        aria-describedby={hintId}
        className={classes.outline}
        ref={tree}
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          <OutlineLine
            key={row.key}
            row={row}
            isActive={row.key === active?.key}
            isMenuOpen={menu === row.key}
            onMenu={setMenu}
            onAct={act}
          />
        ))}
      </div>
      <VisuallyHidden id={hintId}>
        Arrow keys go from step to step. Enter opens a step’s settings, plus adds a step behind it, Alt with an arrow
        key moves it, M shows everything that can be done with it.
      </VisuallyHidden>
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </>
  )
}

const SAME_KEY: Record<string, string> = { ' ': 'Enter', Backspace: 'Delete' }

/** Brings the focus to the line that it was sent to, and back when its line has gone. */
function useFocus(tree: { current: HTMLDivElement | null }, rows: readonly OutlineRow[]): void {
  const { view } = useEditor()
  const wanted = useView(({ outlineFocus }) => outlineFocus)
  const row = useView(({ outlineRow }) => outlineRow)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn anew may have the line that is waited for
  useEffect(() => {
    if (!wanted) return
    const found = row === null ? null : tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row)}"]`)
    const line = found ?? tree.current?.querySelector<HTMLElement>('[tabindex="0"]')
    if (!line) return
    view.setState({ outlineFocus: false })
    line.focus()
    line.scrollIntoView({ block: 'nearest' })
  }, [wanted, row, rows, view, tree])

  const hadFocus = useRef(false)
  useEffect(() => {
    const list = tree.current
    const note = () => {
      hadFocus.current = true
    }
    const forget = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && !list?.contains(relatedTarget)) hadFocus.current = false
    }
    list?.addEventListener('focusin', note)
    list?.addEventListener('focusout', forget)
    return () => {
      list?.removeEventListener('focusin', note)
      list?.removeEventListener('focusout', forget)
    }
  }, [tree])
  // biome-ignore lint/correctness/useExhaustiveDependencies: an undo may have taken the line away that had the focus
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) view.setState({ outlineFocus: true })
  }, [rows, view])
}
