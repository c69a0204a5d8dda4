import { keywordAt, placeAt, rootPlace, type SchemaPlace, valueLabel } from './config-schema.ts'
import type { WorkflowNode } from './definition.ts'
import type { CatalogEntry } from './node-type.ts'
import { sentenceOfRules } from './rule-sentence.ts'
import { RulesSchema } from './rules-schema.ts'
import { isTemplate, pathsIn } from './template.ts'
import { ownedInWords, parsePath, pathInWords } from './template-path.ts'

/** Stands for what is not set yet. */
const UNSET = '…'
const MAX_LENGTH = 60

/**
 * A node as a sentence for people: `Email Welcome to Maria`. `names` gives the names that only its caller knows (of a
 * mail template, a person); where it gives undefined, the value is put in words here.
 */
export function sentenceOf(
  node: WorkflowNode,
  entry: CatalogEntry,
  names: (field: string, value: unknown) => string | undefined,
): string {
  const root = rootPlace(entry.configSchema)
  const write = (field: string) => {
    const { value, place } = findValue(node.config, field.split('.'), root)
    return wordsFor(field, value, place, names)
  }
  const withParts = entry.sentence.replace(/\[([^\]]*)\]/g, (_part, inner: string) =>
    isComplete(inner, node.config) ? inner : '',
  )
  return withParts.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_braces, field: string) => write(field)).trim()
}

function isComplete(part: string, config: WorkflowNode['config']): boolean {
  return [...part.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].every(([, field = '']) => {
    const { value } = findValue(config, field.split('.'), rootPlace({}))
    return !isUnset(value)
  })
}

function findValue(config: unknown, path: string[], root: SchemaPlace): { value: unknown; place: SchemaPlace } {
  let value = config
  let place = root
  for (const key of path) {
    place = placeAt(place, key, value)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined
  }
  return { value, place }
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function wordsFor(
  field: string,
  value: unknown,
  place: SchemaPlace,
  names: (field: string, value: unknown) => string | undefined,
): string {
  if (isUnset(value)) return UNSET
  const named = names(field, value)
  if (named !== undefined) return named
  const widget = keywordAt(place, 'widget')
  if (widget === 'rules') return rulesInWords(value)
  if (widget === 'data-path' || widget === 'subject-field') return pathInWords(parsePath(String(value)) ?? [UNSET])
  if (Array.isArray(value)) {
    return listInWords(value.map((one, index) => wordsFor(field, one, placeAt(place, index, value), names)))
  }
  if (typeof value === 'string') return short(textInWords(value, place))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object' && value !== null) return wordsForObject(field, value, place, names)
  return valueLabel(place, value)
}

/** `role:trainer` → `all trainers`; `{{subject.client.email}}` → `the client’s email`; a constant by its label. */
function textInWords(text: string, place: SchemaPlace): string {
  const role = /^role:(.+)$/.exec(text)?.[1]
  if (role) return `all ${role}s`
  if (text === 'owner') return 'the owner of the workflow'
  if (/^user:/.test(text)) return 'one person'
  if (isTemplate(text)) {
    return text.replace(/\{\{.*?\}\}/gs, (braces) => {
      const [path] = pathsIn(braces)
      if (!path) return UNSET
      return braces === text.trim() ? ownedInWords(path) : `[${pathInWords(path)}]`
    })
  }
  return valueLabel(place, text)
}

function rulesInWords(value: unknown): string {
  const rules = RulesSchema.safeParse(value)
  return rules.success ? short(sentenceOfRules(rules.data)) : UNSET
}

function listInWords(words: string[]): string {
  if (words.length > 3) return `${words.slice(0, 2).join(', ')} and ${words.length - 2} more`
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('')
}

/** Of an object, what it is called by, else what kind it is. */
function wordsForObject(
  field: string,
  value: object,
  place: SchemaPlace,
  names: (field: string, value: unknown) => string | undefined,
): string {
  const key = ['name', 'label', 'branch', 'kind'].find((one) => Object.hasOwn(value, one))
  if (key === undefined) return UNSET
  return wordsFor(`${field}.${key}`, (value as Record<string, unknown>)[key], placeAt(place, key, value), names)
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line
}
