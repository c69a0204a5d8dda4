import type { Definition } from '@hubflow/core'
import { expect, test } from 'vitest'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'
import { tidyLayout } from './tidy-layout.ts'

test('a chain stands in one column, 140 apart', () => {
  const places = tidyLayout(
    workflow(
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
    ),
    noBranches,
  )
  expect([...places]).toEqual([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 0, y: 140 }],
    ['c', { x: 0, y: 280 }],
  ])
})

test('ways that part and merge, and a step that stands alone, do not lie upon each other', () => {
  const edges: [string, string][] = [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'd'],
    ['c', 'd'],
  ]
  const places = [...tidyLayout(workflow(['a', 'b', 'c', 'd', 'alone'], edges), noBranches).values()]
  for (const [index, one] of places.entries()) {
    for (const other of places.slice(index + 1)) {
      expect(Math.abs(one.x - other.x) >= NODE_WIDTH || Math.abs(one.y - other.y) >= NODE_HEIGHT).toBe(true)
    }
  }
})

test('ways stand in the order of their branches, however they were drawn', () => {
  const drawn: [string, string][] = [
    ['a', 'no'],
    ['a', 'yes'],
    ['yes', 'merged'],
    ['no', 'merged'],
  ]
  const definition = workflow(['a', 'no', 'yes', 'merged'], drawn)
  const places = tidyLayout(definition, ({ type }) => (type === 'wait' ? ['b1', 'b0', 'b2', 'b3'] : []))
  expect(Number(places.get('yes')?.x)).toBeLessThan(Number(places.get('no')?.x))
  expect(places.get('merged')).toEqual({ x: 0, y: 280 })
})

test('nothing to lay out gives nothing', () => {
  expect(tidyLayout(workflow([], []), noBranches).size).toBe(0)
})

const noBranches = () => []

function workflow(ids: string[], edges: [string, string][]): Definition {
  return {
    schemaVersion: 1,
    nodes: ids.map((id) => ({ id, type: 'wait', name: id, config: {}, position: { x: 5, y: 5 } })),
    edges: edges.map(([source, target], index) => ({ id: `e${index}`, source, target, branch: `b${index}` })),
  }
}
