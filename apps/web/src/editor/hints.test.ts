import type { Definition, WorkflowNode } from '@hubflow/core'
import { expect, test } from 'vitest'
import { HINTS, hintFor, keepSeenHints, type Moment, seenHints } from './hints.ts'
import { memoryStorage } from './testing/memory-storage.ts'

const node = (id: string, type: string): WorkflowNode => ({ id, type, name: id, config: {}, position: { x: 0, y: 0 } })

function moment(types: readonly string[], more: Partial<Moment> = {}): Moment {
  const nodes = types.map((type, index) => node(`n${index}`, type))
  const definition: Definition = { schemaVersion: 1, nodes, edges: [] }
  return { definition, chosenId: undefined, problems: 0, isTested: false, isPublished: false, ...more }
}

test.each<[string, Moment, string | undefined]>([
  ['nothing is there: the canvas asks itself', moment([]), undefined],
  ['a start alone', moment(['event']), 'first-step'],
  ['a step with texts is chosen', moment(['event', 'send-email'], { chosenId: 'n1', problems: 2 }), 'data'],
  ['another step is chosen, and incomplete', moment(['event', 'wait'], { chosenId: 'n1', problems: 1 }), undefined],
  ['all is filled in', moment(['event', 'wait']), 'test'],
  ['it was tested', moment(['event', 'wait'], { isTested: true }), 'publish'],
  ['it is live', moment(['event', 'wait'], { isTested: true, isPublished: true }), undefined],
  ['it has grown', moment(['event', 'wait', 'wait', 'wait'], { chosenId: 'n1', problems: 1 }), 'outline'],
])('one hint at a moment: %s', (_, now, id) => {
  expect(hintFor(now, new Set())?.id).toBe(id)
})

test('what was seen does not come again, in the person’s browser', () => {
  const storage = memoryStorage()
  expect(hintFor(moment(['event']), new Set(['first-step']))).toBeUndefined()
  keepSeenHints('tina', new Set(['first-step']), storage)
  expect([...seenHints('tina', storage)]).toEqual(['first-step'])
  expect([...seenHints('mia', storage)]).toEqual([])
  storage.setItem('hubflow:hints:tina', 'broken')
  expect([...seenHints('tina', storage)]).toEqual([])
})

test('each is one or two sentences', () => {
  expect(HINTS.filter(({ words }) => words.length > 130 || !words.endsWith('.')).map(({ id }) => id)).toEqual([])
})
