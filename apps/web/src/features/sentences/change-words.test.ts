import type { CatalogEntry, Definition, WorkflowNode } from '@hubflow/core'
import { expect, test } from 'vitest'
import { changesInWords } from './change-words.ts'

const EMAIL: CatalogEntry = {
  type: 'send-email',
  kind: 'action',
  title: 'Send an email',
  summary: '',
  group: 'Messages',
  icon: 'mail',
  sentence: 'Email {{template}} to {{to}}',
  effect: 'local',
  branches: ['next'],
  initialConfig: {},
  configSchema: { type: 'object' },
  outputSchema: { type: 'object' },
}
const entries = new Map([[EMAIL.type, EMAIL]])
const names = (_field: string, value: unknown) => (value === 't1' ? '“Welcome”' : undefined)

const start: WorkflowNode = { id: 't', type: 'manual', name: 'Start', config: {}, position: { x: 0, y: 0 } }
const email = (to: string): WorkflowNode => ({
  ...start,
  id: 'e',
  type: 'send-email',
  name: 'Mail',
  config: { template: 't1', to },
})
const of = (nodes: WorkflowNode[], settings?: Definition['settings']): Definition => ({
  schemaVersion: 1,
  nodes,
  edges: nodes.slice(1).map(({ id }) => ({ id, source: 't', target: id, branch: 'next' })),
  ...(settings ? { settings } : {}),
})

test('a step that came, went or is another is a sentence with what became of it', () => {
  const words = (before: Definition | null, after: Definition) => changesInWords(before, after, entries, names)
  const step = 'Email “Welcome” to a@hub.test'
  expect(words(of([start]), of([start, email('a@hub.test')]))).toEqual([{ step, what: 'was added.' }])
  expect(words(of([start, email('a@hub.test')]), of([start]))).toEqual([{ step, what: 'was removed.' }])
  expect(words(of([start, email('b@hub.test')]), of([start, email('a@hub.test')]))).toEqual([
    { step, what: 'was changed. To: “b@hub.test” → “a@hub.test”.' },
  ])
  expect(words(of([start]), of([start], { timeZone: 'Europe/Berlin' }))).toEqual([
    { step: null, what: 'Time zone: “Europe/Berlin”.' },
  ])
  expect(words(null, of([start, email('a@hub.test')]))).toEqual([{ step: null, what: 'It began with 2 steps.' }])
  expect(words(of([start]), of([start]))).toEqual([])
})
