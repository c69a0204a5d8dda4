import { isTriggerType, type WorkflowNode } from '@hubflow/core'
import { Menu } from '@mantine/core'
import {
  IconClipboard,
  IconCopy,
  IconCut,
  IconFiles,
  IconFlask,
  IconNote,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlus,
  IconSettings,
  IconSitemap,
  IconTrash,
} from '@tabler/icons-react'
import type { Edge, Node } from '@xyflow/react'
import { type ComponentType, type MouseEvent, useMemo } from 'react'
import { keepClip, keptClip } from '../editor/clipboard.ts'
import { copySteps, pasteSteps, removeSelected, showField, switchSteps, tidyUp } from '../editor/commands.ts'
import { type Editor, useEditor, useView } from '../editor/editor-context.ts'
import { isMovable } from '../editor/outline/outline-rows.ts'
import type { Place } from '../editor/place.ts'
import type { ViewState, ViewStore } from '../editor/view-store.ts'
import classes from './canvas.module.css'

type About = NonNullable<ViewState['menu']>['about']

/** What opens the menu: the right button, and the menu key or Shift+F10 on what has the focus. The same on every frame. */
export function useCanvasMenu() {
  const { view } = useEditor()
  return useMemo(
    () => ({
      onNodeContextMenu: (event: MouseEvent, node: Node) => openNodeMenu(view, event, node.id),
      onSelectionContextMenu: (event: MouseEvent, nodes: Node[]) =>
        open(view, event, { nodeIds: nodes.map(({ id }) => id) }),
      onEdgeContextMenu: (event: MouseEvent, edge: Edge) => open(view, event, { edgeId: edge.id }),
      onPaneContextMenu: (event: MouseEvent | globalThis.MouseEvent) => open(view, event, null),
    }),
    [view],
  )
}

/** The menu of a step, or of all that are chosen where it is one of them. */
export function openNodeMenu(view: ViewStore, event: MouseEvent, nodeId: string): void {
  const { selectedIds } = view.getState()
  const isChosen = selectedIds.includes(nodeId)
  if (!isChosen) view.setState({ selectedIds: [nodeId], request: { nodeId, center: false } })
  open(view, event, { nodeIds: isChosen ? selectedIds : [nodeId] })
}

function open(view: ViewStore, event: MouseEvent | globalThis.MouseEvent, about: About): void {
  event.preventDefault()
  const box = event.target instanceof Element ? event.target.getBoundingClientRect() : null
  // By keyboard there is no place: it belongs to what has the focus.
  const byKey = event.clientX === 0 && event.clientY === 0 && box !== null
  const at = byKey ? { x: box.left + box.width / 2, y: box.bottom } : { x: event.clientX, y: event.clientY }
  view.setState({ menu: { about, at }, adding: null })
}

/** The menu of the canvas, at the place where it was asked for. */
export function CanvasMenu() {
  const editor = useEditor()
  const menu = useView((state) => state.menu)
  if (!menu) return null
  const close = () => editor.view.setState({ menu: null })
  return (
    <Menu opened onClose={close} position="bottom-start" width={210} withinPortal transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button
          type="button"
          aria-label="Menu of the canvas"
          tabIndex={-1}
          className={`${classes.anchor} ${classes.menuAnchor}`}
          style={{ left: menu.at.x, top: menu.at.y }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label="What can be done here">
        {itemsFor(editor, menu).map(({ words, Icon, act, isDanger }) => (
          <Menu.Item
            key={words}
            leftSection={<Icon size={16} />}
            {...(isDanger && { color: 'var(--mantine-color-error)' })}
            onClick={() => {
              close()
              act()
            }}
          >
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface Item {
  words: string
  Icon: ComponentType<{ size: number }>
  act(): void
  isDanger?: boolean
}

function itemsFor(editor: Editor, { about, at }: NonNullable<ReturnType<Editor['view']['getState']>['menu']>): Item[] {
  const add = (place: Place): Item => ({
    words: 'Add a step here',
    Icon: IconPlus,
    act: () => editor.view.setState({ adding: { place, anchor: at } }),
  })
  if (about === null) return [add({ kind: 'free' }), ...pasteItem(editor), tidyItem(editor)]
  if ('edgeId' in about) {
    const cut = () => removeSelected(editor, [], [about.edgeId])
    return [
      add({ kind: 'edge', edgeId: about.edgeId }),
      { words: 'Remove the line', Icon: IconTrash, act: cut, isDanger: true },
    ]
  }
  return stepItems(editor, about.nodeIds)
}

function stepItems(editor: Editor, nodeIds: readonly string[]): Item[] {
  const { nodes } = editor.store.getState().history.present
  const chosen = nodes.filter(({ id }) => nodeIds.includes(id))
  const steps = chosen.filter(({ type }) => !isTriggerType(type))
  const [only] = chosen
  const switched = steps.filter((node) => isMovable(node, editor.branchesOf))
  const isOff = switched.every(({ disabled }) => disabled)
  const remove = () => removeSelected(editor, nodeIds, [])
  function copy(): void {
    const clip = copySteps(editor, nodeIds)
    if (clip) keepClip(clip)
  }
  return [
    ...(chosen.length === 1 && only
      ? [
          { words: 'Settings', Icon: IconSettings, act: () => showField(editor, only.id, undefined) },
          {
            words: only.note ? 'Change the note' : 'Write a note',
            Icon: IconNote,
            act: () => showField(editor, only.id, ['#note']),
          },
          ...testItems(editor, only),
        ]
      : []),
    { words: 'Copy', Icon: IconCopy, act: copy },
    {
      words: 'Cut',
      Icon: IconCut,
      act() {
        copy()
        remove()
      },
    },
    ...pasteItem(editor),
    ...(steps.length > 0
      ? [
          {
            words: 'Duplicate',
            Icon: IconFiles,
            act() {
              const clip = copySteps(editor, nodeIds)
              if (clip) pasteSteps(editor, clip)
            },
          },
        ]
      : []),
    ...(switched.length > 0
      ? [
          {
            words: isOff ? 'Switch on' : 'Switch off',
            Icon: isOff ? IconPlayerPlay : IconPlayerPause,
            act: () => switchSteps(editor, nodeIds),
          },
        ]
      : []),
    { words: 'Delete', Icon: IconTrash, act: remove, isDanger: true },
  ]
}

function testItems({ view }: Editor, { id: nodeId, type }: WorkflowNode): Item[] {
  if (isTriggerType(type)) return []
  return [
    { words: 'Test this step', Icon: IconFlask, act: () => view.setState({ testAsk: { scope: 'step', nodeId } }) },
    {
      words: 'Test from here on',
      Icon: IconPlayerTrackNext,
      act: () => view.setState({ testAsk: { scope: 'from-here', nodeId } }),
    },
  ]
}

function pasteItem(editor: Editor): Item[] {
  const clip = keptClip()
  return clip ? [{ words: 'Paste', Icon: IconClipboard, act: () => pasteSteps(editor, clip) }] : []
}

function tidyItem(editor: Editor): Item {
  return { words: 'Tidy up', Icon: IconSitemap, act: () => tidyUp(editor) }
}
