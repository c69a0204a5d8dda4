import type { Json } from './run.ts'
import { ANYTHING, humanLabel, type Shape, type ShapeField } from './shape.ts'

const MOST_FIELDS = 200
const LONGEST_SAMPLE = 200
/** Deeper than anything that is offered; a sample may be nested up to the limit of a body. */
const DEEPEST = 6

/** What one example shows of data: other examples may hold more, so its records are open. */
export function sampleField(label: string, value: Json, depth = 0): ShapeField {
  const shape = shapeOf(value, depth)
  const isText = shape.kind === 'value' && value !== null
  return { label, shape, ...(isText ? { sample: String(value).slice(0, LONGEST_SAMPLE) } : {}) }
}

function shapeOf(value: Json, depth: number): Shape {
  if (value === null || depth > DEEPEST) return ANYTHING
  if (Array.isArray(value)) {
    const [first] = value
    return { kind: 'list', item: first === undefined ? ANYTHING : shapeOf(first, depth + 1) }
  }
  if (typeof value !== 'object') return { kind: 'value', type: typeOf(value) }
  const entries = Object.entries(value).slice(0, MOST_FIELDS)
  const fields = entries.map(([key, inner]): [string, ShapeField] => [
    key,
    sampleField(humanLabel(key), inner, depth + 1),
  ])
  return { kind: 'record', fields: new Map(fields), open: true }
}

function typeOf(value: string | number | boolean): string {
  if (typeof value !== 'string') return typeof value
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return 'email'
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return 'date'
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? 'datetime' : 'text'
}
