import { describeRoute, resolver } from 'hono-openapi'
import type { z } from 'zod'
import { ProblemDetails } from '../contract/common.ts'

type Answers = { [status: number]: z.ZodType | string }

const PROBLEMS: Record<number, string> = {
  400: 'The request is not valid; `errors` names the fields.',
  401: 'No identity: sign in, or send an API key.',
  404: 'Absent, or not visible to the caller.',
  403: 'The role does not permit it.',
  409: 'In conflict with the present state; `detail` says why.',
  415: 'A content type that is not taken.',
  422: 'Understood, but not acceptable; `errors` names what to mend.',
}

/**
 * Puts a route into the OpenAPI document: what it does, and its answers (a schema, or a sentence where there is no JSON).
 * `bodies`, by content type, where none is checked by `validate`.
 */
export function describe(
  tag: string,
  summary: string,
  answers: Answers,
  problems: number[] = [],
  bodies: { [contentType: string]: z.ZodType } | null = null,
) {
  return describeRoute({
    summary,
    tags: [tag],
    ...(bodies === null ? {} : { requestBody: { required: true, content: contentOf(bodies) } }),
    responses: Object.fromEntries([
      ...Object.entries(answers).map(([status, answer]) => [
        status,
        typeof answer === 'string'
          ? { description: answer }
          : { description: 'Done', content: { 'application/json': { schema: resolver(answer) } } },
      ]),
      ...[400, 401, ...problems].map((status) => [
        String(status),
        {
          description: PROBLEMS[status] ?? 'Refused',
          content: { 'application/problem+json': { schema: resolver(ProblemDetails) } },
        },
      ]),
    ]),
  })
}

function contentOf(bodies: { [contentType: string]: z.ZodType }) {
  return Object.fromEntries(Object.entries(bodies).map(([type, schema]) => [type, { schema: resolver(schema) }]))
}
