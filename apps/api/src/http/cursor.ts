import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { z } from 'zod'
import { HttpProblem } from './problem.ts'

/** The last row of a page, newest first: its creation time in microseconds (a Date would lose three digits), and id. */
export interface Cursor {
  createdAt: string
  id: string
}

const CursorSchema = z.tuple([z.iso.datetime(), z.uuid()])

export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null
  try {
    const [createdAt, id] = CursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { createdAt, id }
  } catch (cause) {
    throw new HttpProblem(400, 'This cursor is not one of ours. Leave it out to begin at the first page.', {
      errors: [{ pointer: '/cursor', detail: 'Use the nextCursor of the page before.', code: 'cursor-invalid' }],
      cause,
    })
  }
}

/** The rows of one page out of a query for one more than the page holds. */
export function pageOf<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => Cursor) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? writeCursor(cursorOf(last)) : null
  return { rows: page, nextCursor }
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.createdAt, cursor.id])).toString('base64url')
}

/** A moment as the cursor holds it. */
export function cursorText(moment: SQLWrapper): SQL<string> {
  return sql<string>`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** Rows that come after the cursor in the order `created_at desc, id`: the form that an index on both can follow. */
export function isBefore(cursor: Cursor | null, createdAt: SQLWrapper, id: SQLWrapper): SQL {
  if (cursor === null) return sql`true`
  const at = sql`${cursor.createdAt}::timestamptz`
  return sql`(${createdAt} <= ${at} and (${createdAt} < ${at} or ${id} > ${cursor.id}::uuid))`
}
