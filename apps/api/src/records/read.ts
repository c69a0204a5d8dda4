import { HUB_TABLES, type HubTableName } from '@hubflow/core'
import { asPerson } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { HubRecordList, HubRecordView, ListHubRecords } from '../contract/records.ts'
import { cursorText, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import { containing } from '../http/search-text.ts'
import type { Services } from '../services.ts'
import { orderOf } from './order.ts'
import { HUB_PG_TABLES } from './tables.ts'
import { type RecordRow, recordColumns, toRecordViews } from './view.ts'

const SEARCHED_TYPES = new Set(['text', 'email', 'multiline', 'choice'])

export async function listRecords(
  services: Services,
  caller: Caller,
  table: HubTableName,
  query: z.output<typeof ListHubRecords>,
): Promise<z.output<typeof HubRecordList>> {
  const order = orderOf(table, query.sort, readCursor(query.cursor))
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx.execute<RecordRow & { cursor: string }>(sql`
      select ${recordColumns(table)}, ${cursorText(sql`created_at`)} as cursor
      from ${HUB_PG_TABLES[table]}
      where ${query.q === undefined ? sql`true` : matches(table, query.q)} and ${order.isAfter}
      order by ${order.by}
      limit ${query.limit + 1}`)
    const page = pageOf([...rows], query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    return { items: await toRecordViews(tx, table, page.rows), nextCursor: page.nextCursor }
  })
}

export async function readRecord(
  services: Services,
  caller: Caller,
  ref: { table: HubTableName; id: string },
): Promise<HubRecordView> {
  return asPerson(services.database, caller.id, async (tx) => {
    const rows = await tx.execute<RecordRow>(
      sql`select ${recordColumns(ref.table)} from ${HUB_PG_TABLES[ref.table]} where id = ${ref.id}`,
    )
    const [view] = await toRecordViews(tx, ref.table, [...rows])
    if (!view) throw notFound()
    return view
  })
}

/** All words of the search somewhere in the record's texts, so that "Ann Lee" finds first and last name. */
function matches(table: HubTableName, q: string) {
  const texts = HUB_TABLES[table].columns.filter((column) => SEARCHED_TYPES.has(column.type))
  const whole = sql`concat_ws(' ', ${sql.join(
    texts.map((column) => sql`${sql.identifier(column.name)}::text`),
    sql`, `,
  )})`
  const words = q.split(/\s+/).filter((word) => word !== '')
  return sql.join([sql`true`, ...words.map((word) => sql`${whole} ilike ${containing(word)}`)], sql` and `)
}
