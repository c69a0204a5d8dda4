import { describe, expect, it, test } from 'vitest'
import type { Definition } from './definition.ts'
import { checkDefinition } from './definition-check.ts'
import { definitionOf, nodeOf, policyCreated } from './testing/definitions.ts'
import { testCatalog, testRules } from './testing/node-types.ts'
import { tableVariables, variablesAt } from './variables.ts'

const lists = { catalog: testCatalog, eventTypes: [policyCreated] }

const onPolicy = definitionOf(
  [
    nodeOf('t', 'event', { eventType: 'policy.created' }),
    nodeOf('a', 'call', { url: 'x', method: 'GET' }, { name: 'Ask' }),
    nodeOf('b', 'note', { to: ['owner'], title: 'x' }),
  ],
  't a',
  'a b',
)

const groupsOf = (definition: Definition, nodeId: string) =>
  Object.fromEntries(variablesAt(definition, nodeId, lists).map(({ label, items }) => [label, items]))

describe('the data to insert', () => {
  it('begins with the record, relations by their names', () => {
    const [policy] = variablesAt(onPolicy, 'b', lists)
    expect(policy?.label).toBe('Policy')
    expect(policy?.items).toContainEqual({ label: 'Premium', path: 'subject.premium', type: 'money', sample: '1234.5' })
    expect(policy?.items).toContainEqual({
      label: 'Client → First name',
      path: 'subject.client.first_name',
      type: 'text',
      sample: 'Maria',
    })
    expect(policy?.items.map((item) => item.path)).not.toContain('subject.client.agent_id')
  })

  it('holds the event, the earlier steps and the run', () => {
    const groups = groupsOf(onPolicy, 'b')
    expect(Object.keys(groups)).toEqual(['Policy', 'New policy', 'Ask', 'This run'])
    expect(groups['New policy']).toEqual([
      { label: 'Event', path: 'trigger.type', type: 'text' },
      { label: 'Policy id', path: 'trigger.data.policy_id', type: 'id', sample: '0198-1' },
      { label: 'Client id', path: 'trigger.data.client_id', type: 'id', sample: '0198-2' },
    ])
    expect(groups.Ask).toEqual([
      { label: 'Status', path: 'steps.a.status', type: 'number' },
      { label: 'Answer', path: 'steps.a.body', type: 'json' },
    ])
    expect(groups['This run']?.map((item) => `${item.label}: ${item.path}`)).toEqual([
      'Workflow name: workflow.name',
      'Workflow id: workflow.id',
      'Run id: run.id',
      'Run started at: run.started_at',
      'Run is a test: run.is_test',
      'Now: now',
    ])
  })

  it('leaves out what runs later', () => {
    expect(Object.keys(groupsOf(onPolicy, 'a'))).toEqual(['Policy', 'New policy', 'This run'])
    expect(Object.keys(groupsOf(onPolicy, 't'))).toEqual(['Policy', 'This run'])
  })

  it('offers the answers of a manual trigger by their questions', () => {
    const inputs = [{ key: 'due_date', label: 'Due date', type: 'date' }]
    const asked = definitionOf([nodeOf('t', 'manual', { inputs }), nodeOf('n', 'put')], 't n')
    expect(groupsOf(asked, 'n').Manual).toEqual([{ label: 'Due date', path: 'trigger.inputs.due_date', type: 'date' }])
  })

  it('offers the parts of a webhook call', () => {
    const hook = definitionOf([nodeOf('t', 'webhook', {}, { name: 'New lead' }), nodeOf('n', 'put')], 't n')
    expect(groupsOf(hook, 'n')['New lead']).toEqual([
      { label: 'Body', path: 'trigger.body', type: 'json' },
      { label: 'Headers', path: 'trigger.headers', type: 'json' },
    ])
  })

  it('is accepted by the check, all of it', () => {
    const paths = variablesAt(onPolicy, 'b', lists).flatMap((group) => group.items.map((item) => item.path))
    const inserting = {
      ...onPolicy,
      nodes: onPolicy.nodes.map((node) =>
        node.id === 'b'
          ? { ...node, config: { to: ['owner'], title: paths.map((path) => `{{${path}}}`).join(' ') } }
          : node,
      ),
    }
    expect(paths.length).toBeGreaterThan(30)
    expect(checkDefinition(inserting, { nodeTypes: testRules, ...lists })).toEqual([])
  })

  it('holds what a caught call of the webhook held', () => {
    const definition = definitionOf(
      [nodeOf('t', 'webhook', {}, { name: 'New lead' }), nodeOf('b', 'note', { to: ['owner'], title: 'x' })],
      't b',
    )
    const webhookSample = {
      body: {
        email: 'ann@example.com',
        age: 7,
        'first name': 'Ann',
        address: { city: 'Bonn' },
        tags: ['a'],
        none: null,
      },
      headers: { 'content-type': 'application/json', 'x-source': 'site' },
      query: {},
    }
    const groups = variablesAt(definition, 'b', { ...lists, webhookSample })
    const call = groups.find(({ label }) => label === 'New lead')?.items
    expect(call?.filter(({ path }) => path !== 'trigger.query')).toEqual([
      { label: 'Body → Email', path: 'trigger.body.email', type: 'email', sample: 'ann@example.com' },
      { label: 'Body → Age', path: 'trigger.body.age', type: 'number', sample: '7' },
      { label: 'Body → First name', path: 'trigger.body["first name"]', type: 'text', sample: 'Ann' },
      { label: 'Body → Address → City', path: 'trigger.body.address.city', type: 'text', sample: 'Bonn' },
      { label: 'Body → Tags', path: 'trigger.body.tags', type: 'list' },
      { label: 'Body → None', path: 'trigger.body.none', type: 'json' },
      { label: 'Headers → X source', path: 'trigger.headers.x-source', type: 'text', sample: 'site' },
    ])
  })
})

test('without a workflow, the records of the tables and what every run knows can be inserted', () => {
  const groups = tableVariables(['policies', 'recruits'])
  expect(groups.map(({ label }) => label)).toEqual(['Policy', 'Recruit', 'This run'])
  expect(groups[1]?.items.find(({ path }) => path === 'subject.agent.first_name')?.label).toBe('Agent → First name')
})
