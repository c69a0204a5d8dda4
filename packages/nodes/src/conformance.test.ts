import { readdir } from 'node:fs/promises'
import { branchesOf, type CatalogEntry, type Json, type JsonSchema, resolveConfig } from '@hubflow/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { catalog, nodeTypeRules, nodeTypes } from './catalog.ts'
import type { Action } from './node.ts'
import { StepFailure } from './step-failure.ts'
import { emptyHub, type Recorded, recordingServices, SCOPE } from './testing/recording-services.ts'

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

test('every file of a node type is in the registry, under the name of its type', async () => {
  const files = await Promise.all(
    (['triggers', 'actions'] as const).map((folder) => readdir(new URL(folder, import.meta.url))),
  )
  const named = files.flat().filter((name) => !name.endsWith('.test.ts'))
  expect([...nodeTypes.keys()].map((type) => `${type}.ts`).sort()).toEqual(named.sort())
})

describe.each(catalog().map((entry) => [entry.type, entry] as const))('%s', (type, entry) => {
  const nodeType = nodeTypes.get(type)
  if (!nodeType) throw new Error(`${type} is in the catalog but not in the registry`)

  test('is data that survives the wire', () => {
    expect(JSON.parse(JSON.stringify(entry))).toEqual(entry)
  })

  test('says what it is', () => {
    expect(entry.type).toMatch(KEBAB)
    expect(entry.icon).toMatch(KEBAB)
    expect([entry.title, entry.summary, entry.group, entry.sentence].filter((text) => text.trim() === '')).toEqual([])
    expect(entry.summary).toMatch(/[.]$/)
  })

  test('has a label for every field, choice and variant, and for all that it gives', () => {
    expect(unlabelled(entry.configSchema, 'config')).toEqual([])
    expect(unlabelled(entry.outputSchema, 'output')).toEqual([])
  })

  test('says of every field what it is, for somebody who sees it for the first time', () => {
    expect(unexplained(entry.configSchema, 'config')).toEqual([])
  })

  test('speaks of fields that it has', () => {
    const named = [...entry.sentence.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name)
    expect(named.filter((name) => !fieldNames(entry.configSchema).includes(String(name?.split('.')[0])))).toEqual([])
    expect(entry.sentence.replace(/\[[^[\]]*\{\{[^[\]]*\]/g, '')).not.toMatch(/[[\]]/)
  })

  test('begins with a config that is right but for what is to be filled in', () => {
    const issues = nodeType.config.safeParse(nodeType.initialConfig).error?.issues ?? []
    expect(issues.filter((issue) => !isEmpty(valueAt(nodeType.initialConfig, issue.path)))).toEqual([])
    expect(
      Object.keys(nodeType.initialConfig).filter((name) => !fieldNames(entry.configSchema).includes(name)),
    ).toEqual([])
  })

  test('has an example that is right as it is written and once data is inserted', () => {
    expect(nodeType.config.safeParse(nodeType.example).error).toBeUndefined()
    expect(nodeType.config.safeParse(filledIn(entry)).error).toBeUndefined()
  })

  test('refuses a field that it does not know, in a sentence', () => {
    const issues = nodeType.config.safeParse({ ...(nodeType.example as object), colour: 'red' }).error?.issues ?? []
    expect(issues.map((issue) => issue.message)).toEqual([
      '“colour” cannot be set here. Remove it, or check how it is spelled.',
    ])
  })

  test('has branches that an edge can be named by', () => {
    expect(entry.branches.length).toBeGreaterThan(0)
    expect(new Set(entry.branches).size).toBe(entry.branches.length)
    expect(nodeTypeRules().find((rules) => rules.type === type)?.branches).toEqual(entry.branches)
  })

  if (nodeType.kind === 'trigger') return

  test('gives what it promises, and only does what it says', async () => {
    const { result, recorded } = await runOnce(nodeType, entry)
    expect(nodeType.output.parse(result.output)).toEqual(result.output)
    expect(JSON.parse(JSON.stringify(result.output))).toEqual(result.output)
    expect(branchesOf(entry, filledIn(entry))).toContain(result.branch ?? 'next')
    expect(recorded.filter(({ did }) => !ALLOWED[entry.effect].includes(did))).toEqual([])
    expect(entry.effect === 'none' || recorded.length > 0).toBe(true)
    const effects = result.status === 'completed' ? (result.effects ?? []) : []
    expect(effects.map(({ kind }) => kind !== 'preview' && DONE_BY[kind])).toEqual(recorded.map(({ did }) => did))
  })

  test('does the same when it is run again with the same', async () => {
    const [first, second] = [await runOnce(nodeType, entry), await runOnce(nodeType, entry)]
    expect(second).toEqual(first)
  })

  test('does nothing in a test run, and says what it would do', async () => {
    const { services, recorded } = recordingServices()
    const preview = await nodeType.preview(nodeType.config.parse(filledIn(entry)), services)
    expect(recorded).toEqual([])
    expect(preview.sentence).toMatch(/^Would /)
    const { detail, output } = preview
    expect(JSON.parse(JSON.stringify({ detail, output }))).toEqual({ detail, output })
  })

  test('gives in a test run what it would give, and goes where it would go', async () => {
    const { services } = recordingServices()
    const { output, branch, isSample, resumeAt } = await nodeType.preview(
      nodeType.config.parse(filledIn(entry)),
      services,
    )
    const { result } = await runOnce(nodeType, entry)
    expect(nodeType.output.parse(output)).toEqual(output)
    expect(branch).toBe(result.branch)
    expect(resumeAt).toEqual(result.status === 'waiting' ? result.resumeAt : undefined)
    // Only what the outside would answer may be made up.
    expect(isSample ?? false).toBe(entry.effect === 'remote')
  })

  test.skipIf(entry.effect === 'none')(
    'fails in a sentence, as a StepFailure, where nothing is found and nothing answers',
    async () => {
      const { services, recorded } = recordingServices(emptyHub())
      const outcome = await nodeType
        .run(nodeType.config.parse(filledIn(entry)), services)
        .catch((error: unknown) => error)
      expect(outcome).toBeInstanceOf(StepFailure)
      expect((outcome as StepFailure).message).toMatch(/[.]$/)
      expect(recorded).toEqual([])
    },
  )
})

const ALLOWED: Record<CatalogEntry['effect'], Recorded['did'][]> = {
  none: [],
  local: ['email', 'notification', 'change'],
  remote: ['request'],
}
const DONE_BY = { email: 'email', notification: 'notification', field: 'change', request: 'request' }

async function runOnce(action: Action, entry: CatalogEntry) {
  const { services, recorded } = recordingServices()
  return { result: await action.run(action.config.parse(filledIn(entry)), services), recorded }
}

function filledIn(entry: CatalogEntry): { [field: string]: Json } {
  const example = z.record(z.string(), z.json()).parse(nodeTypes.get(entry.type)?.example)
  return resolveConfig(example, entry.configSchema, SCOPE)
}

/** The places of a schema that a person would see without a word: fields without a title, choices without a label. */
function unlabelled(schema: JsonSchema, place: string): string[] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
  const variants = (schema.oneOf ?? []) as JsonSchema[]
  const choices = (schema.enum ?? []) as unknown[]
  const labels = Object.keys((schema.labels ?? {}) as object)
  return [
    ...properties.filter(([, property]) => !property.title).map(([name]) => `${place}.${name}`),
    ...choices.filter((choice) => !labels.includes(String(choice))).map((choice) => `${place}: ${choice}`),
    ...variants
      .map(constantOf)
      .filter((constant) => !labels.includes(constant))
      .map((constant) => `${place}: ${constant}`),
    ...properties.flatMap(([name, property]) => unlabelled(property, `${place}.${name}`)),
    ...variants.flatMap((variant) => unlabelled(variant, `${place}.${constantOf(variant)}`)),
    ...(schema.items ? unlabelled(schema.items as JsonSchema, `${place}[]`) : []),
  ]
}

/** Fields without a whole sentence of help. A constant is a choice of the field around it, and explained there. */
function unexplained(schema: JsonSchema, place: string): string[] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
  const inner = [schema.oneOf, schema.anyOf].flatMap((variants) => (variants ?? []) as JsonSchema[])
  return [
    ...properties
      .filter(([, property]) => property.const === undefined && !/^[A-Z“].*[.]$/.test(String(property.help)))
      .map(([name]) => `${place}.${name}`),
    ...properties.flatMap(([name, property]) => unexplained(property, `${place}.${name}`)),
    ...inner.flatMap((variant) => unexplained(variant, place)),
    ...(schema.items ? unexplained(schema.items as JsonSchema, `${place}[]`) : []),
  ]
}

function constantOf(variant: JsonSchema): string {
  const properties = Object.values((variant.properties ?? {}) as Record<string, JsonSchema>)
  return String(properties.find((property) => property.const !== undefined)?.const)
}

function fieldNames(schema: JsonSchema): string[] {
  const variants = [schema, ...((schema.oneOf ?? []) as JsonSchema[])]
  return variants.flatMap((variant) => Object.keys((variant.properties ?? {}) as object))
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value)
}
