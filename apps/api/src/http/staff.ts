import { type SQL, sql } from 'drizzle-orm'

/**
 * Whether staff asks. A policy is asked of every row, also where the answer is no each time; as a condition of the query
 * itself it is asked once, and for an agent nothing is read.
 */
export const isStaff: SQL = sql`(select hubflow.is_staff())`
