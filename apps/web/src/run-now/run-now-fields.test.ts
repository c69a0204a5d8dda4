import type { HubRecordView, TriggerEventType } from '@hubflow/api/client'
import type { WorkflowNode } from '@hubflow/core'
import { expect, test } from 'vitest'
import { contextOf, runFormOf } from './run-now-fields.ts'

const phaseChanged: TriggerEventType = {
  name: 'recruit.phase_changed',
  title: 'Recruit changes phase',
  summary: '',
  group: 'Recruiting',
  fields: [
    { key: 'recruit_id', label: 'Recruit', type: 'record' },
    { key: 'from_phase', label: 'From', type: 'text' },
    { key: 'to_phase', label: 'To', type: 'text' },
  ],
  sample: { recruit_id: 'r0', from_phase: 'applied', to_phase: 'interview' },
  subjectTable: 'recruits',
  enabled: true,
}

const policyCreated: TriggerEventType = {
  ...phaseChanged,
  name: 'policy.created',
  fields: ['policy_id', 'client_id', 'agent_id'].map((key) => ({ key, label: key, type: 'record' })),
  sample: {},
  subjectTable: 'policies',
}

test('a manual trigger asks its own questions, and a number is sent as one', () => {
  const trigger = node('manual', {
    inputs: [
      { key: 'amount', label: 'How much', type: 'number', required: true },
      { key: 'tone', label: 'Tone', type: 'choice', options: ['Friendly', 'Firm'] },
    ],
  })
  expect(runFormOf(trigger, undefined).fields.map(({ label, required }) => [label, required])).toEqual([
    ['How much', true],
    ['Tone', false],
  ])
  expect(contextOf(trigger, undefined, { amount: '12.5', tone: '' }, null)).toEqual({ amount: 12.5 })
  const about = node('manual', { inputs: [{ key: 'who', label: 'Who', type: 'record', table: 'clients' }] })
  expect(runFormOf(about, undefined).fields).toMatchObject([{ key: 'who', type: 'record', table: 'clients' }])
})

test('an event asks for its record and for what does not follow from it', () => {
  const form = runFormOf(node('event', { eventType: 'recruit.phase_changed' }), phaseChanged)
  expect(form.subjectTable).toBe('recruits')
  expect(form.fields.map(({ key, initial }) => [key, initial])).toEqual([
    ['from_phase', 'applied'],
    ['to_phase', 'interview'],
  ])
})

test("an event's ids come from the chosen record", () => {
  const policy: HubRecordView = { id: 'p1', title: 'POL-1', titles: {}, client_id: 'c1', agent_id: 'a1' }
  expect(contextOf(node('event', {}), policyCreated, {}, policy)).toEqual({
    policy_id: 'p1',
    client_id: 'c1',
    agent_id: 'a1',
  })
})

test('a webhook takes the body that is written, a schedule nothing', () => {
  expect(contextOf(node('webhook', {}), undefined, { body: '{"email":"ann@x.test"}' }, null)).toEqual({
    email: 'ann@x.test',
  })
  expect(runFormOf(node('schedule', {}), undefined)).toEqual({ subjectTable: null, fields: [] })
})

function node(type: string, config: WorkflowNode['config']): WorkflowNode {
  return { id: 'n1', type, name: type, config, position: { x: 0, y: 0 } }
}
