import { RUN_STATUSES, type RunStatus } from '@hubflow/core'

/** The filters of the runs page, as the address bar keeps them. */
export interface RunSearch {
  subject?: string
  status?: RunStatus
  workflowId?: string
  version?: number
  /** The key of a cause of failures. */
  cause?: string
  /** Test runs, or all; without it real runs alone. */
  test?: 'true' | 'all'
  /** Calendar days in the user's zone. */
  from?: string
  to?: string
  q?: string
}

const DAY = /^\d{4}-\d\d-\d\d$/
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const SUBJECT = new RegExp(`^[a-z]+:${UUID}$`)
const CAUSE = new RegExp(`^${UUID}/[a-z-]+/[\\w-]{0,64}/`)

/** Keeps what makes sense of an address typed or shared by anyone. */
export function readRunSearch(search: Record<string, unknown>): RunSearch {
  const { subject, status, workflowId, version, cause, test, from, to, q } = search
  const known = RUN_STATUSES.find((candidate) => candidate === status)
  const number = Number(version)
  return {
    ...(typeof subject === 'string' && SUBJECT.test(subject) ? { subject } : {}),
    ...(known ? { status: known } : {}),
    ...(typeof workflowId === 'string' && workflowId ? { workflowId } : {}),
    ...(version !== null && Number.isInteger(number) && number >= 1 && number <= 1_000_000 ? { version: number } : {}),
    ...(typeof cause === 'string' && CAUSE.test(cause) ? { cause } : {}),
    ...(test === 'all' || test === 'true' ? { test } : {}),
    ...(typeof from === 'string' && DAY.test(from) ? { from } : {}),
    ...(typeof to === 'string' && DAY.test(to) ? { to } : {}),
    ...(typeof q === 'string' && q ? { q } : {}),
  }
}

/** The filters with some of them changed: what says nothing without the workflow goes with it. */
export function changeRunSearch(search: RunSearch, part: Partial<Record<keyof RunSearch, unknown>>): RunSearch {
  const isOther = 'workflowId' in part && part.workflowId !== search.workflowId
  return readRunSearch({ ...search, ...(isOther ? { version: undefined, cause: undefined } : {}), ...part })
}

/** From the first instant of `from` to the one that follows the last of `to`, as the API takes them. */
export function toRunFilter({ from, to, version, ...rest }: RunSearch) {
  return {
    ...rest,
    ...(version ? { version: String(version) } : {}),
    ...(from ? { from: startOf(from).toISOString() } : {}),
    ...(to ? { to: startOf(to, 1).toISOString() } : {}),
  }
}

/** Where a day begins in the user's zone, or one that follows it: not every day has 24 hours. */
function startOf(day: string, daysLater = 0): Date {
  const start = new Date(`${day}T00:00:00`)
  start.setDate(start.getDate() + daysLater)
  return start
}
