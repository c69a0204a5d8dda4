import { HUB_TABLES, type HubTableName, type Json } from '@hubflow/core'
import { asPerson } from '@hubflow/db'
import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { ReadTimeline, Timeline, TimelineItem } from '../contract/timeline.ts'
import { type Cursor, cursorText, isBefore, pageOf, readCursor } from '../http/cursor.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { withBelongings } from './belongings.ts'
import { HUB_PG_TABLES, UUID } from './tables.ts'
import { type RecordRef, type Titles, titlesOf } from './titles.ts'

type Change = Extract<TimelineItem, { kind: 'change' }>
type Run = Extract<TimelineItem, { kind: 'run' }>
type Values = Record<string, Json>
interface Row extends Record<string, unknown> {
  id: string
  cursor: string
  body:
    | Exclude<TimelineItem, Change | Run>
    | (Omit<Run, 'about'> & { about: RecordRef })
    | (Omit<Change, 'fields'> & { old: Values | null; new: Values | null })
}

/** What happened to a record and because of it, newest first, as far as the caller may see each part. */
export async function readTimeline(
  services: Services,
  caller: Caller,
  ref: RecordRef,
  query: z.output<typeof ReadTimeline>,
): Promise<z.output<typeof Timeline>> {
  const cursor = readCursor(query.cursor)
  const most = query.limit + 1
  return asPerson(services.database, caller.id, async (tx) => {
    const visible = await tx.execute(sql`select from ${HUB_PG_TABLES[ref.table]} where id = ${ref.id}`)
    if (visible.length === 0) throw notFound()
    const sources = [changes, hubEvents, otherEvents, runs, emails, notifications]
    const rows = await tx.execute<Row>(sql`
      select id, ${cursorText(sql`at`)} as cursor, body from (${sql.join(
        sources.map((source) => sql`(${source(ref, cursor)} order by at desc, id limit ${most})`),
        sql` union all `,
      )}) happened
      order by at desc, id limit ${most}`)
    const page = pageOf([...rows], query.limit, (row) => ({ createdAt: row.cursor, id: row.id }))
    const titles = await titlesOf(tx, page.rows.flatMap(pointedTo(ref)))
    const items = page.rows.map(({ id, cursor: at, body }) => toItem(ref, { ...body, id, at: toMillis(at) }, titles))
    return { items, nextCursor: page.nextCursor }
  })
}

type Source = (ref: RecordRef, cursor: Cursor | null) => SQL

const changes: Source = ({ table, id }, cursor) => sql`
  select change.id, change.changed_at as at, jsonb_build_object('kind', 'change', 'operation', change.operation,
    'by', case when change.changed_by is not null then jsonb_build_object('id', change.changed_by, 'name', person.name) end,
    'workflow', case when change.chain_depth > 0 then
      jsonb_build_object('id', change.chain -> -1 -> 'workflowId', 'name', change.chain -> -1 -> 'name') end,
    'old', change.old, 'new', change.new) as body
  from hub.changes change left join hubflow.user_profiles person on person.id = change.changed_by
  where change.table_name = ${table} and change.record_id = ${id}
    and ${isBefore(cursor, sql`change.changed_at`, sql`change.id`)}`

/** An event names the change that it follows from, the hub's own by its id alone. */
const hubEvents: Source = ({ table, id }, cursor) => sql`
  select event.id, event.occurred_at as at, ${eventBody} as body
  from hub.changes change
  cross join lateral (
    select change.id::text as source_id
    union all
    select change.id || ':' || watched.name from hubflow.trigger_event_types watched
    where watched.watch ->> 'table' = ${table}) made
  join hubflow.events event on event.source = 'hub' and event.source_id = made.source_id
  left join hubflow.trigger_event_types type on type.name = event.type
  where change.table_name = ${table} and change.record_id = ${id}
    and ${isBefore(cursor, sql`event.occurred_at`, sql`event.id`)}`

/** Events that other systems sent are found by what they decided. */
const otherEvents: Source = ({ table, id }, cursor) => sql`
  select event.id, event.occurred_at as at, ${eventBody} as body
  from hubflow.events event left join hubflow.trigger_event_types type on type.name = event.type
  where event.source <> 'hub' and event.id in (
      select event_id from hubflow.trigger_decisions where subject_table = ${table} and subject_id = ${id})
    and ${isBefore(cursor, sql`event.occurred_at`, sql`event.id`)}`

const eventBody = sql`jsonb_build_object('kind', 'event', 'type', event.type, 'title', coalesce(type.title, event.type))`

function isOurs(ref: RecordRef): SQL {
  const belongings = withBelongings(ref)
  return belongings === null
    ? sql`run.subject_table = ${ref.table} and run.subject_id = ${ref.id} and not run.is_test`
    : sql`run.subject_id in ${belongings} and not run.is_test`
}

const runs: Source = (ref, cursor) => sql`
  select run.id, run.created_at as at, jsonb_build_object('kind', 'run', 'status', run.status,
    'workflow', jsonb_build_object('id', workflow.id, 'name', workflow.name),
    'eventTitle', coalesce(type.title, event.type),
    'about', jsonb_build_object('table', run.subject_table, 'id', run.subject_id)) as body
  from hubflow.workflow_runs run
  join hubflow.workflows workflow on workflow.id = run.workflow_id
  left join hubflow.events event on event.id = run.event_id
  left join hubflow.trigger_event_types type on type.name = event.type
  where ${isOurs(ref)} and ${isBefore(cursor, sql`run.created_at`, sql`run.id`)}`

const emails: Source = (ref, cursor) => sql`
  select email.id, email.created_at as at, jsonb_build_object('kind', 'email', 'subject', email.subject,
    'to', email.to_address, 'status', email.status, 'runId', email.run_id) as body
  from hubflow.workflow_runs run join hubflow.email_queue email on email.run_id = run.id
  where ${isOurs(ref)} and ${isBefore(cursor, sql`email.created_at`, sql`email.id`)}`

const notifications: Source = (ref, cursor) => sql`
  select notice.id, notice.created_at as at,
    jsonb_build_object('kind', 'notification', 'title', notice.title, 'runId', notice.run_id) as body
  from hubflow.workflow_runs run join hubflow.notifications notice on notice.run_id = run.id
  where ${isOurs(ref)} and ${isBefore(cursor, sql`notice.created_at`, sql`notice.id`)}`

function toMillis(at: string): string {
  return new Date(at).toISOString()
}

/** Columns of a change that differ; of a new record all that are set. */
function changedColumns(table: HubTableName, { old, new: now }: { old: Values | null; new: Values | null }) {
  return HUB_TABLES[table].columns.flatMap((column) => {
    const [before, after] = [old?.[column.name] ?? null, now?.[column.name] ?? null]
    return before === after ? [] : [{ column, before, after }]
  })
}

function pointedTo({ table, id }: RecordRef) {
  return ({ body }: Row): RecordRef[] => {
    if (body.kind === 'run' && body.about.id !== id) return [body.about]
    if (body.kind !== 'change') return []
    return changedColumns(table, body).flatMap(({ column, before, after }) =>
      column.type === 'record'
        ? [before, after].flatMap((id) =>
            typeof id === 'string' && UUID.test(id) ? [{ table: column.table, id }] : [],
          )
        : [],
    )
  }
}

function toItem({ table, id }: RecordRef, body: Row['body'], titles: Titles): TimelineItem {
  if (body.kind === 'run') {
    const { about } = body
    return { ...body, about: about.id === id ? null : (titles.get(`${about.table}:${about.id}`) ?? null) }
  }
  if (body.kind !== 'change') return body
  const { old, new: now, ...change } = body
  const fields = changedColumns(table, { old, new: now }).map(({ column, before, after }) => {
    // Of columns that are only watched, the log keeps a hash.
    const isKnown = ![before, after].some((value) => typeof value === 'string' && HASH.test(value))
    const named = (value: Json) =>
      column.type === 'record' && value !== null
        ? (titles.get(`${column.table}:${value}`) ?? 'a record that is gone')
        : value
    return {
      column: column.name,
      before: isKnown ? named(before) : null,
      after: isKnown ? named(after) : null,
      isKnown,
    }
  })
  return { ...change, fields }
}

const HASH = /^[0-9a-f]{32}$/
