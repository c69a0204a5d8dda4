import { sql } from 'drizzle-orm'
import { pgSchema, timestamp, uuid } from 'drizzle-orm/pg-core'

export const hubflow = pgSchema('hubflow')
export const hub = pgSchema('hub')

/** Ids are UUIDv7, time-ordered, so that new rows land on the same index pages. */
export const id = () => uuid().primaryKey().default(sql`hubflow.new_id()`)
/** A moment, in UTC, as a Date. */
export const moment = () => timestamp({ withTimezone: true, mode: 'date' })
export const createdAt = () => moment().notNull().default(sql`hubflow.now()`)
export const updatedAt = () => moment().notNull().default(sql`hubflow.now()`)
