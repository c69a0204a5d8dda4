import { isSchema, rootPlace } from './config-schema.ts'
import { HUB_TABLE_NAMES, HUB_TABLES, type HubColumn, type HubTableName } from './hub-tables.ts'
import type { JsonSchema } from './node-type.ts'

/** What is known of data before there is any. `any`: everything may be there. */
export type Shape =
  | { kind: 'any' }
  | { kind: 'value'; type: string }
  | { kind: 'list'; item: Shape }
  /** `open`: there may be more fields than those known. */
  | { kind: 'record'; name?: string; fields: ReadonlyMap<string, ShapeField>; open: boolean }

export interface ShapeField {
  label: string
  shape: Shape
  sample?: string
  /** Accepted when written, but not offered: ids and times of related records would bury what people look for. */
  isQuiet?: boolean
}

export const ANYTHING: Shape = { kind: 'any' }

/** How many relations a path may follow: `subject.policy.client.agent.first_name` follows three. */
const MAX_RELATIONS = 3

/** A record with its relations by name, as `subject` gives it. */
export function tableShape(table: HubTableName, relations = MAX_RELATIONS): Shape {
  const { singular, columns } = HUB_TABLES[table]
  const quiet = relations < MAX_RELATIONS ? { isQuiet: true } : {}
  const fields = new Map<string, ShapeField>()
  for (const column of columns) fields.set(column.name, columnField(column, quiet))
  for (const column of columns) {
    if (column.type !== 'record' || relations === 0) continue
    fields.set(column.relation, { label: column.label, shape: tableShape(column.table, relations - 1) })
  }
  fields.set('id', { label: `${singular} id`, shape: { kind: 'value', type: 'id' }, ...quiet })
  fields.set('created_at', { label: 'Created at', shape: { kind: 'value', type: 'datetime' }, ...quiet })
  fields.set('updated_at', { label: 'Updated at', shape: { kind: 'value', type: 'datetime' }, ...quiet })
  return { kind: 'record', name: singular, fields, open: false }
}

export function isTableName(name: string): name is HubTableName {
  return (HUB_TABLE_NAMES as readonly string[]).includes(name)
}

/** A catalog's schemas are asked for again at every node and every keystroke. */
const shapes = new WeakMap<JsonSchema, Shape>()

/** The shape that a JSON Schema describes; where it leaves a choice between unlike things, anything. */
export function schemaShape(schema: JsonSchema): Shape {
  const known = shapes.get(schema) ?? shapeIn(schema, schema)
  shapes.set(schema, known)
  return known
}

/** `first_name` → `First name`: for data that nobody gave a label. */
export function humanLabel(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function shapeIn(schema: JsonSchema, root: JsonSchema): Shape {
  const variants = rootPlace(schema, root).variants.filter(({ type }) => type !== undefined && type !== 'null')
  const [first] = variants
  if (!first) return ANYTHING
  if (variants.every((variant) => variant.type === 'object')) return recordShape(variants, root)
  if (variants.length > 1) return ANYTHING
  if (first.type === 'array')
    return { kind: 'list', item: isSchema(first.items) ? shapeIn(first.items, root) : ANYTHING }
  return { kind: 'value', type: valueType(first) }
}

function recordShape(variants: JsonSchema[], root: JsonSchema): Shape {
  const fields = new Map<string, ShapeField>()
  for (const variant of variants) {
    if (!isSchema(variant.properties)) continue
    for (const [key, property] of Object.entries(variant.properties)) {
      if (!isSchema(property) || fields.has(key)) continue
      const label = typeof property.title === 'string' ? property.title : humanLabel(key)
      fields.set(key, { label, shape: shapeIn(property, root) })
    }
  }
  return { kind: 'record', fields, open: variants.some((variant) => variant.additionalProperties !== false) }
}

function valueType(schema: JsonSchema): string {
  if (schema.type === 'integer') return 'number'
  if (schema.type !== 'string') return String(schema.type)
  if (schema.format === 'date-time') return 'datetime'
  return schema.format === 'date' || schema.format === 'email' ? schema.format : 'text'
}

function columnField(column: HubColumn, quiet: { isQuiet?: boolean }): ShapeField {
  if (column.type === 'record' || column.type === 'person') {
    return {
      label: column.type === 'person' ? column.label : `${column.label} id`,
      shape: { kind: 'value', type: 'id' },
      ...quiet,
    }
  }
  const type = column.type === 'choice' || column.type === 'multiline' ? 'text' : column.type
  const sample = SAMPLES[column.name]
  return { label: column.label, shape: { kind: 'value', type }, ...(sample === undefined ? {} : { sample }) }
}

/** What the data picker shows beside a column before any record was read. */
const SAMPLES: Record<string, string> = {
  first_name: 'Maria',
  last_name: 'Lopez',
  email: 'maria@example.com',
  phone: '+1 555 0100',
  birth_date: '1988-04-12',
  policy_number: 'POL-1042',
  carrier: 'Evergreen Mutual',
  product: 'Term Life 20',
  premium: '1234.5',
  amount: '310',
  status: 'pending',
  phase: 'interview',
  effective_date: '2026-03-01',
  renewal_date: '2027-03-01',
  due_date: '2026-03-15',
  name: 'First quarter',
  goal: '50000',
  current: '12500',
  milestone: '25',
  period_start: '2026-01-01',
  period_end: '2026-03-31',
}
