import { type CatalogEntry, type Definition, EMPTY_DEFINITION } from '@hubflow/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeBranches } from '../canvas/branch.ts'
import { tidyLayout } from '../canvas/tidy-layout.ts'
import {
  connect,
  duplicateNode,
  moveNodes,
  type NewNode,
  removeEdges,
  removeNodes,
  renameNode,
  setConfig,
  setDisabled,
  setNote,
  setOnError,
  setTrigger,
} from './document.ts'
import { createEditorStore } from './editor-store.ts'
import { keepHistory, keptHistory } from './kept-history.ts'
import { moveStep } from './outline/move-step.ts'
import { addAt } from './place.ts'
import { memoryStorage } from './testing/memory-storage.ts'

const entry = (type: string, kind: CatalogEntry['kind'], branches: string[]): CatalogEntry => ({
  type,
  kind,
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
})
const ENTRIES = new Map(
  [
    entry('manual', 'trigger', ['next']),
    entry('webhook', 'trigger', ['next']),
    entry('send-email', 'action', ['next']),
    entry('condition', 'action', ['yes', 'no']),
  ].map((one) => [one.type, one]),
)
const entryOf = (type: string) => ENTRIES.get(type) ?? entry(type, 'action', ['next'])
const branchesOf = ({ type, config }: { type: string; config: Definition['nodes'][number]['config'] }) =>
  nodeBranches(ENTRIES.get(type), config)

type Command = (definition: Definition, numbers: { a: number; b: number; step: number }) => Definition

const nodeAt = ({ nodes }: Definition, place: number) => nodes[place % Math.max(1, nodes.length)]
const idAt = (definition: Definition, place: number) => nodeAt(definition, place)?.id ?? ''
const newNode = (type: string, step: number): NewNode => ({ id: `n${step}`, entry: entryOf(type) })
const newAction = (b: number, step: number) => newNode(b % 3 === 0 ? 'condition' : 'send-email', step)

/** Everything that the canvas, the inspector and the outline do to a document. */
const COMMANDS: Record<string, Command> = {
  trigger: (definition, { a, step }) =>
    setTrigger(definition, newNode(a % 2 ? 'manual' : 'webhook', step), (type) => type),
  'add at the end': (definition, { b, step }) => addAt(definition, { kind: 'free' }, newAction(b, step), branchesOf),
  'add between': (definition, { a, b, step }) =>
    addAt(
      definition,
      { kind: 'edge', edgeId: definition.edges[a % Math.max(1, definition.edges.length)]?.id ?? '' },
      newAction(b, step),
      branchesOf,
    ),
  duplicate: (definition, { a, step }) => {
    const id = idAt(definition, a)
    const type = definition.nodes.find((node) => node.id === id)?.type ?? ''
    return ENTRIES.get(type)?.kind === 'action' ? duplicateNode(definition, id, newNode(type, step)) : definition
  },
  'move in the outline': (definition, { a, b }) =>
    moveStep(definition, idAt(definition, a), b % 2 ? 'up' : 'down', branchesOf, ENTRIES),
  drag: (definition, { a, b }) => moveNodes(definition, new Map([[idAt(definition, a), { x: b, y: a }]])),
  'tidy up': (definition) => moveNodes(definition, tidyLayout(definition, branchesOf)),
  remove: (definition, { a, b }) => removeNodes(definition, [idAt(definition, a), idAt(definition, b)], branchesOf),
  'cut a line': (definition, { a }) => removeEdges(definition, [definition.edges[a % 7]?.id ?? '']),
  connect: (definition, { a, b }) =>
    connect(definition, { source: idAt(definition, a), branch: 'next' }, idAt(definition, b), branchesOf),
  configure: (definition, { a, b }) => setConfig(definition, idAt(definition, a), { text: `${b}` }, branchesOf),
  rename: (definition, { a, b }) => renameNode(definition, idAt(definition, a), `Name ${b}`),
  note: (definition, { a, b }) => setNote(definition, idAt(definition, a), b % 3 ? `Note ${b}` : ''),
  'switch off': (definition, { a, b }) => setDisabled(definition, idAt(definition, a), b % 2 === 0),
  'on error': (definition, { a, b }) => setOnError(definition, idAt(definition, a), b % 2 ? 'stop' : 'continue'),
}
const names = Object.keys(COMMANDS)
const sequence = fc.array(
  fc.record({
    command: fc.constantFrom(...names),
    a: fc.nat(1000),
    b: fc.nat(1000),
    gesture: fc.option(fc.constantFrom('drag', 'typing')),
  }),
  { minLength: 1, maxLength: 260 },
)

test('whatever was done: undo all is the start, redo all the end, one gesture one entry, also after a reload', () => {
  fc.assert(
    fc.property(sequence, (steps) => {
      const store = createEditorStore(EMPTY_DEFINITION)
      const { change, undo, redo } = store.getState()
      const states: Definition[] = [EMPTY_DEFINITION]
      let gestureBefore: string | null = null
      steps.forEach(({ command, a, b, gesture }, step) => {
        const before = store.getState().history.present
        change((definition) => COMMANDS[command]?.(definition, { a, b, step }) ?? definition, gesture ?? undefined)
        const after = store.getState().history.present
        if (after === before) return
        if (gesture !== null && gesture === gestureBefore) states[states.length - 1] = after
        else states.push(after)
        gestureBefore = gesture
      })
      const end = store.getState().history.present
      const storage = memoryStorage()
      for (let at = states.length - 2; at >= 0; at--) {
        undo()
        expect(store.getState().history.present).toBe(states[at])
      }
      expect(store.getState().history.past).toEqual([])
      for (const state of states.slice(1)) {
        redo()
        expect(store.getState().history.present).toBe(state)
      }
      expect(store.getState().history.future).toEqual([])

      keepHistory('w', store.getState().history, storage)
      const reloaded = createEditorStore(end, keptHistory('w', structuredClone(end), storage))
      const deep = Math.min(200, states.length - 1)
      for (let times = 1; times <= deep; times++) {
        reloaded.getState().undo()
        expect(reloaded.getState().history.present).toEqual(states[states.length - 1 - times])
      }
    }),
    { numRuns: 60 },
  )
})

test('every kind of change comes up, and each can be undone alone', () => {
  const start = [
    (of: Definition) => setTrigger(of, newNode('manual', 0), (type) => type),
    (of: Definition) => addAt(of, { kind: 'free' }, newNode('send-email', 1), branchesOf),
    (of: Definition) => addAt(of, { kind: 'free' }, newNode('condition', 2), branchesOf),
    (of: Definition) => addAt(of, { kind: 'free' }, newNode('send-email', 3), branchesOf),
    (of: Definition) => addAt(of, { kind: 'free', at: { x: 900, y: 9 } }, newNode('send-email', 4), () => []),
  ].reduce((definition, step) => step(definition), EMPTY_DEFINITION)
  const unchanged = names.filter((name) => {
    for (let a = 0; a < 12; a++)
      for (let b = 0; b < 12; b++) {
        const store = createEditorStore(start)
        store.getState().change((definition) => COMMANDS[name]?.(definition, { a, b, step: 99 }) ?? definition)
        if (store.getState().history.present === start) continue
        store.getState().undo()
        expect(store.getState().history.present).toBe(start)
        return false
      }
    return true
  })
  expect(unchanged).toEqual([])
})

test('a draft that was changed elsewhere meanwhile comes on top: undo leads back to what was here', () => {
  const storage = memoryStorage()
  const store = createEditorStore(EMPTY_DEFINITION)
  store.getState().change((definition) => addAt(definition, { kind: 'free' }, newNode('send-email', 1), branchesOf))
  const mine = store.getState().history.present
  keepHistory('w', store.getState().history, storage)
  const theirs = renameNode(mine, 'n1', 'Theirs')
  const reopened = createEditorStore(theirs, keptHistory('w', theirs, storage))
  expect(reopened.getState().history.present).toBe(theirs)
  reopened.getState().undo()
  expect(reopened.getState().history.present).toEqual(mine)
})
