import type { ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { databaseFault, isUnreachable } from './database-fault.ts'
import { HttpProblem, notFound } from './problem.ts'

/** The one place where an error becomes an answer. What is not a refusal of ours is logged whole and answered bare. */
export function answerErrors(log: Logger): ErrorHandler {
  return (error, c) => {
    const problem = problemOf(error)
    if (problem.status >= 500) log.error({ err: error, method: c.req.method, path: c.req.path }, 'request failed')
    return problem.toResponse()
  }
}

export const answerNotFound: NotFoundHandler = () => notFound().toResponse()

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  if (error instanceof HTTPException && error.status === 400) {
    return new HttpProblem(
      400,
      'The body is not JSON that can be read. Check it for a missing quote, comma or bracket.',
    )
  }
  const fault = databaseFault(error)
  if (fault !== null && isUnreachable(fault)) {
    return new HttpProblem(503, 'The database cannot be reached at the moment. Try again in a few seconds.', {
      headers: { 'retry-after': '2' },
    })
  }
  // Row-level security or a missing grant: the database knows the caller's rights best.
  if (fault?.code === '42501') return new HttpProblem(403, 'Your role does not permit this. Ask an admin.')
  // Class 22: text or JSON that PostgreSQL cannot keep, such as the NUL character or half of a surrogate pair.
  if (fault?.code.startsWith('22')) {
    return new HttpProblem(
      400,
      'A value in the request cannot be stored. Check its texts for characters that are none.',
    )
  }
  return new HttpProblem(500, 'Something went wrong on our side. It has been written down; try again later.')
}
