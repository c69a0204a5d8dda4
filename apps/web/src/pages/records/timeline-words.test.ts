import type { TimelineItem } from '@hubflow/api/client'
import { HUB_TABLES } from '@hubflow/core'
import { expect, test } from 'vitest'
import { changeInWords } from './timeline-words.ts'

type Change = Extract<TimelineItem, { kind: 'change' }>

const change: Change = {
  kind: 'change',
  id: 'c',
  at: '2026-03-01T09:00:00.000Z',
  operation: 'update',
  by: { id: 'p', name: 'Tina' },
  workflow: null,
  fields: [],
}
const phase = { column: 'phase', before: 'applied', after: 'interview', isKnown: true }
const agent = { column: 'agent_id', before: 'Ada Agent', after: null, isKnown: true }

test.each<[Partial<Change>, string]>([
  [{ fields: [phase, agent] }, 'Tina changed it. Phase: Applied → Interview. Agent: Ada Agent → –.'],
  [{ operation: 'insert', fields: [phase] }, 'Tina added it.'],
  [
    { workflow: { id: 'w', name: 'Welcome' }, fields: [phase] },
    'The workflow “Welcome” changed it. Phase: Applied → Interview.',
  ],
  [{ by: null }, 'Another system changed it.'],
  [{ by: { id: 'p', name: null }, operation: 'delete' }, 'Somebody who is gone deleted it.'],
  [
    { fields: [{ column: 'email', before: null, after: null, isKnown: false }] },
    'Tina changed it. Email is another one.',
  ],
])('%j reads as a sentence', (more, expected) => {
  expect(changeInWords(HUB_TABLES.recruits, { ...change, ...more })).toBe(expected)
})
