import { type Definition, type Json, reachableFrom } from '@hubflow/core'
import { tables } from '@hubflow/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkflowTemplate } from '../contract/template.ts'
import type { Workflow } from '../contract/workflow.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'
import { AGENCY_TEMPLATES } from './agency-templates.ts'
import { GUIDE_TEMPLATES } from './guide-templates.ts'

let hub: TestApi
let mailId: string
beforeAll(async () => {
  hub = await startTestApi()
  const owner = hub.database.connect('hubflow_owner')
  const [mail] = await owner.orm
    .insert(tables.emailTemplates)
    .values({ name: 'Any', subject: 'Hello', bodyHtml: '<p>Hello</p>' })
    .returning({ id: tables.emailTemplates.id })
  await owner.close()
  mailId = mail?.id ?? ''
})
afterAll(() => hub.stop())

const ALL = [...GUIDE_TEMPLATES, ...AGENCY_TEMPLATES]

test('they are served, each with an id and a name of its own', async () => {
  const { items } = await bodyOf<List<WorkflowTemplate>>(hub.send('GET', '/api/workflow-templates', { as: 'trainer' }))
  expect(items.map(({ id }) => id)).toEqual(ALL.map(({ id }) => id))
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  expect(new Set(items.map(({ name }) => name.toLowerCase())).size).toBe(items.length)
  expect(items.length).toBeGreaterThanOrEqual(8)
})

test.each(ALL.map((template) => [template.name, template] as const))(
  '“%s” as a draft has problems only where it leaves something open',
  async (name, { definition, inputs }) => {
    const { problems } = await draft(`${name} as it comes`, definition)
    const asked = inputs
      .filter(({ kind }) => kind === 'email-template' || kind === 'url')
      .flatMap(({ places }) => places.map(({ nodeId, field }) => `${nodeId} ${field.join('.')}`))
    expect(problems.map(({ nodeId, field }) => `${nodeId} ${field?.join('.')}`).sort()).toEqual(asked.sort())
  },
)

test.each(ALL.map((template) => [template.name, template] as const))(
  '“%s” can be published once what it leaves open is answered',
  async (name, template) => {
    const definition = structuredClone(template.definition)
    for (const input of template.inputs)
      for (const { nodeId, field } of input.places) {
        const node = definition.nodes.find(({ id }) => id === nodeId)
        const before = field.reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], node?.config)
        // What needs no list of the hub's own comes with a value, so that three clicks are enough.
        if (input.kind === 'email-template') set(node?.config, field, mailId)
        else if (input.kind === 'url') set(node?.config, field, 'https://hooks.example.com/T1')
        else expect(before, `${input.key} of ${nodeId}`).toBeTruthy()
      }
    expect((await draft(name, definition)).problems).toEqual([])
    const [trigger] = definition.nodes
    expect(reachableFrom(definition, trigger?.id ?? '').length).toBe(definition.nodes.length - 1)
    const leftOut = template.inputs.flatMap(({ leavesOut = [] }) => leavesOut)
    if (leftOut.length > 0)
      expect((await draft(`${name}, the shorter way`, without(definition, leftOut))).problems).toEqual([])
  },
)

async function draft(name: string, definition: Definition): Promise<Workflow> {
  const answer = await hub.send('POST', '/api/workflows', { as: 'trainer', body: { name, definition } })
  expect(answer.status).toBe(201)
  return bodyOf<Workflow>(answer)
}

/** What can be left out stands in a row: those that remain follow one another. */
function without({ nodes, ...rest }: Definition, ids: readonly string[]): Definition {
  const left = nodes.filter(({ id }) => !ids.includes(id))
  const edges = left.slice(1).map(({ id }, index) => {
    const source = left[index]?.id ?? ''
    return { id: `${source}:next`, source, target: id, branch: 'next' }
  })
  return { ...rest, nodes: left, edges }
}

function set(config: unknown, field: readonly (string | number)[], value: Json): void {
  const inner = field.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], config)
  ;(inner as Record<string | number, unknown>)[field.at(-1) ?? ''] = value
}
