import { type Definition, type EventTypeInfo, variablesAt } from '@hubflow/core'
import { expect, test } from 'vitest'
import { operatorsOf, ruleSources, sourceAt } from './rule-source.ts'

const eventTypes: EventTypeInfo[] = [
  {
    name: 'recruit.phase_changed',
    subjectTable: 'recruits',
    fields: [
      { key: 'recruit_id', label: 'Recruit', type: 'id' },
      { key: 'to_phase', label: 'To phase', type: 'text' },
    ],
  },
]

test('a column of the hub that is a choice is chosen from its own words, also as an event tells it', () => {
  const sources = sourcesOf({ type: 'event', config: { eventType: 'recruit.phase_changed' } })
  expect(sourceAt('subject.phase', sources)).toMatchObject({ kind: 'choice', label: 'Phase' })
  expect(sourceAt('subject.phase', sources).options[1]).toEqual({ value: 'interview', label: 'Interview' })
  expect(sourceAt('trigger.data.to_phase', sources).options[1]).toEqual({ value: 'interview', label: 'Interview' })
  expect(sourceAt('subject.agent.active', sources)).toMatchObject({ kind: 'yes-no' })
})

test('ids are not offered', () => {
  const sources = sourcesOf({ type: 'event', config: { eventType: 'recruit.phase_changed' } })
  expect(sources.map(({ path }) => path)).not.toContain('trigger.data.recruit_id')
})

test('data inside of what another system sends may be anything, and is named by where it stands', () => {
  const source = sourceAt('trigger.body.age', sourcesOf({ type: 'webhook', config: {} }))
  expect(source).toMatchObject({ kind: 'anything', label: 'Request body → age' })
  expect(operatorsOf(source)).toContain('at_least')
})

function sourcesOf(trigger: Pick<Definition['nodes'][number], 'type' | 'config'>) {
  const definition: Definition = {
    schemaVersion: 1,
    nodes: [{ id: 't', name: 'Start', position: { x: 0, y: 0 }, ...trigger }],
    edges: [],
  }
  return ruleSources(variablesAt(definition, 'later', { catalog: [], eventTypes }), definition, eventTypes)
}
