import type { Definition } from '@hubflow/core'
import { asPerson } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { AuditChange } from '../contract/audit.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

interface Sides extends Record<string, unknown> {
  before: Definition | null
  after: Definition | null
}

/**
 * The workflow before and after an entry. What was published is compared with what was live until then; an editing spell
 * ends where the next one begins, or with the draft as it is.
 */
export async function readChange(services: Services, caller: Caller, id: string): Promise<AuditChange> {
  return asPerson(services.database, caller.id, async (tx) => {
    const [sides] = await tx.execute<Sides>(sql`
      select before.definition as before, after.definition as after
      from hubflow.audit_log entry
      cross join lateral (select (entry.detail ->> 'version')::int as version,
        coalesce((entry.detail ->> 'from')::int, (entry.detail ->> 'version')::int - 1) as earlier) published
      left join lateral (
        select definition from hubflow.workflow_versions v
        where entry.action = 'workflow.published' and v.workflow_id = entry.workflow_id and v.version = published.earlier
        union all
        select entry.detail -> 'definitionBefore' where entry.detail ? 'definitionBefore') before on true
      left join lateral (
        select definition from hubflow.workflow_versions v
        where entry.action = 'workflow.published' and v.workflow_id = entry.workflow_id and v.version = published.version
        union all
        select coalesce(
          (select later.detail -> 'definitionBefore' from hubflow.audit_log later
            where later.workflow_id = entry.workflow_id and later.created_at >= entry.created_at and later.id <> entry.id
              and (later.created_at, later.id) > (entry.created_at, entry.id) and later.detail ? 'definitionBefore'
            order by later.created_at, later.id limit 1),
          (select draft from hubflow.workflows w where w.id = entry.workflow_id))
        where entry.detail ? 'definitionBefore') after on true
      where entry.id = ${id}`)
    if (!sides?.after) throw notFound()
    return { before: sides.before, after: sides.after }
  })
}
