import { HUB_TABLE_NAMES, HUB_TABLES, type HubColumn, type HubTableName } from '@hubflow/core'
import { tables } from '@hubflow/db'
import type { PgTable } from 'drizzle-orm/pg-core'

/**
 * The compiled map from names on the wire to tables of the database: what is not in it cannot be reached, and no
 * identifier of a query is ever taken from input.
 */
export const HUB_PG_TABLES = {
  agents: tables.agents,
  clients: tables.clients,
  policies: tables.policies,
  commissions: tables.commissions,
  recruits: tables.recruits,
  targets: tables.targets,
} satisfies Record<HubTableName, PgTable>

/** Columns that every table has and the database keeps. */
export const KEPT_COLUMNS: HubColumn[] = [
  { name: 'created_at', label: 'Created at', type: 'datetime', readOnly: true },
  { name: 'updated_at', label: 'Updated at', type: 'datetime', readOnly: true },
]

export function isHubTable(name: string): name is HubTableName {
  return (HUB_TABLE_NAMES as readonly string[]).includes(name)
}

/** The column's own entry, or undefined: names come from input and are only ever looked up. */
export function columnOf(table: HubTableName, name: string): HubColumn | undefined {
  return HUB_TABLES[table].columns.find((column) => column.name === name)
}

/** What is no id of a record is never asked the database for: it would be an error there. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
