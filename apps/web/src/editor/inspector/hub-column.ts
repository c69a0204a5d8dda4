import { HUB_TABLES, type HubColumn, type HubTableName } from '@hubflow/core'

/** The columns that a workflow may write, of the table that a neighbouring field names. */
export function writableColumns(owner: Readonly<Record<string, unknown>>): HubColumn[] {
  const table = owner.table
  if (typeof table !== 'string' || !Object.hasOwn(HUB_TABLES, table)) return []
  return HUB_TABLES[table as HubTableName].columns.filter(({ writable }) => writable)
}
