import { type Definition, DefinitionSchema, type WorkflowNode } from '@hubflow/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ROW } from '../canvas/node-size.ts'
import { copyNodes, pasteClip, readClip } from './clip.ts'
import { edgeOf } from './document.ts'

const step = (id: string, row: number, config: WorkflowNode['config'] = {}): WorkflowNode => ({
  id,
  type: row === 0 ? 'manual' : 'create-notification',
  name: id,
  config,
  position: { x: 0, y: row * ROW },
})
const DEFINITION: Definition = {
  schemaVersion: 1,
  nodes: [
    step('start', 0),
    step('ask', 1),
    step('tell', 2, { message: 'It said {{steps.ask.body}} to {{steps.start.x}}', respond: { nodeId: 'ask' } }),
    step('end', 3),
  ],
  edges: [edgeOf('start', 'next', 'ask'), edgeOf('ask', 'next', 'tell'), edgeOf('tell', 'next', 'end')],
}

let count = 0
const options = (after?: string, workflowId = 'here') => ({
  workflowId,
  after,
  freshId: () => `c${count++}`,
  branchesOf: () => ['next'],
})

function wayOf({ nodes, edges }: Definition): string[] {
  const way: string[] = []
  for (let at: string | undefined = 'start'; at !== undefined; at = edges.find(({ source }) => source === at)?.target)
    way.push(nodes.find(({ id }) => id === at)?.name ?? '')
  return way
}

test('copies go behind a step, take from one another, and lead on to where it went', () => {
  const clip = copyNodes(DEFINITION, ['tell', 'ask'], 'here')
  if (!clip) throw new Error('nothing was copied')
  const { definition, ids } = pasteClip(DEFINITION, clip, options('ask'))
  expect(wayOf(definition)).toEqual(['start', 'ask', 'ask 2', 'tell 2', 'tell', 'end'])
  const [ask, tell] = ids
  expect(definition.nodes.find(({ id }) => id === tell)?.config).toEqual({
    message: `It said {{steps.${ask}.body}} to {{steps.start.x}}`,
    respond: { nodeId: ask },
  })
  const places = definition.nodes.map(({ position }) => position.y).sort((one, other) => one - other)
  expect(places).toEqual([0, 1, 2, 3, 4, 5].map((row) => row * ROW))
})

test('without a chosen step copies go to the end; a second trigger is left out', () => {
  const clip = copyNodes(DEFINITION, ['start', 'ask'], 'here')
  if (!clip) throw new Error('nothing was copied')
  expect(wayOf(pasteClip(DEFINITION, clip, options()).definition)).toEqual(['start', 'ask', 'tell', 'end', 'ask 2'])
  const empty: Definition = { schemaVersion: 1, nodes: [], edges: [] }
  expect(pasteClip(empty, clip, options()).definition.nodes.map(({ name }) => name)).toEqual(['start', 'ask'])
})

test('templates, rules and quoted names of copied steps follow them; words that only look like it stay', () => {
  const uses = step('uses', 2, {
    message:
      '{{ steps["ask"].body }} {{steps[\'ask\'].status | default: steps.ask.body}} and substeps.ask, my-steps.ask',
    rules: { all: [{ field: 'steps.ask.status', operator: 'is', value: 'steps' }] },
  })
  const definition = { ...DEFINITION, nodes: [...DEFINITION.nodes.slice(0, 2), uses] }
  const clip = copyNodes(definition, ['ask', 'uses'], 'here')
  if (!clip) throw new Error('nothing was copied')
  const pasted = pasteClip(definition, clip, options('uses'))
  const [ask, id] = pasted.ids
  expect(pasted.definition.nodes.find((node) => node.id === id)?.config).toEqual({
    message: `{{ steps["${ask}"].body }} {{steps['${ask}'].status | default: steps.${ask}.body}} and substeps.ask, my-steps.ask`,
    rules: { all: [{ field: `steps.${ask}.status`, operator: 'is', value: 'steps' }] },
  })
})

test('in another workflow a value is never taken from a step that only has the same id', () => {
  const clip = copyNodes(DEFINITION, ['tell'], 'here')
  if (!clip) throw new Error('nothing was copied')
  expect(clip.others.map(({ id, config }) => [id, config])).toEqual([
    ['start', {}],
    ['ask', {}],
  ])
  const nodes = DEFINITION.nodes.map((node) => (node.id === 'ask' ? { ...node, name: 'Another one' } : node))
  const message = (into: Definition, workflowId: string) => {
    const { definition, ids } = pasteClip(into, clip, options('ask', workflowId))
    return definition.nodes.find(({ id }) => id === ids[0])?.config.message
  }
  expect(message(DEFINITION, 'there')).toContain('steps.ask.body')
  expect(message({ ...DEFINITION, nodes }, 'here')).toContain('steps.ask.body')
  expect(message({ ...DEFINITION, nodes }, 'there')).toMatch(/steps\.c\d+\.body}} to {{steps\.start\.x/)
})

test('what is pasted is a definition, and nothing that was there is lost, whatever was copied', () => {
  const ids = fc.subarray(DEFINITION.nodes.map(({ id }) => id))
  fc.assert(
    fc.property(ids, fc.constantFrom(undefined, 'start', 'ask', 'tell', 'end', 'gone'), (chosen, after) => {
      const clip = copyNodes(DEFINITION, chosen, 'here')
      if (!clip) return
      const { definition, ids: added } = pasteClip(DEFINITION, clip, options(after))
      expect(DefinitionSchema.safeParse(definition).success).toBe(true)
      expect(new Set(definition.edges.map(({ id }) => id)).size).toBe(definition.edges.length)
      expect(definition.nodes).toHaveLength(DEFINITION.nodes.length + added.length)
      for (const { id } of DEFINITION.nodes) expect(definition.nodes.some((node) => node.id === id)).toBe(true)
    }),
  )
})

test('only what was copied here is read from a text', () => {
  const clip = copyNodes(DEFINITION, ['ask'], 'here')
  expect(readClip(JSON.stringify(clip))).toEqual(clip)
  for (const text of [
    '',
    'hello',
    '{}',
    'null',
    '{"hubflow":"steps","nodes":[],"edges":[]}',
    JSON.stringify(DEFINITION),
    JSON.stringify({ ...clip, others: 'many' }),
  ])
    expect(readClip(text)).toBeNull()
})
