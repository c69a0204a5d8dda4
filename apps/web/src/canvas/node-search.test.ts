import type { CatalogEntry, Definition } from '@hubflow/core'
import { expect, test } from 'vitest'
import { findNodes } from './node-search.ts'

const definition: Definition = {
  schemaVersion: 1,
  nodes: [
    { id: 'b', type: 'wait', name: 'Pause', config: {}, position: { x: 0, y: 280 }, note: 'Ask Maria' },
    { id: 'a', type: 'wait', name: 'Wait a day', config: {}, position: { x: 0, y: 140 } },
    { id: 't', type: 'manual', name: 'Start', config: {}, position: { x: 0, y: 0 } },
    { id: 'x', type: 'fax', name: 'Old fax', config: {}, position: { x: 0, y: 420 } },
  ],
  edges: [
    { id: 't:next', source: 't', target: 'a', branch: 'next' },
    { id: 'a:next', source: 'a', target: 'b', branch: 'next' },
  ],
}
const entries = new Map([
  [
    'wait',
    {
      type: 'wait',
      title: 'Wait',
      sentence: 'Wait for some time',
      branches: ['next'],
      configSchema: {},
    } as unknown as CatalogEntry,
  ],
])

test.each([
  ['wait', ['a', 'b']],
  ['WAIT  day', ['a']],
  ['maria', ['b']],
  ['fax', ['x']],
  ['nothing of the kind', []],
  [' ', []],
])('“%s” finds %j', (query, ids) => {
  expect(findNodes(definition, query, entries, () => undefined).map(({ id }) => id)).toEqual(ids)
})
