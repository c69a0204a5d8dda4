import { type CatalogEntry, type Definition, DefinitionSchema, EMPTY_DEFINITION } from '@hubflow/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeBranches } from '../canvas/branch.ts'
import { addStep, copySteps, moveStepToEdge, pasteSteps, removeSelected, switchSteps, tidyUp } from './commands.ts'
import {
  connect,
  duplicateNode,
  freshNodeId,
  moveNodes,
  openEnds,
  renameNode,
  setConfig,
  setNote,
  setOnError,
} from './document.ts'
import type { Editor } from './editor-context.ts'
import { createEditorStore } from './editor-store.ts'
import { edgesToMoveTo } from './move-to-edge.ts'
import { moveStep } from './outline/move-step.ts'
import { createProblemStore } from './problem-store.ts'
import { createViewStore } from './view-store.ts'

const entry = (type: string, branches: string[], others: Partial<CatalogEntry> = {}): CatalogEntry => ({
  type,
  kind: 'action',
  title: type,
  summary: '',
  group: '',
  icon: '',
  sentence: '',
  effect: 'none',
  branches,
  initialConfig: {},
  configSchema: {},
  outputSchema: {},
  ...others,
})
const CATALOG = [
  entry('manual', ['next'], { kind: 'trigger' }),
  entry('webhook', ['next'], { kind: 'trigger' }),
  entry('send-email', ['next']),
  entry('condition', ['yes', 'no']),
  entry('stop', []),
  entry('split', ['A', 'B'], {
    branchesFrom: 'shares',
    initialConfig: { shares: [{ branch: 'A' }, { branch: 'B' }] },
  }),
]
const ACTIONS = CATALOG.filter(({ kind }) => kind === 'action')
const GESTURES = ['type', 'nudge']

type Move = [kind: number, first: number, second: number]

test('whatever is done, each is one entry at most; undo all is the start, redo all the end, each state equal on the way', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 80 }), (moves) => {
      const editor = newEditor()
      expectUndoable(editor, () => {
        for (const move of moves) act(editor, move)
      })
    }),
    { numRuns: 150 },
  )
})

test('200 changes deep', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 900, maxLength: 900 }), (moves) => {
      const editor = newEditor()
      const entries = expectUndoable(editor, () => {
        for (const move of moves) {
          if (historyOf(editor).past.length >= 230) return
          act(editor, move)
          const { nodes } = presentOf(editor)
          // What is pasted and duplicated doubles: a canvas of hundreds would only cost time here.
          if (nodes.length > 30)
            removeSelected(
              editor,
              nodes.slice(5).map(({ id }) => id),
              [],
            )
        }
      })
      expect(entries).toBeGreaterThan(200)
    }),
    { numRuns: 3 },
  )
})

test('what is typed into one field, and a row of presses of an arrow key, are one entry each', () => {
  const editor = newEditor()
  const { change, endGesture } = editor.store.getState()
  const start = JSON.stringify(presentOf(editor))
  for (const name of ['M', 'Ma', 'Mai', 'Mail']) change((at) => renameNode(at, 't', name), 't name')
  endGesture()
  for (const x of [4, 8, 12]) change((at) => moveNodes(at, new Map([['t', { x, y: 0 }]])), 'nudge:t')
  expect(historyOf(editor).past).toHaveLength(2)
  editor.store.getState().undo()
  expect(presentOf(editor).nodes[0]).toMatchObject({ name: 'Mail', position: { x: 0, y: 0 } })
  editor.store.getState().undo()
  expect(JSON.stringify(presentOf(editor))).toBe(start)
})

/** Does it, then takes all of it back and does it again; gives how many entries there were. */
function expectUndoable(editor: Editor, act: () => void): number {
  const states = [JSON.stringify(presentOf(editor))]
  const stop = editor.store.subscribe(({ history }, before) => {
    const added = history.past.length - before.history.past.length
    expect([0, 1]).toContain(added)
    states[history.past.length] = JSON.stringify(history.present)
  })
  act()
  stop()
  const { undo, redo } = editor.store.getState()
  const entries = historyOf(editor).past.length
  expect(DefinitionSchema.safeParse(presentOf(editor)).success).toBe(true)
  for (let at = entries - 1; at >= 0; at--) {
    undo()
    expect(JSON.stringify(presentOf(editor))).toBe(states[at])
  }
  for (let at = 1; at <= entries; at++) {
    redo()
    expect(JSON.stringify(presentOf(editor))).toBe(states[at])
  }
  expect(historyOf(editor).future).toEqual([])
  return entries
}

/** One thing that people do: by mouse, by keyboard, in the settings or in the outline. Never more than one entry. */
function act(editor: Editor, [kind, first, second]: Move): void {
  const { store, entries, branchesOf, view } = editor
  const definition = presentOf(editor)
  const { change, endGesture } = store.getState()
  const pick = <Item>(items: readonly Item[], number: number) => items[number % items.length]
  const node = pick(definition.nodes, first)
  const id = node?.id ?? 'none'
  const some = definition.nodes.filter((_, index) => (second >> (index % 30)) & 1).map((one) => one.id)
  const edgeId = pick(definition.edges, first)?.id ?? 'none'
  const action = pick(ACTIONS, second) ?? entry('stop', [])
  const end = pick(openEnds(definition, branchesOf), first)
  const gesture = pick([undefined, ...GESTURES], second)
  const doings: (() => void)[] = [
    () => addStep(editor, action, { kind: 'edge', edgeId }),
    () => addStep(editor, action, end ? { kind: 'end', end } : { kind: 'free' }),
    () => addStep(editor, action, { kind: 'free', at: { x: first % 900, y: second % 900 } }),
    () => addStep(editor, pick(CATALOG, second % 2) ?? action, { kind: 'free' }),
    () => removeSelected(editor, [id], []),
    () => removeSelected(editor, some, []),
    () => removeSelected(editor, [], [edgeId]),
    () => {
      const clip = copySteps(editor, some)
      view.setState({ selectedIds: [id] })
      if (clip) pasteSteps(editor, clip)
    },
    () => {
      const clip = copySteps(editor, [id])
      removeSelected(editor, [id], [])
      view.setState({ selectedIds: some.slice(0, 1) })
      if (clip) pasteSteps(editor, clip)
    },
    () => change((at) => duplicateNode(at, id, { id: freshNodeId(), entry: entries.get(node?.type ?? '') ?? action })),
    () => moveStepToEdge(editor, id, pick(edgesToMoveTo(definition, id, branchesOf), second)?.id ?? edgeId),
    () => switchSteps(editor, some),
    () => tidyUp(editor),
    () => change((at) => moveNodes(at, new Map(some.map((one) => [one, { x: first % 700, y: second % 700 }])))),
    () => change((at) => moveNodes(at, new Map([[id, { x: first % 40, y: 0 }]])), gesture),
    () => change((at) => connect(at, { source: id, branch: 'next' }, pick(at.nodes, second)?.id ?? id, branchesOf)),
    () => change((at) => setConfig(at, id, { text: `{{steps.${id}.x}} ${second}` }, branchesOf), gesture),
    () => change((at) => setConfig(at, id, { shares: [{ branch: `W${first % 3}` }, { branch: 'B' }] }, branchesOf)),
    () => change((at) => renameNode(at, id, `Name ${second}`), gesture),
    () => change((at) => setNote(at, id, second % 3 ? `Note ${second}` : '')),
    () => change((at) => setOnError(at, id, second % 2 ? 'stop' : 'continue')),
    () => change((at) => moveStep(at, id, second % 2 ? 'up' : 'down', branchesOf, entries)),
    () => change((at) => ({ ...at, settings: { ...at.settings, runTimeoutMinutes: 1 + (second % 90) } })),
    () => endGesture(),
  ]
  pick(doings, kind)?.()
}

function newEditor(): Editor {
  const entries = new Map(CATALOG.map((one) => [one.type, one]))
  const nodes: Definition['nodes'] = [{ id: 't', type: 'manual', name: 'Start', config: {}, position: { x: 0, y: 0 } }]
  const store = createEditorStore({ ...EMPTY_DEFINITION, nodes })
  return {
    workflowId: 'here',
    store,
    view: createViewStore(),
    problems: createProblemStore(store, CATALOG, []),
    entries,
    branchesOf: ({ type, config }: Definition['nodes'][number]) => nodeBranches(entries.get(type), config),
  } as unknown as Editor
}

const historyOf = ({ store }: Editor) => store.getState().history
const presentOf = (editor: Editor) => historyOf(editor).present
