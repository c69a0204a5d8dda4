import type { Definition } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { Caller } from '../http/env.ts'

/** What one person saves within this time is one spell of editing, if nobody else edits or publishes meanwhile. */
const SPELL_MINUTES = 60

/**
 * Notes that a draft is about to be replaced, with what it was: once a spell, however often it is saved. What came of the
 * spell is what the next one began with, or the draft as it is.
 */
export async function noteEdit(tx: Transaction, caller: Caller, id: string, definition: Definition): Promise<void> {
  await tx.execute(sql`
    insert into hubflow.audit_log (user_id, action, object_type, object_id, detail)
    select ${caller.id}::uuid, 'workflow.edited', 'workflow', w.id,
      jsonb_build_object('revision', w.draft_revision, 'definitionBefore', w.draft)
    from hubflow.workflows w
    where w.id = ${id} and w.deleted_at is null and w.draft <> ${JSON.stringify(definition)}::text::jsonb
      and not exists (
        select from (
          select entry.user_id, entry.action, entry.created_at from hubflow.audit_log entry
          where entry.workflow_id = w.id
            and entry.action in ('workflow.edited', 'workflow.published', 'workflow.version-restored')
          order by entry.created_at desc, entry.id limit 1) last
        where last.action = 'workflow.edited' and last.user_id = ${caller.id}::uuid
          and last.created_at > hubflow.now() - make_interval(mins => ${SPELL_MINUTES}))`)
}

/** As `noteEdit`, of an old version that becomes the draft: an entry each time. */
export async function noteVersionRestored(
  tx: Transaction,
  caller: Caller,
  { id, version }: { id: string; version: number },
): Promise<void> {
  await tx.execute(sql`
    insert into hubflow.audit_log (user_id, action, object_type, object_id, detail)
    select ${caller.id}::uuid, 'workflow.version-restored', 'workflow', w.id,
      jsonb_build_object('version', ${version}::int, 'definitionBefore', w.draft)
    from hubflow.workflows w where w.id = ${id} and w.deleted_at is null`)
}
