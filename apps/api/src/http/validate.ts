import { validator } from 'hono-openapi'
import type { z } from 'zod'
import { issueSentence } from './issue-sentence.ts'
import { HttpProblem, jsonPointer, notFound } from './problem.ts'

type Target = 'json' | 'query' | 'param'

/** Checks one part of the request at the door and describes it in the OpenAPI document; what it lets through is typed. */
export function validate<T extends Target, Schema extends z.ZodType>(target: T, schema: Schema) {
  return validator(target, schema, (result) => {
    if (result.success) return
    // An id that is none answers like one that does not exist.
    if (target === 'param') throw notFound()
    throw refuseInvalid(
      target,
      result.error.map((issue) => issue as z.core.$ZodIssue),
    )
  })
}

/** The refusal of a body or query that its schema does not take. */
export function refuseInvalid(target: Exclude<Target, 'param'>, issues: z.core.$ZodIssue[]): HttpProblem {
  return new HttpProblem(400, refusal(target, issues.length), { errors: issues.flatMap(inWords) })
}

function refusal(target: Target, count: number): string {
  const part = target === 'json' ? 'body' : 'query'
  return count === 1 ? `One thing in the ${part} is not right.` : `${count} things in the ${part} are not right.`
}

function inWords(issue: z.core.$ZodIssue): { pointer: string; detail: string; code: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...issue.path, key]),
      detail: `There is no field "${key}" here. Leave it out.`,
      code: 'unknown-field',
    }))
  }
  return [{ pointer: jsonPointer(issue.path), detail: issueSentence(issue), code: issue.code.replaceAll('_', '-') }]
}
