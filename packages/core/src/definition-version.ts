import { z } from 'zod'
import { type Definition, DefinitionSchema, SCHEMA_VERSION } from './definition.ts'
import type { JsonSchema } from './node-type.ts'
import type { Problem } from './problem.ts'

export type ParsedDefinition = { ok: true; definition: Definition } | { ok: false; problems: Problem[] }

type Path = (string | number)[]

/** By an older version: how workflow JSON of it becomes JSON of the next. Version 1 is the first, so none is needed yet. */
const MIGRATIONS: ReadonlyMap<number, (older: object) => object> = new Map()

/** Nobody reads more of them at once, and a hostile text could have thousands. */
const MAX_PROBLEMS = 50

/** Reads workflow JSON of any known version as a definition of this one. Never throws; every refusal names its path. */
export function parseDefinition(json: unknown): ParsedDefinition {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return refusal([problem([], 'a workflow is a JSON object with schemaVersion, nodes and edges.')])
  }
  const version: unknown = 'schemaVersion' in json ? json.schemaVersion : undefined
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return refusal([problem(['schemaVersion'], `this must be a whole number; the newest is ${SCHEMA_VERSION}.`)])
  }
  if (version > SCHEMA_VERSION) {
    return refusal([
      problem(
        ['schemaVersion'],
        `${version} is of a newer Hubflow. This one reads up to ${SCHEMA_VERSION}: update it first.`,
      ),
    ])
  }
  return parseCurrent(migrate(json, version))
}

/** The JSON Schema (draft 2020-12) of workflow JSON, as served at `/api/schema/workflow.json`. */
export function definitionJsonSchema(): JsonSchema {
  return { ...z.toJSONSchema(DefinitionSchema), title: 'Hubflow workflow' }
}

function migrate(json: object, from: number): object {
  let migrated = json
  for (let version = from; version < SCHEMA_VERSION; version++)
    migrated = MIGRATIONS.get(version)?.(migrated) ?? migrated
  return migrated
}

function parseCurrent(json: object): ParsedDefinition {
  try {
    const parsed = DefinitionSchema.safeParse(json)
    if (parsed.success) return { ok: true, definition: parsed.data }
    return refusal(parsed.error.issues.flatMap((issue) => problemsOf(issue, json)).slice(0, MAX_PROBLEMS))
  } catch (error) {
    // JSON nested by the thousands of levels exhausts the stack; anything else is a fault of ours.
    if (!(error instanceof RangeError)) throw error
    return refusal([problem(['nodes'], 'this is nested too deeply. Keep it under 100 levels.')])
  }
}

function refusal(problems: Problem[]): ParsedDefinition {
  return { ok: false, problems }
}

function problemsOf(issue: z.core.$ZodIssue, json: object): Problem[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem([...path, key], 'there is no such field. Remove it.', json))
  }
  return [problem(path, sentenceFor(issue, valueAt(json, path)), json)]
}

function sentenceFor(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'this is missing.'
  switch (issue.code) {
    case 'invalid_type':
      return `this must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}.`
    case 'invalid_value':
      return `this must be one of ${issue.values.map((one) => JSON.stringify(one)).join(', ')}.`
    case 'too_big':
      return `this must be at most ${issue.maximum}${unitOf(issue.origin)}.`
    case 'too_small':
      return `this must be at least ${issue.minimum}${unitOf(issue.origin)}.`
    case 'invalid_union':
      return 'this must be a JSON value: text, number, true or false, null, list or object.'
    default:
      return `${issue.message}.`
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long'
  return origin === 'array' ? ' items long' : ''
}

function problem(path: Path, sentence: string, json?: object): Problem {
  const message = path.length ? `${writePath(path)}: ${sentence}` : sentence.charAt(0).toUpperCase() + sentence.slice(1)
  const nodeId = path[0] === 'nodes' && json ? valueAt(json, ['nodes', path[1] ?? 0, 'id']) : undefined
  return {
    code: 'definition-invalid',
    path,
    ...(typeof nodeId === 'string' && path.length > 2 ? { nodeId } : {}),
    ...(path[2] === 'config' && typeof nodeId === 'string' && path.length > 3 ? { field: path.slice(3) } : {}),
    message,
  }
}

function writePath(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index ? `.${key}` : key)).join('')
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    return (value as Record<string | number, unknown>)[key]
  }, json)
}
