import { tables } from '@hubflow/db'
import { inArray, like, or, type SQL } from 'drizzle-orm'
import type { AuditKind } from '../contract/audit.ts'

const { action } = tables.auditLog

const starts = (prefix: string) => like(action, `${prefix}.%`)

/** Which entries are of a kind. */
export const OF_KIND: Record<AuditKind, SQL | undefined> = {
  publishing: inArray(action, ['workflow.published', 'workflow.version-restored']),
  editing: inArray(action, [
    'workflow.created',
    'workflow.imported',
    'workflow.duplicated',
    'workflow.edited',
    'workflow.details-changed',
    'workflow.webhook-rotated',
  ]),
  status: inArray(action, [
    'workflow.status-changed',
    'workflow.paused',
    'workflow.deleted',
    'workflow.restored',
    'workflow.purged',
    'workflow.owner-changed',
  ]),
  runs: or(starts('run'), starts('failure'), starts('email'), inArray(action, ['workflow.run-by-hand'])),
  'sign-in': or(starts('session'), inArray(action, ['person.signed-in', 'person.signed-out', 'sign-in.refused'])),
  people: inArray(action, [
    'person.added',
    'person.invited',
    'person.disabled',
    'person.enabled',
    'person.role-changed',
  ]),
  settings: or(
    ...['setting', 'secret', 'event-type', 'address', 'alert', 'email-template', 'api-key'].map((of) => starts(of)),
  ),
}
