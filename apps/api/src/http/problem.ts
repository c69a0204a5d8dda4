import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ProblemDetails } from '../contract/common.ts'

type FieldProblem = NonNullable<ProblemDetails['errors']>[number]

const TITLES: Record<number, string> = {
  400: 'The request is not valid',
  401: 'Sign in first',
  403: 'Not permitted',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported content',
  422: 'Not acceptable yet',
  429: 'Too many requests',
  500: 'Something went wrong',
  502: 'The run did not complete',
  503: 'Not available at the moment',
}

/** A refusal, thrown anywhere below a route and answered as RFC 9457 problem+json. `detail` is a sentence that says what to do. */
export class HttpProblem extends Error {
  readonly status: ContentfulStatusCode
  readonly errors: FieldProblem[] | undefined
  /** Further members of the answer, such as the newer draft of a conflict. */
  readonly members: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    status: ContentfulStatusCode,
    detail: string,
    more: {
      errors?: FieldProblem[]
      members?: Record<string, unknown>
      headers?: Record<string, string>
      cause?: unknown
    } = {},
  ) {
    super(detail, { cause: more.cause })
    this.name = 'HttpProblem'
    this.status = status
    this.errors = more.errors
    this.members = more.members ?? {}
    this.headers = more.headers ?? {}
  }

  toResponse(): Response {
    const body: ProblemDetails = {
      type: 'about:blank',
      title: TITLES[this.status] ?? 'Refused',
      status: this.status,
      detail: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
    }
    return new Response(JSON.stringify({ ...body, ...this.members }), {
      status: this.status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...this.headers },
    })
  }
}

/** The one answer for what is absent and for what the caller may not see: nothing may tell the two apart. */
export function notFound(): HttpProblem {
  return new HttpProblem(
    404,
    'There is nothing here that you can see. It may have been deleted, or the address is wrong.',
  )
}

export function tooMany(detail: string, retryAfterSeconds: number): HttpProblem {
  return new HttpProblem(429, detail, { headers: { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) } })
}

/** A path of keys as a JSON pointer: `['nodes', 1, 'config']` → `/nodes/1/config`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
