import type { ReactFlowInstance } from '@xyflow/react'
import { copySteps, pasteSteps, tidyUp } from './commands.ts'
import type { Editor } from './editor-context.ts'

/** What the view of the canvas can do. */
type CanvasView = Pick<ReactFlowInstance, 'fitView'>

/** A key of the editor, as the list of shortcuts shows it. */
export interface Shortcut {
  /** As `keysOf` names them; the first is the one that is shown. */
  keys: readonly [string, ...string[]]
  words: string
  /** Of no use where the canvas is not shown. */
  canvasOnly?: boolean
  act(editor: Editor, canvas: CanvasView): void
}

/** What the editor itself does by keys, wherever the focus is but in a field. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Ctrl+Z'], words: 'Undo', act: ({ store }) => store.getState().undo() },
  { keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], words: 'Redo', act: ({ store }) => store.getState().redo() },
  {
    keys: ['Ctrl+D'],
    words: 'Duplicate the chosen steps',
    canvasOnly: true,
    act(editor) {
      const clip = copySteps(editor, editor.view.getState().selectedIds)
      if (clip) pasteSteps(editor, clip)
    },
  },
  {
    keys: ['Ctrl+A'],
    words: 'Choose all steps',
    canvasOnly: true,
    act({ store, view }) {
      const also = store.getState().history.present.nodes.map(({ id }) => id)
      view.setState({ request: { nodeId: '', center: false, also } })
    },
  },
  { keys: ['Ctrl+F'], words: 'Find a step', canvasOnly: true, act: ({ view }) => view.setState({ finding: true }) },
  {
    keys: ['Alt+Shift+F'],
    words: 'Show the whole workflow',
    canvasOnly: true,
    act: (_editor, canvas) => void canvas.fitView({ padding: 0.25, maxZoom: 1, duration: 250 }),
  },
  { keys: ['Alt+Shift+T'], words: 'Tidy up', canvasOnly: true, act: tidyUp },
  { keys: ['?'], words: 'Show these shortcuts', act: ({ view }) => view.setState({ helpOpen: true }) },
  {
    keys: ['Escape'],
    words: 'Close what is open',
    act: ({ view }) => view.setState({ problemsOpen: false, adding: null, menu: null, finding: false }),
  },
]

/** What the browser, the canvas and the list of steps do by keys of their own. */
export const OTHER_SHORTCUTS: readonly { title: string; rows: readonly { keys: string; words: string }[] }[] = [
  {
    title: 'Clipboard',
    rows: [
      { keys: 'Ctrl+C', words: 'Copy the chosen steps' },
      { keys: 'Ctrl+X', words: 'Cut the chosen steps' },
      { keys: 'Ctrl+V', words: 'Paste, also into another workflow' },
    ],
  },
  {
    title: 'On the canvas',
    rows: [
      { keys: 'Shift+Click', words: 'Choose one more' },
      { keys: 'Shift+Drag', words: 'Choose all in a box' },
      { keys: 'Enter', words: 'Choose the step that has the focus' },
      { keys: 'Shift+F10', words: 'Open the menu of what has the focus' },
      { keys: 'Arrow keys', words: 'Move the chosen steps' },
      { keys: 'Delete', words: 'Delete what is chosen' },
    ],
  },
  {
    title: 'In the list of steps',
    rows: [
      { keys: 'Enter', words: 'Open the settings' },
      { keys: '+', words: 'Add a step here' },
      { keys: 'Alt+Arrow up', words: 'Move the step up' },
      { keys: 'Alt+Arrow down', words: 'Move the step down' },
      { keys: 'O', words: 'Switch the step off or on' },
      { keys: 'N', words: 'Write a note' },
      { keys: 'T', words: 'Test the step' },
    ],
  },
]

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** `Ctrl+Shift+Z`, `?`: ⌘ counts as Ctrl. With Alt the letter is that of the key, not the sign that a Mac makes of it. */
export function keysOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  const name = altKey && letter !== undefined ? letter : key.length === 1 ? key.toUpperCase() : key
  const isSign = name.length === 1 && !/[A-Z]/.test(name)
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${shiftKey && !isSign ? 'Shift+' : ''}${name}`
}

/** What these keys do; undefined where they do nothing. */
export function shortcutFor(pressed: Pressed, isCanvasShown: boolean): Shortcut | undefined {
  const keys = keysOf(pressed)
  return SHORTCUTS.find((shortcut) => shortcut.keys.includes(keys) && (isCanvasShown || !shortcut.canvasOnly))
}
