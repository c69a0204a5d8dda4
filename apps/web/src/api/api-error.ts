import type { ProblemDetails } from '@hubflow/api/client'

/** What the server refused, in its own words; `problem.status` 0 means that it was not reached at all. */
export class ApiError extends Error {
  readonly problem: ProblemDetails
  /** The whole answer: some problems carry extra members, such as the newer draft of a 409. */
  readonly body: unknown

  constructor(problem: ProblemDetails, body: unknown, options?: ErrorOptions) {
    super(problem.detail || problem.title, options)
    this.name = 'ApiError'
    this.problem = problem
    this.body = body
  }

  get status(): number {
    return this.problem.status
  }

  /** What the server says of one field of the request's body, by the field's name. */
  fieldErrors(): Record<string, string> {
    const errors = this.problem.errors ?? []
    return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.replace(/^\//, ''), detail]))
  }
}

export function unreachable(cause: unknown): ApiError {
  const detail = 'The server cannot be reached. Check your connection; this page goes on by itself when it is back.'
  const problem = { type: 'about:blank', title: 'No connection', status: 0, detail }
  return new ApiError(problem, null, { cause })
}

export async function refusalOf(response: { status: number; json(): Promise<unknown> }): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  return new ApiError(problemOf(body, response.status), body)
}

function problemOf(body: unknown, status: number): ProblemDetails {
  const given =
    typeof body === 'object' && body !== null ? (body as Partial<ProblemDetails> & { message?: string }) : {}
  return {
    type: given.type ?? 'about:blank',
    title: given.title ?? 'The server refused this',
    status,
    detail: given.detail ?? given.message ?? `The server answered with status ${status}. Try again in a moment.`,
    ...(given.errors ? { errors: given.errors } : {}),
  }
}
