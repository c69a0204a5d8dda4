import type { JsonObject } from '@hubflow/core'
import { relatedRecordSql, type Transaction, tables } from '@hubflow/db'
import { and, desc, eq, sql } from 'drizzle-orm'
import { findEventType } from '../catalog/event-types.ts'
import { HUB_PG_TABLES, isHubTable, UUID } from '../records/tables.ts'

const { events } = tables

/** An event that happened, and the record that it is about. */
export interface RecordedEvent {
  id: string
  at: Date
  data: JsonObject
  subject?: { table: string; id: string }
}

/** Events of a type in the last `days`, newest first; `isCapped` where there are more than `most`. */
export async function recordedEvents(
  tx: Transaction,
  type: string,
  { days, most }: { days: number; most: number },
): Promise<{ looked: RecordedEvent[]; isCapped: boolean }> {
  const eventType = await findEventType(tx, type)
  const recorded = await tx
    .select({ id: events.id, data: events.data, at: events.occurredAt })
    .from(events)
    .where(and(eq(events.type, type), sql`${events.occurredAt} > hubflow.now() - make_interval(days => ${days})`))
    .orderBy(desc(events.occurredAt))
    .limit(most + 1)
  const looked = recorded.slice(0, most).map(({ id, data, at }): RecordedEvent => {
    const subjectId = eventType?.subjectKey ? data[eventType.subjectKey] : undefined
    const subject =
      eventType?.subjectTable && typeof subjectId === 'string' ? { table: eventType.subjectTable, id: subjectId } : null
    return { id, data, at, ...(subject ? { subject } : {}) }
  })
  return { looked, isCapped: recorded.length > most }
}

/** By id, each with its relations, as the caller may see them. */
export async function readSubjects(
  tx: Transaction,
  about: readonly Pick<RecordedEvent, 'subject'>[],
): Promise<Map<string | undefined, JsonObject>> {
  const table = about.find(({ subject }) => subject)?.subject?.table
  if (table === undefined || !isHubTable(table)) return new Map()
  const ids = [...new Set(about.flatMap(({ subject }) => (subject && UUID.test(subject.id) ? [subject.id] : [])))]
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{ id: string; record: JsonObject }>(
    sql`select t.id, ${sql.raw(relatedRecordSql(table))} as record from ${HUB_PG_TABLES[table]} t
      where t.id in (${sql.join(
        ids.map((id) => sql`${id}::uuid`),
        sql`, `,
      )})`,
  )
  return new Map(rows.map(({ id, record }) => [id, record]))
}
