import { HUB_TABLES, type HubColumn, type HubTableName, type Json } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { type SQL, sql } from 'drizzle-orm'
import type { HubRecordView } from '../contract/records.ts'
import { KEPT_COLUMNS } from './tables.ts'
import { type RecordRef, titleFrom, titlesOf } from './titles.ts'

export type RecordRow = { id: string } & Record<string, unknown>

/** The columns of a record as a select list; raw values are turned into wire values by `toRecordViews`. */
export function recordColumns(table: HubTableName): SQL {
  const names = ['id', ...[...HUB_TABLES[table].columns, ...KEPT_COLUMNS].map((column) => column.name)]
  return sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  )
}

/** Rows as the wire has them, with the titles of all records that they point to from one query. */
export async function toRecordViews(tx: Transaction, table: HubTableName, rows: RecordRow[]): Promise<HubRecordView[]> {
  const { columns } = HUB_TABLES[table]
  const pointers = columns.flatMap((column) => (column.type === 'record' ? [column] : []))
  const refsOf = (row: RecordRow): (RecordRef & { column: string })[] =>
    pointers.flatMap((column) => {
      const id = row[column.name]
      return typeof id === 'string' ? [{ column: column.name, table: column.table, id }] : []
    })
  const titles = await titlesOf(tx, rows.flatMap(refsOf))
  return rows.map((row) => ({
    id: row.id,
    ...Object.fromEntries(
      [...columns, ...KEPT_COLUMNS].map((column) => [column.name, wireValue(column, row[column.name])]),
    ),
    title: titleFrom(
      table,
      HUB_TABLES[table].titleColumns.map((name) => textOf(row[name])),
    ),
    titles: Object.fromEntries(
      refsOf(row).flatMap((ref) => {
        const title = titles.get(`${ref.table}:${ref.id}`)
        return title === undefined ? [] : [[ref.column, title]]
      }),
    ),
  }))
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** Numerics come as text so that no digit is lost on the way; on the wire they are numbers. */
function wireValue(column: HubColumn, value: unknown): Json {
  if (value === null || value === undefined) return null
  if (column.type === 'number' || column.type === 'money') return Number(value)
  if (column.type === 'datetime') return new Date(String(value)).toISOString()
  if (column.type === 'boolean') return value === true
  return String(value)
}
