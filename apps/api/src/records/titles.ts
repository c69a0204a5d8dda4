import { HUB_TABLES, type HubTableName } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { type SQL, sql } from 'drizzle-orm'
import { columnOf, HUB_PG_TABLES } from './tables.ts'

export interface RecordRef {
  table: HubTableName
  id: string
}

/** Titles by `<table>:<id>`; a record that is gone, or not the caller's to see, has none. */
export type Titles = Map<string, string>

/** What names each record in a list, for records of any tables in one query. */
export async function titlesOf(tx: Transaction, refs: RecordRef[]): Promise<Titles> {
  const idsByTable = Map.groupBy(refs, (ref) => ref.table)
  if (idsByTable.size === 0) return new Map()
  const parts = [...idsByTable].map(([table, ofTable]) => partsQuery(table, [...new Set(ofTable.map((ref) => ref.id))]))
  const rows = await tx.execute<{ table: HubTableName; id: string; parts: (string | null)[] }>(
    sql.join(parts, sql` union all `),
  )
  return new Map(rows.map((row) => [`${row.table}:${row.id}`, titleFrom(row.table, row.parts)]))
}

/** A title from the values of the table's title columns, in their order; choices by their labels. */
export function titleFrom(table: HubTableName, values: (string | null)[]): string {
  return HUB_TABLES[table].titleColumns
    .map((name, index) => {
      const column = columnOf(table, name)
      const value = values[index] ?? ''
      return column?.type === 'choice'
        ? (column.options.find((option) => option.value === value)?.label ?? value)
        : value
    })
    .filter((part) => part !== '')
    .join(' ')
}

function partsQuery(table: HubTableName, ids: string[]): SQL {
  const columns = HUB_TABLES[table].titleColumns.map((name) => sql`${sql.identifier(name)}::text`)
  return sql`select ${table}::text as "table", id, array[${sql.join(columns, sql`, `)}] as parts
    from ${HUB_PG_TABLES[table]} where id in (${sql.join(
      ids.map((id) => sql`${id}::uuid`),
      sql`, `,
    )})`
}
