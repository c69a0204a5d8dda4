import {
  type CatalogEntry,
  type Definition,
  DefinitionSchema,
  EMPTY_DEFINITION,
  type WorkflowNode,
} from '@hubflow/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeBranches } from '../canvas/branch.ts'
import {
  appendNode,
  connect,
  connectRefusal,
  insertNode,
  lastOpenEnd,
  moveNodes,
  openEnds,
  removeEdges,
  removeNodes,
  renameNode,
  setConfig,
  setDisabled,
  setNote,
  setOnError,
  setTrigger,
} from './document.ts'
import { begin, change, redo, undo } from './history.ts'

const CATALOG = [
  entry('manual', 'trigger', ['next']),
  entry('webhook', 'trigger', ['next']),
  entry('send-email', 'action', ['next']),
  entry('condition', 'action', ['yes', 'no']),
  entry('stop', 'action', []),
  { ...entry('split', 'action', ['A', 'B']), branchesFrom: 'shares', initialConfig: sharesOf('A', 'B') },
]

describe('building', () => {
  test('a trigger and two steps stand one below the other and are connected', () => {
    const definition = chain('send-email', 'send-email')
    expect(definition.nodes.map(({ id, name, position }) => ({ id, name, position }))).toEqual([
      { id: 't', name: 'manual', position: { x: 0, y: 0 } },
      { id: 'a', name: 'send-email', position: { x: 0, y: 140 } },
      { id: 'b', name: 'send-email 2', position: { x: 0, y: 280 } },
    ])
    expect(lines(definition)).toEqual(['a next b', 't next a'])
  })

  test('a step put on an edge splits it, and what is below makes room', () => {
    const definition = insertNode(chain('send-email', 'send-email'), 'a:next', { id: 'c', entry: entryOf('condition') })
    expect(lines(definition)).toEqual(['a next c', 'c yes b', 't next a'])
    expect(positionOf(definition, 'c')).toEqual({ x: 0, y: 280 })
    expect(positionOf(definition, 'b')).toEqual({ x: 0, y: 420 })
  })

  test('a way that is renamed keeps its line, one that is removed loses it', () => {
    const definition = chain('split', 'send-email')
    const renamed = setConfig(definition, 'a', sharesOf('New text', 'B'), branchesOf)
    expect(lines(renamed)).toEqual(['a New text b', 't next a'])
    expect(lines(setConfig(definition, 'a', sharesOf('A', 'B', 'C'), branchesOf))).toEqual(['a A b', 't next a'])
    expect(lines(setConfig(definition, 'a', sharesOf('B', 'C', 'D'), branchesOf))).toEqual(['t next a'])
  })

  test('a trigger put on last starts what is already there', () => {
    const loose = appendNode(EMPTY_DEFINITION, undefined, { id: 'a', entry: entryOf('send-email') })
    const definition = setTrigger(loose, { id: 't', entry: entryOf('webhook') }, (type) => type)
    expect(lines(definition)).toEqual(['t next a'])
    expect(positionOf(definition, 't')).toEqual({ x: 0, y: -140 })
  })

  test('another trigger takes the place of the first and keeps a name that someone gave', () => {
    const named = renameNode(chain('send-email'), 't', 'My start')
    const definition = setTrigger(named, { id: 'x', entry: entryOf('webhook') }, (type) => type)
    expect(definition.nodes[0]).toMatchObject({ id: 't', type: 'webhook', name: 'My start' })
    expect(lines(definition)).toEqual(['t next a'])
  })

  test('the open ends are the branches that lead nowhere; the last one that a run can come to is where steps go', () => {
    const definition = chain('condition')
    expect(openEnds(definition, branchesOf)).toEqual([
      { source: 'a', branch: 'yes' },
      { source: 'a', branch: 'no' },
    ])
    const loose = appendNode(
      definition,
      undefined,
      { id: 'l', entry: entryOf('send-email') },
      { at: { x: 900, y: 900 } },
    )
    expect(lastOpenEnd(loose, branchesOf)).toEqual({ source: 'a', branch: 'no' })
  })

  test('a step beside another does not lie upon it', () => {
    const yes = appendNode(
      chain('condition'),
      { source: 'a', branch: 'yes' },
      { id: 'y', entry: entryOf('send-email') },
    )
    const both = appendNode(yes, { source: 'a', branch: 'no' }, { id: 'n', entry: entryOf('send-email') })
    expect(positionOf(both, 'n')).toEqual({ x: 312, y: 280 })
  })
})

describe('taking away', () => {
  test('what came before goes on to what came after', () => {
    const definition = removeNodes(chain('send-email', 'send-email', 'send-email'), ['a', 'b'], branchesOf)
    expect(lines(definition)).toEqual(['t next c'])
  })

  test('a trigger leaves its first step without a start', () => {
    const definition = removeNodes(chain('send-email', 'send-email'), ['t'], branchesOf)
    expect(lines(definition)).toEqual(['a next b'])
  })

  test('two ways that merge in a removed step merge in the one after it', () => {
    let definition = chain('condition')
    definition = appendNode(definition, { source: 'a', branch: 'yes' }, { id: 'm', entry: entryOf('send-email') })
    definition = connect(definition, { source: 'a', branch: 'no' }, 'm', branchesOf)
    definition = appendNode(definition, { source: 'm', branch: 'next' }, { id: 'e', entry: entryOf('stop') })
    expect(lines(removeNodes(definition, ['m'], branchesOf))).toEqual(['a no e', 'a yes e', 't next a'])
  })
})

describe('connecting', () => {
  const definition = appendNode(chain('condition', 'send-email'), undefined, { id: 'l', entry: entryOf('send-email') })

  test.each([
    [{ source: 'b', branch: 'next' }, 'a', 'That would lead in a circle.'],
    [{ source: 'a', branch: 'yes' }, 'l', '“condition” already goes on to a step. Remove that line first.'],
    [{ source: 'b', branch: 'next' }, 't', 'Nothing can come before the trigger.'],
    [{ source: 'b', branch: 'next' }, 'b', 'A step cannot lead to itself.'],
    [{ source: 'b', branch: 'maybe' }, 'l', '“send-email” has no way “maybe”.'],
  ])('%o to %s is refused', (end, target, sentence) => {
    expect(connectRefusal(definition, end, target, branchesOf)).toBe(sentence)
    expect(connect(definition, end, target, branchesOf)).toBe(definition)
  })

  test('a free branch to a step without a circle is allowed', () => {
    expect(lines(connect(definition, { source: 'a', branch: 'no' }, 'l', branchesOf))).toContain('a no l')
  })
})

test('setting a node back to what it was leaves no trace', () => {
  const definition = chain('send-email')
  const changed = setOnError(setDisabled(setNote(definition, 'a', 'Ask Ruth'), 'a', true), 'a', 'continue')
  expect(changed.nodes[1]).toMatchObject({ note: 'Ask Ruth', disabled: true, onError: 'continue' })
  expect(setOnError(setDisabled(setNote(changed, 'a', ''), 'a', false), 'a', 'stop')).toEqual(definition)
})

test('whatever is done in whatever order, the definition stays valid, undo all gives the start and redo all the end', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 60 }), (moves) => {
      const start = chain('send-email')
      let history = begin(start)
      for (const [index, move] of moves.entries()) {
        const next = doSomething(history.present, `x${index}`, move)
        expect(DefinitionSchema.safeParse(next).success).toBe(true)
        expect(faults(next)).toEqual([])
        history = change(history, next)
      }
      const end = history.present
      while (history.past.length > 0) history = undo(history)
      expect(history.present).toBe(start)
      while (history.future.length > 0) history = redo(history)
      expect(history.present).toBe(end)
    }),
    { numRuns: 300 },
  )
})

function doSomething(definition: Definition, id: string, [kind, first, second]: [number, number, number]): Definition {
  const pick = <Item>(items: readonly Item[], number: number): Item | undefined => items[number % items.length]
  const node = pick(definition.nodes, first)?.id ?? 'none'
  const edge = pick(definition.edges, first)?.id ?? 'none'
  const action =
    pick(
      CATALOG.filter((candidate) => candidate.kind === 'action'),
      second,
    ) ?? entryOf('stop')
  const changes: (() => Definition)[] = [
    () => insertNode(definition, edge, { id, entry: action }),
    () => appendNode(definition, pick(openEnds(definition, branchesOf), first), { id, entry: action }),
    () => appendNode(definition, undefined, { id, entry: action }, { at: { x: first % 900, y: second % 900 } }),
    () => removeNodes(definition, [node], branchesOf),
    () => removeEdges(definition, [edge]),
    () =>
      connect(definition, { source: node, branch: 'next' }, pick(definition.nodes, second)?.id ?? 'none', branchesOf),
    () => moveNodes(definition, new Map([[node, { x: first % 500, y: second % 500 }]])),
    () => setConfig(definition, node, { text: String(second) }),
    () => renameNode(definition, node, `Name ${second}`),
    () => setTrigger(definition, { id, entry: entryOf(second % 2 ? 'manual' : 'webhook') }, (type) => type),
  ]
  return (pick(changes, kind) ?? (() => definition))()
}

/** What no change may ever leave behind. */
function faults(definition: Definition): string[] {
  const ids = definition.nodes.map((node) => node.id)
  const places = definition.edges.map((edge) => `${edge.source} ${edge.branch}`)
  return [
    ...(new Set(ids).size < ids.length ? ['node id twice'] : []),
    ...(new Set(places).size < places.length ? ['branch twice'] : []),
    ...(new Set(definition.edges.map((edge) => edge.id)).size < places.length ? ['edge id twice'] : []),
    ...definition.edges
      .filter((edge) => !ids.includes(edge.source) || !ids.includes(edge.target))
      .map((edge) => `loose ${edge.id}`),
    ...definition.nodes.filter((node) => isInCircle(definition, node.id)).map((node) => `circle at ${node.id}`),
  ]
}

function isInCircle(definition: Definition, id: string): boolean {
  const seen = new Set<string>()
  const todo = [id]
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const edge of definition.edges) {
      if (edge.source !== at) continue
      if (edge.target === id) return true
      if (!seen.has(edge.target)) todo.push(edge.target)
      seen.add(edge.target)
    }
  }
  return false
}

/** A manual trigger `t` with steps `a`, `b`, `c` below it, each behind the first branch of the one before. */
function chain(...types: string[]): Definition {
  let definition = setTrigger(EMPTY_DEFINITION, { id: 't', entry: entryOf('manual') }, (type) => type)
  types.forEach((type, index) => {
    const end = openEnds(definition, branchesOf)[0]
    definition = appendNode(definition, end, { id: 'abc'[index] ?? type, entry: entryOf(type) })
  })
  return definition
}

function lines(definition: Definition): string[] {
  return definition.edges.map((edge) => `${edge.source} ${edge.branch} ${edge.target}`).sort()
}

function positionOf(definition: Definition, id: string) {
  return definition.nodes.find((node) => node.id === id)?.position
}

function sharesOf(...branches: string[]): WorkflowNode['config'] {
  return { shares: branches.map((branch) => ({ branch, percent: 100 / branches.length })) }
}

function branchesOf({ type, config }: Pick<WorkflowNode, 'type' | 'config'>): readonly string[] {
  return nodeBranches(entryOf(type), config)
}

function entryOf(type: string): CatalogEntry {
  const found = CATALOG.find((candidate) => candidate.type === type)
  if (!found) throw new Error(`no node type ${type}`)
  return found
}

function entry(type: string, kind: CatalogEntry['kind'], branches: string[]): CatalogEntry {
  return {
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
  }
}
