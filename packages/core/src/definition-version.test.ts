import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DefinitionSchema } from './definition.ts'
import { definitionJsonSchema, parseDefinition } from './definition-version.ts'

/** One of version 1 with everything in it: what this build and every later one must read. */
const firstVersion = {
  schemaVersion: 1,
  nodes: [
    { id: 'n1', type: 'webhook', name: 'New lead', config: {}, position: { x: 0, y: 0 } },
    {
      id: 'n2',
      type: 'send-email',
      name: 'Welcome',
      config: { to: ['{{trigger.body.email}}'], subject: 'Hello', nested: { list: [1, null, true] } },
      position: { x: 0, y: 140.5 },
      onError: 'continue',
      disabled: false,
      note: 'Ask Ann',
    },
  ],
  edges: [{ id: 'e1', source: 'n1', target: 'n2', branch: 'next' }],
  settings: {
    timeZone: 'America/New_York',
    runTimeoutMinutes: 60,
    businessHours: { weekdays: [1, 5], start: '08:00', end: '17:00' },
  },
}

const refusals = (json: unknown) => {
  const parsed = parseDefinition(json)
  return parsed.ok ? [] : parsed.problems.map((problem) => problem.message)
}

describe('workflow JSON', () => {
  it('of version 1 is read whole', () => {
    expect(parseDefinition(firstVersion)).toEqual({ ok: true, definition: firstVersion })
  })

  it('is refused with the path and what to do', () => {
    expect(refusals('nodes')).toEqual(['A workflow is a JSON object with schemaVersion, nodes and edges.'])
    expect(refusals({})).toEqual(['schemaVersion: this must be a whole number; the newest is 1.'])
    expect(refusals({ ...firstVersion, schemaVersion: 7 })).toEqual([
      'schemaVersion: 7 is of a newer Hubflow. This one reads up to 1: update it first.',
    ])
    expect(refusals({ schemaVersion: 1, nodes: {} })).toEqual([
      'nodes: this must be an array.',
      'edges: this is missing.',
    ])
    expect(refusals({ ...firstVersion, colour: 'red' })).toEqual(['colour: there is no such field. Remove it.'])
    const [webhook, mail] = firstVersion.nodes
    expect(refusals({ ...firstVersion, nodes: [webhook, { ...mail, id: 'n 2', onError: 'retry', extra: 1 }] })).toEqual(
      [
        'nodes[1].id: a node id is 1 to 64 letters, digits, "_" or "-".',
        'nodes[1].onError: this must be one of "stop", "continue".',
        'nodes[1].extra: there is no such field. Remove it.',
      ],
    )
    expect(refusals({ ...firstVersion, settings: { runTimeoutMinutes: 0 } })).toEqual([
      'settings.runTimeoutMinutes: this must be at least 1.',
    ])
    const businessHours = { weekdays: [1], start: '9:00', end: '24:30' }
    expect(refusals({ ...firstVersion, settings: { timeZone: 'Europe/Atlantis', businessHours } })).toEqual([
      'settings.timeZone: this must be a time zone such as Europe/Berlin.',
      'settings.businessHours.start: this must be a time such as 09:00.',
      'settings.businessHours.end: this must be a time such as 09:00.',
    ])
  })

  it('names the node where the path leads into one', () => {
    const [webhook, mail] = firstVersion.nodes
    expect(parseDefinition({ ...firstVersion, nodes: [webhook, { ...mail, note: 5 }] })).toEqual({
      ok: false,
      problems: [
        {
          code: 'definition-invalid',
          path: ['nodes', 1, 'note'],
          nodeId: 'n2',
          message: 'nodes[1].note: this must be a string.',
        },
      ],
    })
  })

  it('nested too deeply is refused, not fatal', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
    const [webhook] = firstVersion.nodes
    const parsed = parseDefinition({ ...firstVersion, nodes: [{ ...webhook, config: { deep } }] })
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.path)).toEqual([['nodes']])
  })

  it('of any shape is read or refused by path, never thrown at', () => {
    const leaf = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(undefined, '__proto__', Number.POSITIVE_INFINITY, -1),
    )
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        leaf,
        fc.constantFrom('replace', 'remove', 'add'),
        (first, second, value, how) => {
          const mutated: unknown = structuredClone(firstVersion)
          const places = placesIn(mutated)
          for (const at of [first, second]) mutate(places[at % places.length], how, value)
          const parsed = parseDefinition(mutated)
          if (parsed.ok) expect(DefinitionSchema.safeParse(parsed.definition).success).toBe(true)
          else for (const problem of parsed.problems) expect(problem.path?.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 2000 },
    )
    fc.assert(fc.property(fc.anything(), (anything) => !parseDefinition(anything).ok))
  })

  it('is described by a JSON Schema that accepts what is accepted', () => {
    const schema = definitionJsonSchema()
    expect([schema.$schema, schema.title, schema.type]).toEqual([
      'https://json-schema.org/draft/2020-12/schema',
      'Hubflow workflow',
      'object',
    ])
    expect(z.fromJSONSchema(schema).safeParse(firstVersion).success).toBe(true)
    expect(z.fromJSONSchema(schema).safeParse({ ...firstVersion, colour: 'red' }).success).toBe(false)
  })
})

type Place = { holder: Record<string, unknown>; key: string }

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}

function mutate(place: Place | undefined, how: string, value: unknown): void {
  if (!place) return
  if (how === 'replace') place.holder[place.key] = value
  else if (how === 'remove') delete place.holder[place.key]
  else place.holder[`${place.key}2`] = value
}
