import type { CatalogEntry, Definition } from '@hubflow/core'
import { expect, test } from 'vitest'
import { edgesToMoveTo, moveToEdge } from './move-to-edge.ts'

/** Start → one → two → three, and a condition that stands alone. */
const definition: Definition = {
  schemaVersion: 1,
  nodes: [
    node('start', 'manual', 0),
    node('one', 'wait', 140),
    node('two', 'wait', 280),
    node('three', 'wait', 420),
    node('ask', 'condition', 560),
  ],
  edges: [edge('start', 'one'), edge('one', 'two'), edge('two', 'three')],
}
const entry = {
  type: 'wait',
  kind: 'action',
  title: 'Wait',
  branches: ['next'],
  initialConfig: {},
} as unknown as CatalogEntry

test('a step goes between two others, and those that it stood between are joined', () => {
  const moved = moveToEdge(definition, 'one', 'two:next', entry, branchesOf)
  expect(lines(moved)).toEqual(['one → three', 'start → two', 'two → one'])
  expect(Object.fromEntries(moved.nodes.map(({ id, position }) => [id, position.y]))).toEqual({
    start: 0,
    two: 140,
    one: 280,
    three: 420,
    ask: 560,
  })
  expect(moved.nodes.find(({ id }) => id === 'one')?.note).toBe('kept')
})

test('a step stays where it is on its own edges, and one with several ways stays everywhere', () => {
  expect(moveToEdge(definition, 'two', 'one:next', entry, branchesOf)).toBe(definition)
  expect(moveToEdge(definition, 'ask', 'one:next', entry, branchesOf)).toBe(definition)
  expect(edgesToMoveTo(definition, 'start', branchesOf)).toEqual([])
  expect(edgesToMoveTo(definition, 'three', branchesOf).map(({ id }) => id)).toEqual(['start:next', 'one:next'])
})

function node(id: string, type: string, y: number): Definition['nodes'][number] {
  return { id, type, name: id, config: {}, position: { x: 0, y }, ...(id === 'one' ? { note: 'kept' } : {}) }
}

function edge(source: string, target: string): Definition['edges'][number] {
  return { id: `${source}:next`, source, target, branch: 'next' }
}

function branchesOf({ type }: { type: string }): string[] {
  return type === 'condition' ? ['yes', 'no'] : ['next']
}

function lines({ edges }: Definition): string[] {
  return edges.map(({ source, target }) => `${source} → ${target}`).sort()
}
