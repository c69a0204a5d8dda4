import type { HubRecordView } from '@hubflow/api/client'
import type { HubColumn, HubTable, Json } from '@hubflow/core'

/** What the form holds while it is edited: text as typed, and switches. */
export type RecordValues = Record<string, string | boolean>

/** The columns that a person fills in. */
export function editableColumns(table: HubTable): HubColumn[] {
  return table.columns.filter((column) => column.readOnly !== true)
}

/** A form's beginning: the record's own values, or for a new one its defaults. */
export function valuesOf(table: HubTable, record: HubRecordView | null): RecordValues {
  return Object.fromEntries(editableColumns(table).map((column) => [column.name, startOf(column, record)]))
}

/** What to send: of a new record all that is filled in, of an old one all that was changed. */
export function bodyOf(table: HubTable, values: RecordValues, record: HubRecordView | null): Record<string, Json> {
  const before = valuesOf(table, record)
  const changed = editableColumns(table).filter(({ name }) =>
    record === null ? values[name] !== '' : values[name] !== before[name],
  )
  return Object.fromEntries(changed.map((column) => [column.name, sentValue(column, values[column.name] ?? '')]))
}

/** True when everything that the hub needs is filled in. */
export function isComplete(table: HubTable, values: RecordValues): boolean {
  return editableColumns(table).every(({ name, required }) => !required || values[name] !== '')
}

function startOf(column: HubColumn, record: HubRecordView | null): string | boolean {
  const value = record?.[column.name]
  if (column.type === 'boolean') return record === null ? column.name === 'active' : value === true
  if (record === null && column.type === 'choice') return column.options[0]?.value ?? ''
  return value === null || value === undefined ? '' : String(value)
}

function sentValue(column: HubColumn, value: string | boolean): Json {
  if (typeof value === 'boolean') return value
  if (value.trim() === '') return null
  return column.type === 'number' || column.type === 'money' ? Number(value) : value.trim()
}
