import type { HubTableName } from '@hubflow/core'
import { type SQL, sql } from 'drizzle-orm'
import { type Cursor, isBefore } from '../http/cursor.ts'
import { HttpProblem } from '../http/problem.ts'
import { columnOf, HUB_PG_TABLES, KEPT_COLUMNS } from './tables.ts'

/** What a list is ordered by, and which rows come after the cursor in that order; what is not set comes last. */
export function orderOf(
  table: HubTableName,
  sort: string | undefined,
  cursor: Cursor | null,
): { by: SQL; isAfter: SQL } {
  if (sort === undefined) {
    return { by: sql`created_at desc, id`, isAfter: isBefore(cursor, sql`created_at`, sql`id`) }
  }
  const isDown = sort.startsWith('-')
  const name = sort.replace('-', '')
  const known = columnOf(table, name) ?? KEPT_COLUMNS.find((column) => column.name === name)
  if (known === undefined || known.type === 'record' || known.type === 'person') throw unsortable(name)
  const column = sql.identifier(known.name)
  const by = sql`${column} ${sql.raw(isDown ? 'desc' : 'asc')} nulls last, id`
  if (cursor === null) return { by, isAfter: sql`true` }
  // The last row's own value is looked up, so that a cursor needs to hold no value of any type.
  const last = sql`(select ${column} from ${HUB_PG_TABLES[table]} where id = ${cursor.id})`
  const isFurther = sql`${column} ${sql.raw(isDown ? '<' : '>')} ${last}`
  const isAfter = sql`case when ${last} is null then ${column} is null and id > ${cursor.id}::uuid
    else ${column} is null or ${isFurther} or (${column} = ${last} and id > ${cursor.id}::uuid) end`
  return { by, isAfter }
}

function unsortable(name: string): HttpProblem {
  return new HttpProblem(400, `Records cannot be sorted by "${name}". Choose another column.`, {
    errors: [{ pointer: '/sort', detail: 'Name a column of this table.', code: 'sort-unknown' }],
  })
}
