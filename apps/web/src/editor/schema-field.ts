import type { JsonSchema } from '@hubflow/core'
import { humanKey } from '../format/words.ts'

/** A config field as the inspector shows it: read once from the catalog's JSON Schema, whatever way it was written. */
export interface Field {
  key: string
  title: string
  /** The line below its label. */
  help: string | undefined
  /** What it is and when to change it, for whoever asks. */
  explanation: string | undefined
  placeholder: string | undefined
  required: boolean
  template: boolean
  advanced: boolean
  /** One that this build does not know is shown by the shape. */
  widget: string | undefined
  labels: Readonly<Record<string, string>>
  shape: Shape
}

type Shape =
  | { kind: 'text'; format: string | undefined; maxLength: number | undefined }
  | { kind: 'number'; integer: boolean; minimum: number | undefined; maximum: number | undefined }
  | { kind: 'switch' }
  | { kind: 'choice'; values: readonly (string | number)[] }
  | { kind: 'constant'; value: unknown }
  | { kind: 'object'; fields: readonly Field[] }
  | { kind: 'union'; by: string; variants: readonly Variant[] }
  | { kind: 'list'; item: Field }
  | { kind: 'json' }

export interface Variant {
  value: string
  label: string
  fields: readonly Field[]
}

/** The whole config of a node type as one field without a name. */
export function configField(configSchema: JsonSchema): Field {
  return fieldOf('', configSchema, configSchema, true, false)
}

function fieldOf(key: string, written: JsonSchema, root: JsonSchema, required: boolean, inherited: boolean): Field {
  const schema = resolve(written, root)
  const text = (keyword: string) => (typeof schema[keyword] === 'string' ? schema[keyword] : undefined)
  const template = typeof schema.template === 'boolean' ? schema.template : inherited
  const labels = isSchema(schema.labels) ? (schema.labels as Record<string, string>) : {}
  return {
    key,
    title: text('title') ?? humanKey(key),
    help: text('description'),
    explanation: text('help'),
    placeholder: text('placeholder'),
    required,
    template,
    advanced: schema.advanced === true,
    widget: text('widget'),
    labels,
    shape: shapeOf(schema, root, labels, template),
  }
}

function shapeOf(
  schema: JsonSchema,
  root: JsonSchema,
  labels: Readonly<Record<string, string>>,
  template: boolean,
): Shape {
  const union = unionOf(schema, root, labels, template)
  if (union) return union
  if (Array.isArray(schema.enum)) return { kind: 'choice', values: schema.enum.filter(isChoice) }
  if (schema.const !== undefined) return { kind: 'constant', value: schema.const }
  const limit = (keyword: string) => (typeof schema[keyword] === 'number' ? schema[keyword] : undefined)
  switch (schema.type) {
    case 'string':
      return {
        kind: 'text',
        format: typeof schema.format === 'string' ? schema.format : undefined,
        maxLength: limit('maxLength'),
      }
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        integer: schema.type === 'integer',
        minimum: limit('minimum'),
        maximum: limit('maximum'),
      }
    case 'boolean':
      return { kind: 'switch' }
    case 'object':
      return isSchema(schema.properties)
        ? { kind: 'object', fields: fieldsOf(schema, root, template) }
        : { kind: 'json' }
    case 'array':
      return isSchema(schema.items)
        ? { kind: 'list', item: fieldOf('', schema.items, root, true, template) }
        : { kind: 'json' }
    default:
      return { kind: 'json' }
  }
}

function fieldsOf(schema: JsonSchema, root: JsonSchema, template: boolean): Field[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  const properties = isSchema(schema.properties) ? schema.properties : {}
  return Object.entries(properties).flatMap(([key, inner]) =>
    isSchema(inner) ? [fieldOf(key, inner, root, required.includes(key), template)] : [],
  )
}

/** Alternatives that are told apart by a constant of theirs, such as `kind`. */
function unionOf(
  schema: JsonSchema,
  root: JsonSchema,
  labels: Readonly<Record<string, string>>,
  template: boolean,
): Shape | null {
  const written = [schema.oneOf, schema.anyOf].find(Array.isArray)
  if (!written) return null
  const alternatives = written.filter(isSchema).map((one) => resolve(one, root))
  const by = Object.keys(propertiesOf(alternatives[0])).find((key) =>
    alternatives.every(
      (one) => isSchema(propertiesOf(one)[key]) && (propertiesOf(one)[key] as JsonSchema).const !== undefined,
    ),
  )
  if (by === undefined) return onlyOne(alternatives, root, labels, template)
  const variants = alternatives.map((one) => {
    const value = String((propertiesOf(one)[by] as JsonSchema).const)
    return {
      value,
      label: labels[value] ?? humanKey(value),
      fields: fieldsOf(one, root, template).filter(({ key }) => key !== by),
    }
  })
  return { kind: 'union', by, variants }
}

/** `text or nothing` is a text; constants side by side are a choice; all else is shown as data. */
function onlyOne(
  alternatives: JsonSchema[],
  root: JsonSchema,
  labels: Readonly<Record<string, string>>,
  template: boolean,
): Shape {
  const something = alternatives.filter((one) => one.type !== 'null')
  if (something.length === 1 && something[0]) return shapeOf(something[0], root, labels, template)
  const constants = something.map((one) => one.const)
  return constants.every(isChoice) ? { kind: 'choice', values: constants } : { kind: 'json' }
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = typeof schema.$ref === 'string' ? /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1] : undefined
  const definitions = root.$defs
  const found = reference !== undefined && isSchema(definitions) ? definitions[reference] : undefined
  // What is said beside a reference is said of this field and counts first.
  return isSchema(found) ? { ...found, ...schema } : schema
}

function propertiesOf(schema: JsonSchema | undefined): JsonSchema {
  const properties = schema?.properties
  return isSchema(properties) ? properties : {}
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isChoice(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

/** What a field holds before anyone has set it: the least that its shape allows. */
export function emptyValue({ shape }: Field): unknown {
  switch (shape.kind) {
    case 'text':
      return ''
    case 'switch':
      return false
    case 'choice':
      return shape.values[0]
    case 'constant':
      return shape.value
    case 'list':
      return []
    case 'object':
      return emptyObject(shape.fields)
    case 'union':
      return shape.variants[0] ? emptyVariant(shape.by, shape.variants[0]) : {}
    default:
      return undefined
  }
}

export function emptyVariant(by: string, variant: Variant): Record<string, unknown> {
  return { [by]: variant.value, ...emptyObject(variant.fields) }
}

function emptyObject(fields: readonly Field[]): Record<string, unknown> {
  const entries = fields.filter((field) => field.required).map((field) => [field.key, emptyValue(field)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** A field that may be left out is left out when it is empty, so that an emptied optional text is no mistake. */
export function isLeftOut(field: Field, value: unknown): boolean {
  if (value === undefined) return true
  return !field.required && (value === '' || (Array.isArray(value) && value.length === 0))
}
