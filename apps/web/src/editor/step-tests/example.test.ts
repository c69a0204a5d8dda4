import type { RunExample } from '@hubflow/api/client'
import type { Definition, WorkflowNode } from '@hubflow/core'
import { expect, test } from 'vitest'
import { doesFit, exampleTitle, withExample } from './example.ts'
import type { StepTest } from './test-store.ts'
import { walkFor } from './walk-for.ts'

const node = (id: string, type: string, config: WorkflowNode['config'] = {}): WorkflowNode => ({
  id,
  type,
  name: id,
  config,
  position: { x: 0, y: 0 },
})

const workflow = (trigger: WorkflowNode): Definition => ({
  schemaVersion: 1,
  nodes: [
    trigger,
    node('ask', 'http-request', { url: 'https://example.com/{{subject.policy_number}}' }),
    node('say', 'create-notification', { title: '{{steps.ask.body.name}}' }),
  ],
  edges: [],
})
const byEvent = workflow(node('t', 'event', { eventType: 'policy.created' }))

const example: RunExample = {
  runId: 'r',
  workflowId: 'w',
  isTest: true,
  at: '2026-03-02T08:00:00.000Z',
  trigger: { type: 'policy.created', data: { policy_id: 'p-1' } },
  subject: { policy_number: 'TH-1', premium: 120, client: { first_name: 'Maria', do_not_contact: false, phone: null } },
  subjectTitle: 'TH-1',
  steps: { ask: { body: { name: 'A long name' } } },
}

test.each<[string, WorkflowNode, RunExample['trigger'], boolean]>([
  ['the same event', node('t', 'event', { eventType: 'policy.created' }), example.trigger, true],
  ['another event', node('t', 'event', { eventType: 'commission.received' }), example.trigger, false],
  ['a call', node('t', 'webhook'), { body: {}, headers: {}, query: {} }, true],
  ['a call in place of an event', node('t', 'event', { eventType: 'policy.created' }), { body: {} }, false],
  ['typed inputs', node('t', 'manual'), { inputs: {} }, true],
  ['a time', node('t', 'schedule'), { scheduledFor: '2026-03-02T08:00:00Z' }, true],
  ['an event in place of a time', node('t', 'schedule'), example.trigger, false],
])('a run is an example for what starts like it: %s', (_, trigger, begun, fits) => {
  expect(doesFit({ trigger: begun }, workflow(trigger))).toBe(fits)
})

test('an example is called by its record, or by the first thing that was typed or sent', () => {
  expect(exampleTitle(example)).toBe('TH-1')
  const call = { ...example, subjectTitle: null, trigger: { body: { amount: 3, email: 'maria@example.com' } } }
  expect(exampleTitle(call)).toBe('maria@example.com')
  expect(exampleTitle({ ...example, subjectTitle: null, trigger: { scheduledFor: 'x' } })).toBe('the last test')
})

test('samples are the example’s values; what it lacks, and ids, keep their own', () => {
  const item = (path: string, type: string, sample?: string) => ({
    label: path,
    path,
    type,
    ...(sample === undefined ? {} : { sample }),
  })
  const [group] = withExample(
    [
      {
        label: 'Policy',
        items: [
          item('subject.client.first_name', 'text', 'Ann'),
          item('subject.premium', 'money', '1'),
          item('subject.client.do_not_contact', 'boolean'),
          item('subject.client.phone', 'text', '555'),
          item('trigger.data.policy_id', 'id', 'an id'),
          item('steps.ask.body.name', 'text'),
          item('steps.gone.body', 'text'),
        ],
      },
    ],
    example,
  )
  expect(group?.items.map(({ sample }) => sample)).toEqual([
    'Maria',
    '120',
    'no',
    '555',
    'an id',
    'A long name',
    undefined,
  ])
})

test('a step is walked by itself only where what it takes is known and still true', () => {
  const known = (state: StepTest['state']) =>
    new Map([['ask', { state, runId: 'r', at: example.at, reason: null } satisfies StepTest]])
  const say = { scope: 'step', nodeId: 'say' } as const
  const alone = { scope: 'step', nodeId: 'say' }
  expect(walkFor(say, byEvent, example, known('passed'))).toEqual(alone)
  // A run that was no test may be the example: its outputs are as good.
  expect(walkFor(say, byEvent, example, new Map())).toEqual(alone)
  expect(walkFor(say, byEvent, example, known('stale'))).toEqual({})
  expect(walkFor(say, byEvent, example, known('failed'))).toEqual({})
  expect(walkFor(say, byEvent, { ...example, steps: {} }, known('passed'))).toEqual({})
  expect(walkFor(say, byEvent, null, known('passed'))).toEqual({})
  // What takes nothing of other steps needs no earlier run.
  expect(walkFor({ scope: 'step', nodeId: 'ask' }, byEvent, null, new Map())).toEqual({ scope: 'step', nodeId: 'ask' })
  const rest = { scope: 'from-here', nodeId: 'say' } as const
  expect(walkFor(rest, byEvent, example, new Map())).toEqual(rest)
  expect(walkFor(rest, byEvent, null, new Map())).toEqual({})
  expect(walkFor({ scope: 'all' }, byEvent, example, new Map())).toEqual({})
})
