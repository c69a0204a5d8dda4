import {
  HUB_TABLE_NAMES,
  HUB_TABLES,
  type HubColumn,
  type HubTableName,
  type Json,
  type JsonObject,
} from '@hubflow/core'
import { relatedRecordSql } from '@hubflow/db'
import { type HubRecord, type RecordChange, StepFailure } from '@hubflow/nodes'
import { postgresJson } from '../postgres-json.ts'
import type { Owner, OwnerGate } from './owner.ts'

const relatedSelects = new Map<HubTableName, string>(
  HUB_TABLE_NAMES.map((table) => [
    table,
    `select ${relatedRecordSql(table)} as record from hub.${table} t where t.id = $1`,
  ]),
)

/** A record with its relations by name; null when there is none that the owner may see. */
export async function readWithRelations(
  ask: OwnerGate,
  owner: Owner,
  table: HubTableName,
  id: string,
): Promise<JsonObject | null> {
  const text = relatedSelects.get(table)
  if (text === undefined) return null
  const { rows } = await ask<{ record: JsonObject }>(owner, (sql) => sql.unsafe(text, [id], { prepare: true }))
  return rows[0]?.record ?? null
}

/** A record's own columns; null when there is none that the owner may see. */
export async function readRecord(
  ask: OwnerGate,
  owner: Owner,
  table: HubTableName,
  id: string,
): Promise<HubRecord | null> {
  if (!HUB_TABLES[table] || !isId(id)) return null
  const { rows } = await ask<{ record: HubRecord }>(owner, (sql) =>
    sql.unsafe(`select to_jsonb(t) as record from hub.${table} t where t.id = $1`, [id], { prepare: true }),
  )
  return rows[0]?.record ?? null
}

/** Writes one column of the allow-list as the owner; false when nothing was written. */
export async function updateRecord(ask: OwnerGate, owner: Owner, change: RecordChange): Promise<boolean> {
  const column = writableColumn(change.table, change.column)
  if (!isId(change.id)) return false
  const value = postgresJson({ [column.name]: typed(column, change.value) })
  const cast = (parameter: string) => castTo(change.table, column, parameter)
  const update = `update hub.${change.table} set ${column.name} = ${cast('$2')} where id = $1`
  const guarded = change.ifValue !== undefined
  const text = guarded ? `${update} and ${column.name} is not distinct from ${cast('$3')}` : update
  const values = [change.id, value]
  if (change.ifValue !== undefined) values.push(postgresJson({ [column.name]: change.ifValue }))
  const { count } = await ask(owner, (sql) => sql.unsafe(text, values, { prepare: true }))
  return count === 1
}

/**
 * The value that `updateRecord` would leave; null where it would write nothing. The lock is the weakest that only who
 * may write the record is given; it goes with the transaction, and the record stays as it is.
 */
export async function tryUpdate(ask: OwnerGate, owner: Owner, change: RecordChange): Promise<{ after: Json } | null> {
  const column = writableColumn(change.table, change.column)
  if (!isId(change.id)) return null
  const value = postgresJson({ [column.name]: typed(column, change.value) })
  const text = `select to_jsonb(${castTo(change.table, column, '$2')}) as after from hub.${change.table} where id = $1 for key share`
  const { rows } = await ask<{ after: Json }>(owner, (sql) => sql.unsafe(text, [change.id, value], { prepare: true }))
  return rows[0] ?? null
}

/** Names come from the compiled list alone; the row type of the table gives the value its type. */
function castTo(table: HubTableName, column: HubColumn, parameter: string): string {
  return `(jsonb_populate_record(null::hub.${table}, ${parameter}::text::jsonb)).${column.name}`
}

function writableColumn(table: HubTableName, name: string): HubColumn {
  const known = HUB_TABLES[table]
  const column = known?.columns.find((candidate) => candidate.name === name && candidate.writable)
  if (!column)
    throw new StepFailure('not-permitted', `A workflow may not write “${name}” of “${table}”. Choose another field.`, {
      concerns: { kind: 'field', key: 'field' },
    })
  return column
}

/** The value as the column takes it, so that the database never refuses its type. */
function typed(column: HubColumn, value: Json): Json {
  if (value === null || value === '') return column.type === 'text' || column.type === 'multiline' ? value : null
  switch (column.type) {
    case 'boolean':
      if (value === true || value === 'true') return true
      if (value === false || value === 'false') return false
      throw wrongValue(column, value, 'true or false')
    case 'number':
    case 'money':
      if (Number.isFinite(Number(value)) && typeof value !== 'boolean') return Number(value)
      throw wrongValue(column, value, 'a number')
    case 'date':
      if (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && isDate(value.slice(0, 10)))
        return value.slice(0, 10)
      throw wrongValue(column, value, 'a date like 2026-03-31')
    case 'choice':
      if (column.options.some((option) => option.value === value)) return value
      throw wrongValue(column, value, `one of ${column.options.map((option) => option.value).join(', ')}`)
    default:
      return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function wrongValue(column: HubColumn, value: Json, right: string): StepFailure {
  return new StepFailure(
    'config-invalid',
    `“${column.label}” cannot be set to ${JSON.stringify(value)}. It takes ${right}.`,
    { concerns: { kind: 'field', key: 'value' } },
  )
}

/** The name as that of a hub table; null when it is none. */
export function asHubTable(name: string | null): HubTableName | null {
  return HUB_TABLE_NAMES.find((table) => table === name) ?? null
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}
