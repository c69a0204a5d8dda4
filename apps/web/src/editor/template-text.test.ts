import { describe, expect, test } from 'vitest'
import { dataTriggerAt, findVariables, templateParts } from './template-text.ts'

const groups = [
  {
    label: 'Policy',
    items: [
      { label: 'Policy number', path: 'subject.policy_number', type: 'text', sample: 'P-1001' },
      { label: 'Client → First name', path: 'subject.client.first_name', type: 'text', sample: 'Maria' },
    ],
  },
  { label: 'Send email', items: [{ label: 'Subject', path: 'steps.n2.subject', type: 'text' }] },
]

test('a template is cut into text and data with labels and samples', () => {
  expect(templateParts('Hi {{ subject.client.first_name | upcase }}, {{subject.nothing}}!', groups)).toEqual([
    { kind: 'text', text: 'Hi ' },
    {
      kind: 'data',
      braces: '{{ subject.client.first_name | upcase }}',
      path: 'subject.client.first_name',
      label: 'Client → First name',
      sample: 'MARIA',
      isKnown: true,
    },
    { kind: 'text', text: ', ' },
    {
      kind: 'data',
      braces: '{{subject.nothing}}',
      path: 'subject.nothing',
      label: 'nothing',
      sample: undefined,
      isKnown: false,
    },
    { kind: 'text', text: '!' },
  ])
})

describe('what asks for data', () => {
  test.each([
    ['Hello {{', 8, { from: 6, query: '' }],
    ['Hello {{ cli', 12, { from: 6, query: 'cli' }],
    ['/', 1, { from: 0, query: '' }],
    ['Dear /first n', 13, { from: 5, query: 'first n' }],
  ])('%s', (text, caret, trigger) => expect(dataTriggerAt(text, caret)).toEqual(trigger))

  test.each([
    ['https://hub.example', 8],
    ['yes/no', 4],
    ['{{subject.id}} done', 19],
    ['plain', 5],
  ])('%s does not', (text, caret) => expect(dataTriggerAt(text, caret)).toBeNull())
})

test('data of free form may hold anything', () => {
  const body = [{ label: 'Webhook', items: [{ label: 'Body', path: 'trigger.body', type: 'json' }] }]
  expect(templateParts('{{trigger.body.lead.first_name}}', body)).toEqual([
    {
      kind: 'data',
      braces: '{{trigger.body.lead.first_name}}',
      path: 'trigger.body.lead.first_name',
      label: 'body → lead → first name',
      sample: undefined,
      isKnown: true,
    },
  ])
})

test('variables are found by words of their group, label and path', () => {
  expect(findVariables(groups, 'policy first').flatMap(({ items }) => items.map(({ path }) => path))).toEqual([
    'subject.client.first_name',
  ])
  expect(findVariables(groups, 'zebra')).toEqual([])
})
