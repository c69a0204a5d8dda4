import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Definition } from './definition.ts'
import { checkDefinition } from './definition-check.ts'
import { findTrigger, nextNodeId } from './graph.ts'
import { definitionOf, nodeOf, policyCreated } from './testing/definitions.ts'
import { testCatalog, testRules } from './testing/node-types.ts'

const context = { nodeTypes: testRules, catalog: testCatalog, eventTypes: [policyCreated] }

const onPolicy = (title: string) =>
  definitionOf(
    [
      nodeOf('t', 'event', { eventType: 'policy.created' }),
      nodeOf('a', 'call', { url: 'https://x.test', method: 'GET' }),
      nodeOf('b', 'note', { to: ['owner'], title }),
    ],
    't a',
    'a b',
  )

const messages = (definition: Definition) => checkDefinition(definition, context).map((problem) => problem.message)

describe('the paths that a definition reads', () => {
  it.each([
    '{{subject.policy_number}} {{subject.client.first_name}} {{subject.client.agent.email}}',
    '{{trigger.type}} {{trigger.data.policy_id}}',
    '{{steps.a.status}} {{steps.a.body.anything.at[0].all}}',
    '{{workflow.name}} {{workflow.id}} {{run.id}} {{run.started_at | date}} {{run.is_test}} {{now}}',
    '{% if subject.status == "active" %}{{subject.premium | money}}{% endif %}',
  ])('%s is accepted', (title) => {
    expect(messages(onPolicy(title))).toEqual([])
  })

  it.each([
    ['{{client.name}}', '{{client.name}} leads nowhere: start with workflow, run, now, trigger, subject or steps.'],
    [
      '{{subject.client.name}}',
      '{{subject.client.name}} leads nowhere: "Client" has no "name". Take first_name, last_name, email, phone, birth_date, agent_id, do_not_contact, agent and more.',
    ],
    [
      '{{subject.client.email.domain}}',
      '{{subject.client.email.domain}} leads nowhere: there is nothing inside "email".',
    ],
    [
      '{{trigger.data.agent_id}}',
      '{{trigger.data.agent_id}} leads nowhere: "New policy" has no "agent_id". Take policy_id or client_id.',
    ],
    ['{{steps.gone.x}}', 'There is no step "gone" any more. Insert the data of another step, or take this out.'],
    ['{{steps.b.x}}', 'A step cannot use its own result: it is not there yet. Take this out.'],
    ['{{steps.t.x}}', 'What started the workflow is inserted as {{trigger…}}, not as a step.'],
    ['{{steps.a.answer}}', '{{steps.a.answer}} leads nowhere: "a" has no "answer". Take status or body.'],
    ['{{run.number}}', '{{run.number}} leads nowhere: "run" has no "number". Take id, started_at or is_test.'],
    ['{{ now', '"{{ now" is not closed: end it with }}.'],
  ])('%s is refused', (title, message) => {
    expect(messages(onPolicy(title))).toEqual([message])
  })

  it('say which field of which node holds them', () => {
    const definition = definitionOf(
      [nodeOf('t', 'webhook'), nodeOf('n', 'note', { to: ['{{now}}', '{{nope}}'], title: 'x' })],
      't n',
    )
    expect(checkDefinition(definition, context)).toEqual([
      {
        code: 'template-unknown-path',
        nodeId: 'n',
        field: ['to', 1],
        message: '{{nope}} leads nowhere: start with workflow, run, now, trigger, subject or steps.',
      },
    ])
  })

  it('refuse the result of a step that runs on another way', () => {
    const parted = definitionOf(
      [
        nodeOf('t', 'webhook'),
        nodeOf('if', 'condition'),
        nodeOf('a', 'call', { url: 'x', method: 'GET' }, { name: 'Ask' }),
        nodeOf('b', 'put', { value: '{{steps.a.status}}' }),
      ],
      't if',
      'if yes a',
      'if no b',
    )
    expect(messages(parted)).toEqual([
      '"Ask" does not run before this step, so it has no result yet. Insert the data of an earlier one.',
    ])
  })

  it('accept any subject and any body where the trigger cannot tell', () => {
    for (const type of ['webhook', 'manual']) {
      const definition = definitionOf(
        [nodeOf('t', type), nodeOf('n', 'put', { value: '{{subject.anything.at.all}}' })],
        't n',
      )
      expect(messages(definition)).toEqual([])
    }
    const hook = definitionOf(
      [nodeOf('t', 'webhook'), nodeOf('n', 'put', { value: '{{trigger.body.a.b}} {{trigger.headers.x}}' })],
      't n',
    )
    expect(messages(hook)).toEqual([])
  })

  it('know the questions of a manual trigger', () => {
    const inputs = [{ key: 'due', label: 'Due date', type: 'date' }]
    const asked = (path: string) =>
      definitionOf([nodeOf('t', 'manual', { inputs }), nodeOf('n', 'put', { value: `{{${path}}}` })], 't n')
    expect(messages(asked('trigger.inputs.due'))).toEqual([])
    expect(messages(asked('trigger.inputs.date'))).toEqual([
      '{{trigger.inputs.date}} leads nowhere: "Inputs" has no "date". Take due.',
    ])
  })

  it('are refused in fields that take nothing inserted', () => {
    const definition = definitionOf(
      [
        nodeOf('t', 'webhook'),
        nodeOf('n', 'call', { url: 'x', method: 'GET', headers: [{ name: '{{now}}', value: 'v' }] }),
      ],
      't n',
    )
    expect(checkDefinition(definition, context)).toEqual([
      {
        code: 'template-syntax',
        nodeId: 'n',
        field: ['headers', 0, 'name'],
        message: 'Nothing can be inserted into this field. Write it out, without {{ and }}.',
      },
    ])
  })

  it('are not judged by lists that are not at hand', () => {
    const definition = onPolicy('{{subject.zip}} {{trigger.data.zip}} {{steps.a.zip}}')
    expect(checkDefinition(definition, { nodeTypes: testRules })).toEqual([])
  })
})

describe('an event that the hub does not have', () => {
  it('is told at the trigger', () => {
    const definition = definitionOf(
      [nodeOf('t', 'event', { eventType: 'policy.lost' }), nodeOf('n', 'put', { value: 1 })],
      't n',
    )
    expect(checkDefinition(definition, context)).toEqual([
      {
        code: 'reference-missing',
        nodeId: 't',
        field: ['eventType'],
        message: 'This hub has no event "policy.lost". Choose one from the list.',
      },
    ])
  })
})

describe('any definition', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const anyNode = fc.record({
    id: fc.constantFrom(...ids),
    type: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('webhook', 'put', 'put', 'condition') },
      { weight: 1, arbitrary: fc.constant('fax') },
    ),
    disabled: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  })
  const anyLine = fc.tuple(
    fc.constantFrom(...ids),
    fc.constantFrom('next', 'yes', 'no'),
    fc.constantFrom(...ids, 'gone'),
  )
  const anyDefinition = fc
    .tuple(
      fc.uniqueArray(anyNode, { maxLength: 6, comparator: (one, other) => one.id === other.id && one.id !== 'f' }),
      fc.array(anyLine, { maxLength: 7 }),
    )
    .map(([nodes, lines]) =>
      definitionOf(
        nodes.map(({ id, type, disabled }) => nodeOf(id, type, type === 'put' ? { value: 1 } : {}, { disabled })),
        ...lines.map((line) => line.join(' ')),
      ),
    )
  /** Definitions that are nearly right: nodes that hang on earlier ones by branches that exist, and a line or two more, also back. */
  const growing = fc
    .record({
      steps: fc.array(fc.record({ parent: fc.nat(), type: fc.constantFrom('put', 'condition') }), {
        minLength: 1,
        maxLength: 7,
      }),
      more: fc.array(fc.record({ from: fc.nat(), to: fc.nat() }), { maxLength: 2 }),
      no: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
    })
    .map(({ steps, more, no }) => {
      const types = ['webhook', ...steps.map(({ type }) => type)]
      const nodes = types.map((type, index) => nodeOf(`n${index}`, type, type === 'put' ? { value: 1 } : {}))
      const line = (from: number, to: number, at: number) =>
        `n${from} ${types[from] !== 'condition' ? 'next' : no[at] ? 'no' : 'yes'} n${to}`
      return definitionOf(
        nodes,
        ...steps.map(({ parent }, index) => line(Math.max(0, index - (parent % 2)), index + 1, index)),
        ...more.map(({ from, to }, index) => line(from % nodes.length, 1 + (to % steps.length), steps.length + index)),
      )
    })

  it('is accepted exactly when a plain reading of the rules accepts it', () => {
    let accepted = 0
    fc.assert(
      fc.property(fc.oneof(anyDefinition, growing), (definition) => {
        const problems = checkDefinition(definition, context)
        if (problems.length === 0) accepted++
        expect(problems.length === 0).toBe(isValid(definition))
      }),
      { numRuns: 3000 },
    )
    // Had none been valid, the rule would have been tested on one side only.
    expect(accepted).toBeGreaterThan(50)
  })

  it('that is accepted ends, whichever branches its steps choose', () => {
    fc.assert(
      fc.property(fc.oneof(anyDefinition, growing), fc.array(fc.constantFrom('yes', 'no')), (definition, choices) => {
        fc.pre(checkDefinition(definition, context).length === 0)
        let nodeId: string | null = findTrigger(definition)?.id ?? null
        let steps = 0
        while (nodeId !== null) {
          const type = definition.nodes.find((node) => node.id === nodeId)?.type
          nodeId = nextNodeId(definition, nodeId, type === 'condition' ? (choices[steps] ?? 'yes') : 'next')
          expect(++steps).toBeLessThanOrEqual(definition.nodes.length)
        }
        expect(steps).toBeGreaterThan(0)
      }),
    )
  })

  it('is checked without throwing, whatever its configs hold', () => {
    const types = fc.constantFrom('event', 'manual', 'webhook', 'note', 'call', 'put', 'fax')
    const config = fc.dictionary(
      fc.constantFrom('to', 'title', 'body', 'url', 'inputs', 'eventType', 'value', '__proto__'),
      fc.oneof(fc.jsonValue(), fc.constantFrom('{{', '{{a.b}}', '{{steps.a.b}}', 'policy.created')),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(types, config), { maxLength: 6 }), (nodes) => {
        const definition = definitionOf(
          nodes.map(([type, one], index) => nodeOf(ids[index] ?? 'z', type, one as Record<string, string>)),
          'a b',
          'b c',
          'c d',
        )
        for (const problem of checkDefinition(definition, context)) expect(problem.message).toMatch(/^.+[.!]$/s)
      }),
      { numRuns: 500 },
    )
  })

  it('of 200 nodes is checked within 50 ms, each inserting from the first', () => {
    const nodes = Array.from({ length: 200 }, (_one, index) =>
      index === 0
        ? nodeOf('n0', 'webhook')
        : nodeOf(`n${index}`, 'call', {
            url: index > 1 ? `https://x.test/{{steps.n1.status}}/${index}` : 'https://x.test',
            method: 'GET',
          }),
    )
    const definition = definitionOf(nodes, ...nodes.slice(1).map((node, index) => `n${index} ${node.id}`))
    const times = Array.from({ length: 5 }, () => {
      const start = process.cpuUsage()
      expect(checkDefinition(definition, context)).toEqual([])
      return process.cpuUsage(start).user / 1000
    })
    // The best of them: on a busy machine any one may have had to wait.
    expect(Math.min(...times)).toBeLessThan(50)
  })
})

/** The rules once more, said as plainly and slowly as possible: by listing every way that a run could go. */
function isValid({ nodes, edges }: Definition): boolean {
  const typeOf = (id: string) => nodes.find((node) => node.id === id)?.type ?? ''
  const triggers = nodes.filter((node) => node.type === 'webhook')
  const branches: Record<string, string[]> = { webhook: ['next'], put: ['next'], condition: ['yes', 'no'] }
  const ways: string[][] = []
  let goesRound = false
  const follow = (way: string[]) => {
    ways.push(way)
    for (const edge of edges.filter((one) => one.source === way.at(-1))) {
      if (way.includes(edge.target)) goesRound = true
      else follow([...way, edge.target])
    }
  }
  if (edges.every((edge) => typeOf(edge.source) && typeOf(edge.target))) for (const node of nodes) follow([node.id])
  return (
    triggers.length === 1 &&
    nodes.length > 1 &&
    nodes.every((node) => branches[node.type]) &&
    new Set(nodes.map((node) => node.id)).size === nodes.length &&
    edges.every((edge) => typeOf(edge.source) && typeOf(edge.target) && typeOf(edge.target) !== 'webhook') &&
    edges.every((edge) => branches[typeOf(edge.source)]?.includes(edge.branch)) &&
    edges.every(
      (edge) => edges.filter((one) => one.source === edge.source && one.branch === edge.branch).length === 1,
    ) &&
    !goesRound &&
    nodes.every((node) => ways.some((way) => way[0] === triggers[0]?.id && way.at(-1) === node.id)) &&
    !nodes.some((node) => node.disabled && node.type !== 'put')
  )
}
