import type { NotificationKind } from '@hubflow/core'
import { postgresJson } from '../postgres-json.ts'
import type { Statements } from '../statements.ts'

/** Something that the owner of a workflow should know. */
export interface Notice {
  workflowId: string
  runId: string
  nodeId: string | null
  kind: NotificationKind
  title: string
  message: string
  link: string
  /** Nobody is told twice under the same key. */
  key: string
}

/** Tells the owners, in the transaction of `sql`; where an owner's account is disabled, the admins instead. */
export async function tell(sql: Statements, notices: Notice[]): Promise<void> {
  if (notices.length === 0) return
  await sql`
    insert into hubflow.notifications (user_id, run_id, node_id, kind, title, message, link, notice_key)
    select person.id, "runId", "nodeId", kind, title, message, link, key
    from jsonb_to_recordset(${postgresJson(notices)}::text::jsonb) as notice ("workflowId" uuid, "runId" uuid,
        "nodeId" text, kind text, title text, message text, link text, key text)
      join hubflow.workflows workflow on workflow.id = notice."workflowId"
      join hubflow.user_profiles owner on owner.id = workflow.created_by
      join hubflow.user_profiles person on person.disabled_at is null
        and (person.id = owner.id or (owner.disabled_at is not null and person.role = 'admin'))
    on conflict (user_id, notice_key) where notice_key is not null do nothing`
}
