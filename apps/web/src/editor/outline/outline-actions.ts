import { isTriggerType } from '@hubflow/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconFlask,
  IconNote,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react'
import { branchLabel } from '../../canvas/branch.ts'
import { openSettings } from '../commands.ts'
import { duplicateNode, freshNodeId, type OpenEnd, removeNodes, setDisabled } from '../document.ts'
import type { Editor } from '../editor-context.ts'
import type { Place } from '../place.ts'
import { type Direction, moveStep } from './move-step.ts'
import { isMovable, type OutlineRow, outlineOf } from './outline-rows.ts'

/** Something that can be done with a row of the outline: from its menu, or by its key while the row has the focus. */
export interface OutlineAction {
  words: string
  /** As `pressed` names them; the menu shows the first. */
  keys: readonly string[]
  Icon: typeof IconPlus
  /** Gives what is said to people who hear the page, where the row itself does not tell. */
  act(row: HTMLElement): string | undefined
}

/** `Alt+ArrowUp`, `Ctrl+d`, `Delete` */
export function pressed(event: { key: string; altKey: boolean; ctrlKey: boolean; metaKey: boolean }): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${key}`
}

/** What can be done with this row; the first is what Enter does. */
export function actionsFor(editor: Editor, row: OutlineRow): OutlineAction[] {
  if (row.kind === 'loose') return []
  if (row.kind !== 'step') return [addAction(editor, row.end, ['Enter', '+'])]
  const { node } = row
  const { store, entries, branchesOf } = editor
  const change = store.getState().change
  const branch = branchesOf(node)[0]
  const settings: OutlineAction = {
    words: 'Settings',
    keys: ['Enter'],
    Icon: IconSettings,
    act: () => void openSettings(editor, node.id, []),
  }
  const add = branch === undefined ? [] : [addAction(editor, { source: node.id, branch }, ['+'])]
  const note: OutlineAction = {
    words: node.note ? 'Change the note' : 'Write a note',
    keys: ['n'],
    Icon: IconNote,
    act: () => void openSettings(editor, node.id, ['#note']),
  }
  if (isTriggerType(node.type)) return [settings, ...add, note]
  const test: OutlineAction = {
    words: 'Test this step',
    keys: ['t'],
    Icon: IconFlask,
    act: () => void editor.view.setState({ testAsk: { scope: 'step', nodeId: node.id } }),
  }
  const move = (direction: Direction): OutlineAction => ({
    words: direction === 'up' ? 'Move up' : 'Move down',
    keys: [direction === 'up' ? 'Alt+ArrowUp' : 'Alt+ArrowDown'],
    Icon: direction === 'up' ? IconArrowUp : IconArrowDown,
    act() {
      const before = store.getState().history.present
      change((definition) => moveStep(definition, node.id, direction, branchesOf, entries))
      editor.view.setState({ outlineRow: node.id, outlineFocus: true })
      if (store.getState().history.present === before) return `It cannot be moved further ${direction}.`
      return `Moved. ${whereIs(editor, node.id)}`
    },
  })
  const remove: OutlineAction = {
    words: 'Delete',
    keys: ['Delete'],
    Icon: IconTrash,
    act() {
      const next = rowAfterRemoval(editor, node.id)
      change((definition) => removeNodes(definition, [node.id], branchesOf))
      editor.view.setState({ outlineRow: next, outlineFocus: true })
      return `Deleted: ${node.name}. Undo brings it back.`
    },
  }
  if (!isMovable(node, branchesOf)) return [settings, test, ...add, move('up'), move('down'), note, remove]
  return [
    settings,
    test,
    ...add,
    move('up'),
    move('down'),
    {
      words: 'Duplicate',
      keys: ['Ctrl+d'],
      Icon: IconCopy,
      act() {
        const id = freshNodeId()
        const entry = entries.get(node.type)
        if (!entry) return undefined
        change((definition) => duplicateNode(definition, node.id, { id, entry }))
        editor.view.setState({ outlineRow: id, outlineFocus: true })
        return `Duplicated. ${whereIs(editor, id)}`
      },
    },
    {
      words: node.disabled ? 'Switch on' : 'Switch off',
      keys: ['o'],
      Icon: node.disabled ? IconPlayerPlay : IconPlayerPause,
      act() {
        change((definition) => setDisabled(definition, node.id, !node.disabled))
        return node.disabled ? 'Switched on.' : 'Switched off: it is passed over.'
      },
    },
    note,
    remove,
  ]
}

function addAction(editor: Editor, end: OpenEnd, keys: readonly string[]): OutlineAction {
  return {
    words: 'Add a step here',
    keys,
    Icon: IconPlus,
    act(row) {
      const box = row.getBoundingClientRect()
      const anchor = { x: box.left + box.width / 2, y: box.bottom }
      editor.view.setState({ adding: { place: placeBehind(editor, end), anchor, from: 'outline' } })
      return undefined
    },
  }
}

function placeBehind({ store }: Editor, { source, branch }: OpenEnd): Place {
  const { edges } = store.getState().history.present
  const edge = edges.find((candidate) => candidate.source === source && candidate.branch === branch)
  return edge ? { kind: 'edge', edgeId: edge.id } : { kind: 'end', end: { source, branch } }
}

/** `It is step 3, in the way Yes.` */
function whereIs({ store, branchesOf }: Editor, id: string): string {
  const { rows } = outlineOf(store.getState().history.present, branchesOf)
  const at = rows.findIndex((row) => row.key === id)
  const row = rows[at]
  if (row?.kind !== 'step') return ''
  const way = rows.slice(0, at).findLast((other) => other.kind === 'way' && other.level === row.level - 1)
  return `It is step ${row.number}${way?.kind === 'way' && row.level > 1 ? `, in the way ${branchLabel(way.end.branch)}` : ''}.`
}

function rowAfterRemoval({ store, branchesOf }: Editor, id: string): string | null {
  const steps = outlineOf(store.getState().history.present, branchesOf).rows.filter(({ kind }) => kind === 'step')
  const at = steps.findIndex(({ key }) => key === id)
  return (steps[at + 1] ?? steps[at - 1])?.key ?? null
}
