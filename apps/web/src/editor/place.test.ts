import type { Definition } from '@hubflow/core'
import { expect, test } from 'vitest'
import { placeAtPoint } from './place.ts'

/** Two nodes one below the other: the edge runs from 136, 76 to 136, 240. */
const definition: Definition = {
  schemaVersion: 1,
  nodes: [
    { id: 't', type: 'manual', name: 'Start', config: {}, position: { x: 0, y: 0 } },
    { id: 'a', type: 'wait', name: 'Wait', config: {}, position: { x: 0, y: 240 } },
  ],
  edges: [{ id: 't:next', source: 't', target: 'a', branch: 'next' }],
}
const branchesOf = () => ['next']

test.each([
  ['on the edge', { x: 150, y: 150 }, { kind: 'edge', edgeId: 't:next' }],
  ['below the last node', { x: 140, y: 360 }, { kind: 'end', end: { source: 'a', branch: 'next' } }],
  ['far away', { x: 2000, y: -300 }, { kind: 'end', end: { source: 'a', branch: 'next' } }],
])('a step dropped %s', (_where, point, place) => {
  expect(placeAtPoint(definition, point, branchesOf)).toEqual(place)
})

test('where nothing is open a step stands where it was dropped', () => {
  const place = placeAtPoint({ ...definition, nodes: [], edges: [] }, { x: 200, y: 100 }, branchesOf)
  expect(place).toEqual({ kind: 'free', at: { x: 64, y: 62 } })
})
