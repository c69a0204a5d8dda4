import { checkDefinition, type Definition, type Json, parseDefinition } from '@hubflow/core'
import { load, printedSeed } from '@hubflow/db/testing'
import { catalog, nodeTypeRules, nodeTypes } from '@hubflow/nodes'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProblemDetails } from '../contract/common.ts'
import type { Workflow } from '../contract/workflow.ts'
import { checkJsonLimits } from '../http/json-limits.ts'
import { HttpProblem } from '../http/problem.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

const DEFINITIONS = load(8000, 200_000)
/** Of these, so many go the whole way, through HTTP into the database. */
const OVER_HTTP = load(150, 3000)
const LIMIT_MS = 100

let hub: TestApi
let workflowId: string
beforeAll(async () => {
  hub = await startTestApi()
  const body = { name: 'Fuzzed', definition: EVERYTHING }
  workflowId = (await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))).id
})
afterAll(() => hub.stop())

/** One node of every type with its own example, in a row. */
const EVERYTHING: Definition = everyNodeType()

function everyNodeType(): Definition {
  const types = [...nodeTypes.values()]
  const triggers = types.filter((type) => type.kind === 'trigger')
  const nodes = [...triggers, ...types.filter((type) => type.kind === 'action')].map((type, index) => ({
    id: `n${index}`,
    type: type.type,
    name: type.title,
    config: structuredClone(type.example) as Record<string, Json>,
    position: { x: 0, y: index * 140 },
  }))
  const edges = nodes.slice(triggers.length).map(({ id }, index, actions) => ({
    id: `e${index}`,
    source: index === 0 ? 'n0' : (actions[index - 1]?.id ?? ''),
    target: id,
    branch: 'next',
  }))
  const businessHours = { weekdays: [1, 2, 3], start: '09:00', end: '17:00' }
  return {
    schemaVersion: 1,
    nodes,
    edges,
    settings: { timeZone: 'Europe/Berlin', runTimeoutMinutes: 5, businessHours },
  }
}

/** What breaks readers: wrong kinds, names of prototypes, texts that templates, dates, zones and patterns stumble over. */
const nasty = fc.oneof(
  { arbitrary: fc.jsonValue({ maxDepth: 3 }), weight: 3 },
  {
    arbitrary: fc.constantFrom<unknown>(
      null,
      -0,
      1e308,
      -1,
      0.1,
      2 ** 53,
      '',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'n0',
      'n5',
      'yes',
      'next',
      '{{',
      '{{}}',
      '{{ trigger.body.x | default: "',
      '{{ steps.n1.output | date: "%Y" | plus: 1 }}',
      '{% for i in (1..1000000000) %}x{% endfor %}',
      '{% include "x" %}{% raw %}',
      `{{ ${'a.'.repeat(2000)}b }}`,
      `{{ a ${'| upcase '.repeat(500)}}}`,
      '{'.repeat(5000),
      `${'{{a}}'.repeat(3000)}`,
      'a'.repeat(50_000),
      `${'a'.repeat(30_000)}!`,
      '\u0000',
      '\ud800',
      '\u202e',
      '9999-99-99',
      '25:61',
      '* * * * * *',
      '*/0 * * * *',
      '0 0 31 2 *',
      'Europe/Atlantis',
      'role:trainer',
      'user:nobody',
      'javascript:alert(1)',
      'http://[::1',
      'x@y@z',
    ),
    weight: 4,
  },
  { arbitrary: fc.nat(60).map((depth) => nested(depth)), weight: 1 },
  { arbitrary: fc.array(fc.constantFrom<Json>('x', 1, null, {}), { minLength: 200, maxLength: 500 }), weight: 1 },
)

type Mutation = { at: number; how: 'replace' | 'remove' | 'add' | 'double' | 'move'; value: unknown; key: string }
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'add', 'double', 'move'),
  value: nasty,
  key: fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'id', 'config', 'secretId', '0'),
    fc.string({ maxLength: 9 }),
  ),
})
const mutated = fc.array(mutation, { minLength: 1, maxLength: 8 }).map((mutations) => {
  const definition: unknown = structuredClone(EVERYTHING)
  for (const one of mutations) mutate(definition, one)
  return definition
})

test('mutated definitions are read or refused by path, in a tenth of a second at most, and nothing is thrown', () => {
  const refused: Counts = { shape: 0, parsed: 0, checked: 0, fine: 0 }
  let slowest = 0
  fc.assert(
    fc.property(mutated, (definition) => {
      const text = JSON.stringify({ definition, revision: 1 })
      const beganAt = performance.now()
      const problems = read(text, refused)
      let ms = performance.now() - beganAt
      // The machine may have paused: what is slow is slow again.
      for (let again = 0; again < 2 && ms > LIMIT_MS / 5; again++) ms = Math.min(ms, timeOf(text))
      slowest = Math.max(slowest, ms)
      expect(ms, `${ms} ms for ${text.slice(0, 2000)}`).toBeLessThan(LIMIT_MS)
      for (const problem of problems) expect(namesAPlace(problem), JSON.stringify(problem)).toBe(true)
    }),
    { numRuns: DEFINITIONS, seed: printedSeed('mutated definitions') },
  )
  console.log(`${DEFINITIONS} definitions: ${JSON.stringify(refused)}, the slowest took ${slowest.toFixed(1)} ms`)
  expect(refused.parsed).toBeGreaterThan(DEFINITIONS / 10)
  expect(refused.checked).toBeGreaterThan(DEFINITIONS / 10)
})

test('the whole way: each is saved with its problems, or refused with pointers; the API answers no other way', async () => {
  const seed = printedSeed('mutated definitions over HTTP')
  const statuses = new Map<number, number>()
  for (const definition of fc.sample(mutated, { numRuns: OVER_HTTP, seed })) {
    const current = await bodyOf<Workflow>(hub.send('GET', `/api/workflows/${workflowId}`, { as: 'trainer' }))
    const body = { definition, revision: current.draft.revision }
    const answer = await hub.send('PUT', `/api/workflows/${workflowId}/draft`, { as: 'trainer', body })
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    const said = await bodyOf<ProblemDetails>(answer)
    expect([200, 400], `${answer.status} ${JSON.stringify(said)} for ${JSON.stringify(definition)}`).toContain(
      answer.status,
    )
    if (answer.status === 400) expect(said.errors?.length ?? said.detail?.length).toBeGreaterThan(0)
    for (const error of said.errors ?? []) expect(error.pointer).toMatch(/^\/definition/)
  }
  console.log(`${OVER_HTTP} over HTTP: ${JSON.stringify(Object.fromEntries(statuses))}`)
  expect(statuses.get(200)).toBeGreaterThan(0)
})

interface Refusal {
  path?: readonly PropertyKey[]
  code: string
  nodeId?: string
  edgeId?: string
  message: string
}

/** How many were refused by their shape alone, when read, when checked, and not at all. */
interface Counts {
  shape: number
  parsed: number
  checked: number
  fine: number
}

const known = { nodeTypes: nodeTypeRules(), eventTypes: [], catalog: catalog() }

/** What the door does with the text of a request, without the database. */
function read(text: string, counts: Counts): Refusal[] {
  if (isTooDeep(text)) {
    counts.shape++
    return []
  }
  const json: { definition: unknown } = JSON.parse(text)
  const parsed = parseDefinition(json.definition)
  if (!parsed.ok) {
    counts.parsed++
    return parsed.problems
  }
  const problems = checkDefinition(parsed.definition, known)
  if (problems.length > 0) counts.checked++
  else counts.fine++
  return problems
}

/** The limits on any body: told in words before anything is built from it. */
function isTooDeep(text: string): boolean {
  try {
    checkJsonLimits(text)
    return false
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    return true
  }
}

function timeOf(text: string): number {
  const beganAt = performance.now()
  read(text, { shape: 0, parsed: 0, checked: 0, fine: 0 })
  return performance.now() - beganAt
}

/** A path, or the node or line meant; only what the whole lacks has neither. */
function namesAPlace({ path, code, nodeId, edgeId, message }: Refusal): boolean {
  if (message === '') return false
  return path !== undefined || nodeId !== undefined || edgeId !== undefined || /^(trigger|action)-missing$/.test(code)
}

function mutate(definition: unknown, { at, how, value, key }: Mutation): void {
  const places = placesIn(definition)
  const place = places[at % places.length]
  if (!place) return
  const { holder, key: here } = place
  const list = Array.isArray(holder) ? holder : null
  if (how === 'replace') holder[here] = value
  if (how === 'remove') list ? list.splice(Number(here), 1) : delete holder[here]
  if (how === 'add')
    list
      ? list.push(value)
      : Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
  if (how === 'double' && list) list.push(structuredClone(list[Number(here)]))
  if (how === 'move') holder[here] = structuredClone(places[(at * 31) % places.length]?.holder)
}

function placesIn(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { deeper: value }
  return value
}
