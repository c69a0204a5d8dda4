import type { z } from 'zod'
import {
  configSchemaOf,
  keywordAt,
  placeAt,
  rootPlace,
  type SchemaPlace,
  takesTextOnly,
  valueLabel,
} from './config-schema.ts'
import type { WorkflowNode } from './definition.ts'
import type { JsonSchema, NodeTypeRules, Widget } from './node-type.ts'
import type { Problem } from './problem.ts'

type Path = (string | number)[]

/** A node's config against its type's schema, worded with the fields' labels. The same from zod and from JSON Schema. */
export function checkConfig(node: WorkflowNode, rules: NodeTypeRules): Problem[] {
  const parsed = rules.config.safeParse(node.config)
  if (parsed.success) return []
  const root = rootPlace(configSchemaOf(rules))
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, [], root, node))
  // One thing at a time for each field: what is missing cannot also be too short.
  const firsts = new Map<string, Problem>()
  for (const problem of problems) {
    const key = JSON.stringify(problem.field)
    if (!firsts.has(key)) firsts.set(key, problem)
  }
  return [...firsts.values()]
}

function problemsOf(issue: z.core.$ZodIssue, base: Path, root: SchemaPlace, node: WorkflowNode): Problem[] {
  const path = [...base, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  if (issue.code === 'invalid_union') {
    const branch = closestBranch(issue.errors, valueAt(node.config, path))
    if (branch) return branch.flatMap((inner) => problemsOf(inner, path, root, node))
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const message = `There is no field "${key}" here. Remove it.`
      return { code: 'config-invalid', nodeId: node.id, field: [...path, key], message }
    })
  }
  const message = sentenceFor(issue, path, root, node)
  return [{ code: 'config-invalid', nodeId: node.id, field: path, message }]
}

/** The alternative of a union that was meant: one whose constants and shape fit, so that only its inside is wrong. */
function closestBranch(branches: readonly z.core.$ZodIssue[][], value: unknown): z.core.$ZodIssue[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const undecided = branches[0]?.find((issue) =>
    branches.every((branch) => branch.some((other) => isSameConstant(issue, other))),
  )
  if (undecided) return [undecided]
  const meant = branches.filter((branch) => branch.every((issue) => issue.path.length > 0 && !isConstant(issue)))
  return meant.toSorted((one, other) => one.length - other.length)[0]
}

/** A constant that does not agree (`kind`): another alternative was meant, or none was chosen yet. */
function isConstant(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_value' && issue.values.length === 1
}

function isSameConstant(issue: z.core.$ZodIssue, other: z.core.$ZodIssue): boolean {
  return isConstant(issue) && isConstant(other) && issue.path.join('\0') === other.path.join('\0')
}

function sentenceFor(issue: z.core.$ZodIssue, path: Path, root: SchemaPlace, node: WorkflowNode): string {
  const { place, label } = findField(path, root, node)
  const value = valueAt(node.config, path)
  if (issue.code === 'custom') return issue.message
  if (isEmpty(value)) return isChoice(place) ? `Choose ${label}.` : `Fill in ${label}.`
  if (typeof value === 'string' && issue.code === 'too_big')
    return `${label} can have at most ${issue.maximum} characters.`
  if (typeof value === 'string' && issue.code === 'too_small')
    return `${label} needs at least ${issue.minimum} characters.`
  if (Array.isArray(value) && issue.code === 'too_big') return `${label} can have at most ${issue.maximum} entries.`
  if (Array.isArray(value) && issue.code === 'too_small') return `${label} needs at least ${issue.minimum} entries.`
  if (typeof value !== 'string' && takesTextOnly(place)) return `${label} must be text.`
  const expected = expectationOf(place)
  if (expected) return `${label} must be ${expected}.`
  const example = keywordAt(place, 'placeholder')
  return typeof example === 'string' ? `${label} must look like ${example}.` : `${label} is not right. Set it again.`
}

/** The field that a path leads to, with its label: the nearest title, and the row where it stands in a list. */
function findField(path: Path, root: SchemaPlace, node: WorkflowNode): { place: SchemaPlace; label: string } {
  let place = root
  let title = String(path.findLast((key) => typeof key === 'string') ?? node.name)
  let row = ''
  let value: unknown = node.config
  for (const key of path) {
    place = placeAt(place, key, value)
    const own = keywordAt(place, 'title')
    if (typeof own === 'string') title = own
    if (typeof key === 'number' && Array.isArray(value) && value.length > 1) row = ` (row ${key + 1})`
    value = valueAt(value, [key])
  }
  return { place, label: `"${title}"${row}` }
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

const PICKED_WIDGETS: readonly unknown[] = [
  'select',
  'email-template',
  'event-type',
  'table',
  'table-field',
] satisfies Widget[]

function isChoice(place: SchemaPlace): boolean {
  return PICKED_WIDGETS.includes(keywordAt(place, 'widget')) || choicesOf(place).length > 0
}

/** What a field takes, in words: `a whole number from 1 to 300`, `one of: Day, Hour`. Undefined where a pattern decides. */
function expectationOf(place: SchemaPlace): string | undefined {
  const choices = choicesOf(place)
  if (choices.length) return `one of: ${choices.map((one) => valueLabel(place, one)).join(', ')}`
  for (const variant of place.variants) {
    const { type, format } = variant
    if (type === 'number' || type === 'integer') return numberInWords(variant)
    if (type === 'boolean') return 'on or off'
    if (type === 'string' && typeof format === 'string' && FORMATS[format]) return FORMATS[format]
  }
  return undefined
}

const FORMATS: Record<string, string> = {
  email: 'an email address, such as maria@example.com',
  uri: 'a web address, such as https://example.com',
  uuid: 'chosen from the list',
  date: 'a date, such as 2026-03-01',
  'date-time': 'a date and time, such as 2026-03-01T08:00:00Z',
  time: 'a time, such as 08:00',
}

function choicesOf(place: SchemaPlace): unknown[] {
  return place.variants.flatMap((variant) => {
    if (Array.isArray(variant.enum)) return variant.enum
    return variant.const === undefined ? [] : [variant.const]
  })
}

function numberInWords(variant: JsonSchema): string {
  const kind = variant.type === 'integer' ? 'a whole number' : 'a number'
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = variant
  const least = isLimit(minimum) ? minimum : undefined
  const most = isLimit(maximum) ? maximum : undefined
  if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}`
  if (least !== undefined) return `${kind} of at least ${least}`
  if (most !== undefined) return `${kind} of at most ${most}`
  if (isLimit(exclusiveMinimum)) return `${kind} over ${exclusiveMinimum}`
  return isLimit(exclusiveMaximum) ? `${kind} under ${exclusiveMaximum}` : kind
}

/** zod writes the bounds of safe integers into every integer's schema; nobody wants to read them. */
function isLimit(bound: unknown): bound is number {
  return typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined
    return (inner as Record<PropertyKey, unknown>)[key]
  }, value)
}
