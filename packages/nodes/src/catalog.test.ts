import { checkDefinition, type Definition, type Json, rulesFromCatalog, sentenceOf } from '@hubflow/core'
import { expect, test } from 'vitest'
import { catalog, nodeTypeRules } from './catalog.ts'

const eventTypes = [
  {
    name: 'policy.created',
    title: 'New policy',
    subjectTable: 'policies',
    fields: [{ key: 'policy_id', label: 'Policy id', type: 'id' }],
  },
]
type Config = { [field: string]: Json }

function problems(trigger: Config, type: string, config: Config, branch: string): string[][] {
  const at = { position: { x: 0, y: 0 }, name: '' }
  const definition: Definition = {
    schemaVersion: 1,
    nodes: [
      { id: 't', type: 'event', config: { eventType: 'policy.created', ...trigger }, ...at },
      { id: 'c', type, config, ...at },
      { id: 'n', type: 'create-notification', config: { to: ['owner'], title: 'x', message: 'y' }, ...at },
    ],
    edges: [
      { id: 'e', source: 't', target: 'c', branch: 'next' },
      { id: 'f', source: 'c', target: 'n', branch },
    ],
  }
  return [nodeTypeRules(), rulesFromCatalog(catalog())].map((nodeTypes) =>
    checkDefinition(definition, { nodeTypes, catalog: catalog(), eventTypes }).map(
      ({ nodeId, field = [], message }) => `${nodeId} ${field.join('.')}: ${message}`,
    ),
  )
}

const clause = (field: string, value: string) => ({ combinator: 'and', rules: [{ field, operator: 'equals', value }] })
const wrong =
  'leads nowhere: "Policy" has no "stat". Take policy_number, client_id, agent_id, carrier, product, premium, status, effective_date and more.'

test.each<[string, Config, string, Config, string, string[]]>([
  ['rules', {}, 'condition', { rules: clause('subject.status', '{{trigger.data.policy_id}}') }, 'yes', []],
  [
    'a filter on data that is not there',
    { filter: { combinator: 'or', rules: [clause('subject.stat', 'x')] } },
    'condition',
    { rules: clause('subject.status', 'x') },
    'no',
    [`t filter.rules.0.rules.0.field: {{subject.stat}} ${wrong}`],
  ],
  [
    'a comparison with data that is not there',
    {},
    'condition',
    { rules: clause('subject.status', '{{subject.stat}}') },
    'no',
    [`c rules.rules.0.value: {{subject.stat}} ${wrong}`],
  ],
  [
    'a way that the shares name',
    {},
    'split',
    {
      shares: [
        { branch: 'Old', percent: 50 },
        { branch: 'New', percent: 50 },
      ],
    },
    'New',
    [],
  ],
  [
    'a way that no share names',
    {},
    'split',
    {
      shares: [
        { branch: 'Old', percent: 50 },
        { branch: 'New', percent: 50 },
      ],
    },
    'A',
    ['c : "Split" has no branch "A". It has "Old", "New". Remove the line, or draw it from another branch.'],
  ],
  ['a date of the record by its bare name', {}, 'wait', { kind: 'date-field', field: 'renewal_date' }, 'next', []],
  [
    'a date that the record does not have',
    {},
    'wait',
    { kind: 'date-field', field: 'stat' },
    'next',
    [`c field: {{subject.stat}} ${wrong}`],
  ],
])('%s: the same here and from the catalog alone', (_name, trigger, type, config, branch, expected) => {
  expect(problems(trigger, type, config, branch)).toEqual([expected, expected])
})

test.each<[string, Config, string]>([
  ['schedule', { kind: 'weekly', weekdays: [1, 4], time: '08:00' }, 'Every week: Monday and Thursday, at 08:00'],
  ['schedule', { kind: 'monthly', nth: { week: 'last', weekday: 5 } }, 'Every month: last Friday'],
  ['schedule', { kind: 'interval', every: 3, unit: 'hours' }, 'Repeatedly: every 3 hours'],
  ['schedule', { kind: 'cron', cron: '0 8 * * 1-5' }, 'By cron: 0 8 * * 1-5'],
  [
    'event',
    { eventType: 'policy.created', filter: clause('subject.status', 'x') },
    'When policy.created and status is “x”',
  ],
  ['condition', { rules: clause('subject.client.email', 'x') }, 'If client email is “x”'],
  ['condition', { rules: { combinator: 'and', rules: [] } }, 'If …'],
  ['split', { shares: [{ branch: 'Old' }, { branch: 'New' }] }, 'Split between Old and New'],
  ['wait', { kind: 'duration', amount: 3, unit: 'days' }, 'Wait 3 days'],
  ['wait', { kind: 'until', at: '2026-03-31' }, 'Wait until 2026-03-31'],
  [
    'wait',
    { kind: 'date-field', field: 'subject.renewal_date', offsetDays: -30, time: '10:00' },
    'Wait until renewal date, -30 days, 10:00',
  ],
  ['wait', { kind: 'weekday', weekday: 1, time: '09:00' }, 'Wait until Monday 09:00'],
  ['wait', { kind: 'time-of-day', time: '09:00' }, 'Wait until 09:00'],
])('%s with %o reads “%s”', (type, config, sentence) => {
  const entry = catalog().find((one) => one.type === type)
  const node = { id: 'n', type, name: '', config, position: { x: 0, y: 0 } }
  expect(entry && sentenceOf(node, entry, () => undefined)).toBe(sentence)
})
