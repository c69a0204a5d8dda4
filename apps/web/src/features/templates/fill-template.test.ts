import type { WorkflowTemplate } from '@hubflow/api/client'
import { expect, test } from 'vitest'
import { fillTemplate, firstAnswers, openInputs } from './fill-template.ts'

const node = (id: string, config: object) => ({
  id,
  type: id,
  name: id,
  config: config as Record<string, never>,
  position: { x: 0, y: 0 },
})
const place = (nodeId: string, ...field: (string | number)[]) => [{ nodeId, field }]
const template: WorkflowTemplate = {
  id: 't',
  name: 'T',
  summary: '',
  category: 'General',
  definition: {
    schemaVersion: 1,
    nodes: [
      node('start', {}),
      node('call', { url: '' }),
      node('mail', { templateId: '', to: ['owner'], rules: [{ value: 5 }] }),
    ],
    edges: [
      { id: '1', source: 'start', branch: 'next', target: 'call' },
      { id: '2', source: 'call', branch: 'next', target: 'mail' },
    ],
  },
  inputs: [
    { key: 'mail', label: '', kind: 'email-template', places: place('mail', 'templateId'), suggestion: 'Welcome' },
    { key: 'to', label: '', kind: 'people', places: place('mail', 'to') },
    { key: 'value', label: '', kind: 'number', places: place('mail', 'rules', 0, 'value') },
    { key: 'url', label: '', kind: 'url', places: place('call', 'url'), leavesOut: ['call'] },
  ],
}

test('answers begin with what the template says and the hub’s own mail of the fitting name', () => {
  const mails = [
    { id: 'm1', name: 'Other' },
    { id: 'm2', name: 'welcome' },
  ]
  const answers = firstAnswers(template, mails)
  expect(answers).toEqual({ mail: 'm2', to: ['owner'], value: 5, url: '' })
  expect(openInputs(template, answers)).toEqual([])
  expect(openInputs(template, firstAnswers(template, [])).map(({ key }) => key)).toEqual(['mail'])
})

test('answers go to their places, and a step that is answered with nothing is left out', () => {
  const filled = fillTemplate(template, { mail: 'm2', to: ['role:manager'], value: 7, url: '' })
  expect(filled.nodes.map(({ id }) => id)).toEqual(['start', 'mail'])
  expect(filled.edges).toMatchObject([{ source: 'start', branch: 'next', target: 'mail' }])
  expect(filled.nodes[1]?.config).toEqual({ templateId: 'm2', to: ['role:manager'], rules: [{ value: 7 }] })
  expect(template.definition.nodes[2]?.config).toEqual({ templateId: '', to: ['owner'], rules: [{ value: 5 }] })
  expect(fillTemplate(template, { url: 'https://a.test', value: 7 }).nodes[1]?.config).toEqual({
    url: 'https://a.test',
  })
})
