import { z } from 'zod'
import { HttpProblem } from './problem.ts'

/** The last row of a page, newest first: creation time in microseconds as Postgres writes it, and id. */
export interface Cursor {
  createdAt: string
  id: string
}

const CursorSchema = z.tuple([z.iso.datetime({ offset: true }), z.uuid()])

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.createdAt, cursor.id])).toString('base64url')
}

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
