import type { Json } from '@hubflow/core'
import { calendarDay, exactTime } from './time.ts'
import { humanKey } from './words.ts'

/** One labelled value; a value that has parts carries them as `children`. */
export interface DataRow {
  key: string
  label: string
  kind: 'text' | 'id' | 'empty'
  text: string
  children?: DataRow[]
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/
const DAY = /^\d{4}-\d\d-\d\d$/

/** Any JSON as rows for people: keys as words, times in the user's zone, yes and no. */
export function rowsOf(data: Json): DataRow[] {
  if (data === null) return []
  if (Array.isArray(data)) return data.map((item, index) => rowOf(String(index), String(index + 1), item))
  if (typeof data === 'object') return Object.entries(data).map(([key, value]) => rowOf(key, humanKey(key), value))
  return [rowOf('value', 'Value', data)]
}

function rowOf(key: string, label: string, value: Json): DataRow {
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
      return { key, label, ...(value.length === 0 ? EMPTY_LIST : { kind: 'text', text: value.map(textOf).join(', ') }) }
    }
    const children = rowsOf(value)
    return children.length === 0 ? { key, label, ...EMPTY_LIST } : { key, label, kind: 'text', text: '', children }
  }
  if (value === null || value === '') return { key, label, kind: 'empty', text: 'empty' }
  return { key, label, kind: typeof value === 'string' && UUID.test(value) ? 'id' : 'text', text: textOf(value) }
}

const EMPTY_LIST = { kind: 'empty', text: 'none' } as const

function textOf(value: Json): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value !== 'string') return String(value)
  if (INSTANT.test(value)) return exactTime(new Date(value))
  if (DAY.test(value)) return calendarDay(value)
  return value
}
