import type { AuditKind } from '@hubflow/api/client'

/** The filters of the audit log, as the address bar keeps them. */
export interface AuditSearch {
  personId?: string
  workflowId?: string
  kind?: AuditKind
  /** Calendar days in the user's zone. */
  from?: string
  to?: string
}

export const KIND_WORDS: Record<AuditKind, string> = {
  publishing: 'Published',
  editing: 'Edited',
  status: 'Paused, resumed, deleted',
  runs: 'Runs and failures',
  'sign-in': 'Signed in and out',
  people: 'People',
  settings: 'Settings and secrets',
}

const ID = /^[0-9a-f-]{36}$/
const DAY = /^\d{4}-\d\d-\d\d$/

/** Keeps what makes sense of an address typed or shared by anyone. */
export function readAuditSearch({ personId, workflowId, kind, from, to }: Record<string, unknown>): AuditSearch {
  return {
    ...(typeof personId === 'string' && ID.test(personId) ? { personId } : {}),
    ...(typeof workflowId === 'string' && ID.test(workflowId) ? { workflowId } : {}),
    ...(typeof kind === 'string' && isKind(kind) ? { kind } : {}),
    ...(typeof from === 'string' && DAY.test(from) ? { from } : {}),
    ...(typeof to === 'string' && DAY.test(to) ? { to } : {}),
  }
}

/** The first instant of `from` and the one after `to`, as the API takes them. */
export function toAuditFilter({ from, to, ...rest }: AuditSearch) {
  return {
    ...rest,
    ...(from ? { from: new Date(`${from}T00:00:00`).toISOString() } : {}),
    ...(to ? { to: new Date(`${to}T23:59:59.999`).toISOString() } : {}),
  }
}

function isKind(kind: string): kind is AuditKind {
  return Object.hasOwn(KIND_WORDS, kind)
}
