import type { CatalogEntry, Definition, WorkflowNode } from '@hubflow/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder } from '../in-order.ts'
import { type Direction, moveStep } from './move-step.ts'
import { outlineOf } from './outline-rows.ts'

const entry = (type: string, branches: string[]): CatalogEntry => ({
  type,
  kind: type === 'manual' ? 'trigger' : 'action',
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
  [entry('manual', ['next']), entry('step', ['next']), entry('choice', ['yes', 'no'])].map((one) => [one.type, one]),
)
const branchesOf = ({ type }: Pick<WorkflowNode, 'type'>) => ENTRIES.get(type)?.branches ?? []

/** `t` is the trigger, names with a capital are choices; lines are `source target` or `source branch target`. */
function definition(...lines: string[]): Definition {
  const edges = lines.map((line) => {
    const words = line.split(' ')
    const branch = words.length === 3 ? (words[1] ?? '') : 'next'
    return { id: `${words[0]}:${branch}`, source: words[0] ?? '', branch, target: words.at(-1) ?? '' }
  })
  const ids = [...new Set(['t', ...edges.flatMap(({ source, target }) => [source, target])])]
  const nodes = ids.map((id, index): WorkflowNode => {
    const type = id === 't' ? 'manual' : id === id.toUpperCase() ? 'choice' : 'step'
    return { id, type, name: id, config: {}, position: { x: 0, y: 140 * index } }
  })
  return { schemaVersion: 1, nodes, edges }
}

/** The outline as indented lines. */
function outline(of: Definition): string[] {
  return outlineOf(of, branchesOf).rows.map((row) => {
    const words =
      row.kind === 'step'
        ? `${row.number} ${row.node.id}`
        : row.kind === 'way'
          ? `${row.end.branch}:`
          : row.kind === 'join'
            ? `→ ${row.target}`
            : row.kind === 'end'
              ? '+'
              : 'loose:'
    return `${'  '.repeat(row.level - 1)}${words}`
  })
}
const lines = ({ edges }: Definition) =>
  edges.map(({ source, branch, target }) => `${source} ${branch} ${target}`).sort()
const move = (of: Definition, id: string, ...directions: Direction[]) =>
  directions.reduce((at, direction) => moveStep(at, id, direction, branchesOf, ENTRIES), of)

test('the ways of a branching step stand under their names, what they lead to together behind them', () => {
  const split = definition('t A', 'A yes b', 'A no c', 'b d', 'c d', 'd e')
  expect(outline(split)).toEqual([
    '1 t',
    '2 A',
    '  yes:',
    '    3 b',
    '    → d',
    '  no:',
    '    4 c',
    '    → d',
    '5 d',
    '6 e',
    '+',
  ])
})

test('ways that end by themselves end with a plus; what nothing leads to stands last', () => {
  const loose = { ...definition('t A', 'A yes b', 'x y') }
  expect(outline(loose)).toEqual([
    '1 t',
    '2 A',
    '  yes:',
    '    3 b',
    '    +',
    '  no:',
    '    +',
    'loose:',
    '  4 x',
    '  5 y',
    '  +',
  ])
})

test('everything that lists the steps has them in the order of these numbers', () => {
  const split = definition('t A', 'A yes b', 'A no c', 'b d', 'd e', 'c e', 'e f', 'x y')
  const backwards = { ...split, nodes: split.nodes.toReversed() }
  const order = ['t', 'A', 'b', 'd', 'c', 'e', 'f', 'x', 'y']
  expect(inOrder(split, ENTRIES).map(({ id }) => id)).toEqual(order)
  expect(inOrder(backwards, ENTRIES).map(({ id }) => id)).toEqual(order)
})

test('each row says which it is of how many', () => {
  const rows = outlineOf(definition('t A', 'A yes b'), branchesOf).rows
  expect(rows.map(({ position, of }) => `${position}/${of}`)).toEqual(['1/2', '2/2', '1/2', '1/2', '2/2', '2/2', '1/1'])
})

test('a step goes past others, into a way, on into the next, and out', () => {
  const start = definition('t a', 'a B', 'B yes c', 'B no d', 'c e', 'd e')
  expect(lines(move(start, 'a', 'down'))).toEqual(['B no d', 'B yes a', 'a next c', 'c next e', 'd next e', 't next B'])
  expect(lines(move(start, 'a', 'down', 'down'))).toEqual([
    'B no d',
    'B yes c',
    'a next e',
    'c next a',
    'd next e',
    't next B',
  ])
  expect(lines(move(start, 'a', 'down', 'down', 'down'))).toContain('B no a')
  const behind = move(start, 'a', 'down', 'down', 'down', 'down', 'down')
  expect(lines(behind)).toEqual(['B no d', 'B yes c', 'a next e', 'c next a', 'd next a', 't next B'])
  expect(lines(move(behind, 'a', 'down'))).toEqual([
    'B no d',
    'B yes c',
    'c next e',
    'd next e',
    'e next a',
    't next B',
  ])
})

test('a branching step changes places with the step before it, which goes into its first way', () => {
  const start = definition('t a', 'a B', 'B yes c', 'B no d')
  const up = move(start, 'B', 'up')
  expect(lines(up)).toEqual(['B no d', 'B yes a', 'a next c', 't next B'])
  expect(lines(move(up, 'B', 'down'))).toEqual(lines(start))
  expect(move(up, 'B', 'up')).toBe(up)
})

test('the first cannot go up, the last not down, the trigger nowhere', () => {
  const start = definition('t a', 'a b')
  expect(move(start, 'a', 'up')).toBe(start)
  expect(move(start, 'b', 'down')).toBe(start)
  expect(move(start, 't', 'down')).toBe(start)
})

test('a step that nothing leads to goes up behind the last', () => {
  const start = definition('t a', 'x y')
  expect(lines(move(start, 'x', 'up'))).toEqual(['a next x', 't next a'])
})

test('down and up again is where it was, every step stays, and each stands on the way from the trigger', () => {
  const starts = [
    definition('t a', 'a b', 'b c'),
    definition('t a', 'a B', 'B yes c', 'B no d', 'c e', 'd e', 'e f'),
    definition('t A', 'A yes B', 'B yes c', 'B no d', 'c e', 'd e', 'A no f', 'e g', 'f g', 'g h'),
    definition('t a', 'a B', 'B yes c', 'B no D', 'D yes e'),
  ]
  const moves = fc.array(fc.tuple(fc.nat(9), fc.constantFrom<Direction>('up', 'down')), { maxLength: 30 })
  fc.assert(
    fc.property(fc.constantFrom(...starts), moves, (start, steps) => {
      let at = start
      for (const [index, direction] of steps) {
        const node = at.nodes[index % at.nodes.length]
        if (!node) continue
        const moved = move(at, node.id, direction)
        const linesTo = at.edges.filter(({ target }) => target === node.id).length
        // Behind several ways there may be no place but for the step that stands there.
        if (moved !== at && branchesOf(node).length === 1 && linesTo === 1) {
          const back = move(moved, node.id, direction === 'up' ? 'down' : 'up')
          expect(outline(back)).toEqual(outline(at))
        }
        at = moved
      }
      const numbered = outlineOf(at, branchesOf).rows.filter(({ kind }) => kind === 'step')
      expect(numbered).toHaveLength(start.nodes.length)
      expect(outlineOf(at, branchesOf).rows.some(({ kind }) => kind === 'loose')).toBe(false)
    }),
    { numRuns: 300 },
  )
})
