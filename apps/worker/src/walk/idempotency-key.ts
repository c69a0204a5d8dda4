import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Json, WorkflowNode } from '@hubflow/core'
import { postgresJson } from '../postgres-json.ts'
import type { RunState, StepRecord } from './run-state.ts'

/** The key of a step's first request; the same over automatic retries and after crashes. */
export function idempotencyKeyOf(run: Pick<RunState, 'id'>, node: Pick<WorkflowNode, 'id'>): string {
  return `${run.id}.${node.id}`
}

/**
 * The key for a request that was resolved just now. `before`: the step as a person lets it be tried again, with the request
 * that went out then. The same request keeps its key, so that another system does nothing twice; another one takes a key
 * of its own, which an answer to the old request cannot stand for.
 */
export function idempotencyKeyFor(
  run: Pick<RunState, 'id'>,
  node: Pick<WorkflowNode, 'id'>,
  before: Pick<StepRecord, 'input' | 'idempotencyKey'> | undefined,
  input: Json,
): string {
  const first = idempotencyKeyOf(run, node)
  if (!before) return first
  // As the database keeps it, which is what the old one is compared in.
  const stored = JSON.parse(postgresJson(input)) as Json
  if (isDeepStrictEqual(before.input, stored)) return before.idempotencyKey ?? first
  return `${first}.${createHash('sha256').update(canonical(stored)).digest('hex').slice(0, 16)}`
}

/** JSON in which equal values are equal texts, however their fields were ordered. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}
