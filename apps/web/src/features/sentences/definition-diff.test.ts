import type { Definition, WorkflowNode } from '@hubflow/core'
import { expect, test } from 'vitest'
import { diffDefinitions, diffSettings } from './definition-diff.ts'

const node = (id: string, config: WorkflowNode['config'] = {}, more: Partial<WorkflowNode> = {}): WorkflowNode => ({
  id,
  type: id === 't' ? 'manual' : 'note',
  name: id,
  config,
  position: { x: 0, y: 0 },
  ...more,
})
/** `lines` are `source target` or `source branch target`. */
const definition = (nodes: WorkflowNode[], ...lines: string[]): Definition => ({
  schemaVersion: 1,
  nodes,
  edges: lines.map((line) => {
    const words = line.split(' ')
    const branch = words.length === 3 ? (words[1] ?? '') : 'next'
    return { id: line, source: words[0] ?? '', branch, target: words.at(-1) ?? '' }
  }),
})
const marks = (before: Definition, after: Definition) =>
  diffDefinitions(before, after, new Map()).map(({ mark, node: { id } }) => `${id} ${mark}`)

const ABC = definition([node('t'), node('a'), node('b'), node('c')], 't a', 'a b', 'b c')

test('the same is the same, wherever it stands on the canvas', () => {
  const moved = { ...ABC, nodes: ABC.nodes.map((one) => ({ ...one, position: { x: 9, y: 9 } })) }
  expect(marks(ABC, moved)).toEqual(['t same', 'a same', 'b same', 'c same'])
})

test('what is put between or taken out does not move the rest', () => {
  const after = definition([node('t'), node('a'), node('new'), node('c')], 't a', 'a new', 'new c')
  expect(marks(ABC, after)).toEqual(['t same', 'a same', 'b removed', 'new added', 'c same'])
})

test('a step that comes after another one than before has moved', () => {
  const after = definition(ABC.nodes, 't b', 'b a', 'a c')
  expect(marks(ABC, after)).toEqual(['t same', 'b moved', 'a moved', 'c moved'])
  const otherWay = definition([node('t'), node('a')], 't no a')
  expect(marks(definition([node('t'), node('a')], 't yes a'), otherWay)).toEqual(['t same', 'a moved'])
})

test('what differs in a step is said, short values in full', () => {
  const [, line] = diffDefinitions(
    definition([node('t'), node('a', { title: 'Old', text: '<p>1</p>', url: 'x' })], 't a'),
    definition([node('t'), node('a', { title: 'New', text: '<p>2</p>' }, { disabled: true, name: 'B' })], 't a'),
    new Map(),
  )
  expect(line?.details).toEqual([
    'Name: “a” → “B”.',
    'Title: “Old” → “New”.',
    'Text: changed.',
    'URL: no more “x”.',
    'It is switched off.',
  ])
})

test('settings of the workflow count too', () => {
  const hours = { weekdays: [1], start: '09:00', end: '17:00' }
  const after: Definition = { ...ABC, settings: { timeZone: 'Europe/Berlin', businessHours: hours } }
  expect(diffSettings(ABC, after)).toEqual(['Time zone: “Europe/Berlin”.', 'Business hours: changed.'])
  expect(diffSettings(after, after)).toEqual([])
})
