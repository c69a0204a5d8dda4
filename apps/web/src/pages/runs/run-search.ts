import { RUN_STATUSES, type RunStatus } from '@hubflow/core'

/** The filters of the runs page, as the address bar keeps them. */
export interface RunSearch {
  status?: RunStatus
  workflowId?: string
  q?: string
  /** Calendar days in the user's zone. */
  from?: string
  to?: string
  subject?: string
  /** Test runs, or all; without it real runs alone. */
  test?: 'true' | 'all'
}

const DAY = /^\d{4}-\d\d-\d\d$/
const SUBJECT = /^[a-z]+:[0-9a-f-]{36}$/

/** Keeps what makes sense of an address typed or shared by anyone. */
export function readRunSearch(search: Record<string, unknown>): RunSearch {
  const { status, workflowId, q, from, to, subject, test } = search
  const known = RUN_STATUSES.find((candidate) => candidate === status)
  return {
    ...(known ? { status: known } : {}),
    ...(typeof workflowId === 'string' && workflowId ? { workflowId } : {}),
    ...(typeof q === 'string' && q ? { q } : {}),
    ...(typeof from === 'string' && DAY.test(from) ? { from } : {}),
    ...(typeof to === 'string' && DAY.test(to) ? { to } : {}),
    ...(typeof subject === 'string' && SUBJECT.test(subject) ? { subject } : {}),
    ...(test === 'all' || test === 'true' ? { test } : {}),
  }
}

/** The first instant of `from` and the last of `to`, as the API takes them. */
export function toRunFilter({ from, to, ...rest }: RunSearch) {
  return {
    ...rest,
    ...(from ? { from: new Date(`${from}T00:00:00`).toISOString() } : {}),
    ...(to ? { to: new Date(`${to}T23:59:59.999`).toISOString() } : {}),
  }
}
