import type { Definition, WorkflowNode } from '../definition.ts'
import type { Json } from '../run.ts'
import type { EventTypeInfo, TemplateScope } from '../scope.ts'

export function nodeOf(
  id: string,
  type: string,
  config: { [field: string]: Json } = {},
  more: Partial<WorkflowNode> = {},
): WorkflowNode {
  return { id, type, name: '', config, position: { x: 0, y: 0 }, ...more }
}

/** `lines` are `source target` or `source branch target`. */
export function definitionOf(nodes: WorkflowNode[], ...lines: string[]): Definition {
  return {
    schemaVersion: 1,
    nodes,
    edges: lines.map((line, index) => {
      const words = line.split(' ')
      const branch = words.length === 3 ? (words[1] ?? 'next') : 'next'
      return { id: `e${index + 1}`, source: words[0] ?? '', target: words.at(-1) ?? '', branch }
    }),
  }
}

export const policyCreated: EventTypeInfo = {
  name: 'policy.created',
  title: 'New policy',
  subjectTable: 'policies',
  fields: [
    { key: 'policy_id', label: 'Policy id', type: 'id' },
    { key: 'client_id', label: 'Client id', type: 'id' },
  ],
  sample: { policy_id: '0198-1', client_id: '0198-2' },
}

export const testScope: TemplateScope = {
  trigger: {
    body: { name: 'Ann "A" <b>', count: 3, tags: ['new', 'vip'], nested: { deep: true } },
    headers: {},
    query: {},
  },
  steps: { n2: { status: 200, body: { ok: true } }, '7-up': { value: 7 } },
  subject: {
    policy_number: 'POL-1',
    premium: '1234.5',
    notes: null,
    renewal_date: '2027-03-01',
    client: { first_name: 'Maria', email: null },
  },
  workflow: { id: 'w1', name: 'Welcome' },
  run: { id: 'r1', started_at: '2026-03-29T01:30:00.000Z', is_test: false },
  now: '2026-11-23T00:00:00.000Z',
}
