import type { Definition, WorkflowNode } from '@hubflow/core'
import { expect, test } from 'vitest'
import { feedersOf, whyStale } from './stale.ts'
import { testsOf } from './test-store.ts'

const node = (id: string, type: string, config: WorkflowNode['config'] = {}): WorkflowNode => ({
  id,
  type,
  name: `Step ${id}`,
  config,
  position: { x: 0, y: 0 },
})

const definition: Definition = {
  schemaVersion: 1,
  nodes: [
    node('t', 'event', { eventType: 'policy.created' }),
    node('ask', 'http-request', { url: 'https://example.com/{{trigger.data.policy_id}}' }),
    node('read', 'create-notification', { title: '{{steps.ask.body.name}}' }),
    node('say', 'create-notification', { title: '{{ steps.read.id }} and {{workflow.name}}' }),
    node('alone', 'wait', { kind: 'duration', amount: 1, unit: 'days' }),
  ],
  edges: [],
}

function changed(id: string, part: Partial<WorkflowNode>): Definition {
  return { ...definition, nodes: definition.nodes.map((each) => (each.id === id ? { ...each, ...part } : each)) }
}

test('a step takes data from those that it names, and from those that they name', () => {
  const feeders = (id: string) => {
    const of = definition.nodes.find((each) => each.id === id)
    return of && [...feedersOf(of, definition)].sort()
  }
  expect(feeders('say')).toEqual(['ask', 'read', 't'])
  expect(feeders('ask')).toEqual(['t'])
  expect(feeders('alone')).toEqual([])
})

test.each<[string, Definition, string | null]>([
  ['nothing', definition, null],
  ['its place, name and note', changed('say', { name: 'Other', note: 'x', position: { x: 9, y: 9 } }), null],
  ['its settings', changed('say', { config: { title: 'Other' } }), 'Its settings were changed since.'],
  ['a step beside it', changed('alone', { config: { kind: 'duration', amount: 2, unit: 'days' } }), null],
  [
    'what it takes',
    changed('ask', { config: { url: 'x' } }),
    '“Step ask”, which it takes data from, was changed since.',
  ],
  ['the trigger', changed('t', { config: {} }), 'What starts the workflow was changed since.'],
  [
    'a step that is gone',
    { ...definition, nodes: definition.nodes.filter(({ id }) => id !== 'read') },
    'A step that it takes data from was removed since.',
  ],
])('a test is stale by what was changed: %s', (_, now, reason) => {
  expect(whyStale('say', definition, now)).toBe(reason)
})

test('what was tested is told by node: passed, failed, or stale', () => {
  const at = '2026-03-02T08:00:00.000Z'
  const tests = {
    steps: [
      { nodeId: 'ask', runId: 'r2', status: 'failed' as const, message: 'No answer.', at },
      { nodeId: 'alone', runId: 'r1', status: 'completed' as const, message: null, at },
      { nodeId: 'say', runId: 'r1', status: 'completed' as const, message: null, at },
      { nodeId: 'gone', runId: 'r1', status: 'completed' as const, message: null, at },
    ],
    definitions: [
      { runId: 'r1', definition: changed('ask', { config: { url: 'older' } }) },
      { runId: 'r2', definition },
    ],
    latestRunId: 'r2',
  }
  expect(Object.fromEntries(testsOf(tests, definition))).toEqual({
    ask: { state: 'failed', runId: 'r2', at, reason: 'No answer.' },
    alone: { state: 'passed', runId: 'r1', at, reason: null },
    say: { state: 'stale', runId: 'r1', at, reason: '“Step ask”, which it takes data from, was changed since.' },
  })
})
