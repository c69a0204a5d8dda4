import { postgresJson } from '../postgres-json.ts'
import type { Statements } from '../statements.ts'
import type { AlertState } from './states.ts'

/** A time that a rule tells of a state: of its beginning, or again while it lasts. */
export interface Told {
  occasionId: string
  ruleId: string
  workflowId: string | null
  toldAt: string
}

/**
 * Writes the notifications and queues the mails of rules, in the transaction of `sql`. Who may not see workflows, or has left,
 * is told nothing; where that leaves nobody, the admins are told, so that no alert is lost.
 */
export async function tellOfAlerts(sql: Statements, told: readonly (Told & AlertState)[]): Promise<void> {
  if (told.length === 0) return
  const alerts = told.map(({ occasionId, toldAt, ...rest }) => ({ ...rest, key: `alert:${occasionId}:${toldAt}` }))
  const people = await sql<{ key: string; userId: string; byNotification: boolean; byMail: boolean }[]>`
    with alert as materialized (
      select alert.key, rule.recipients, rule.by_notification, rule.by_mail, owner.id as owner_id,
        owner.disabled_at is not null as owner_left
      from jsonb_to_recordset(${postgresJson(alerts)}::text::jsonb) as alert (key text, "ruleId" uuid, "workflowId" uuid)
        join hubflow.alert_rules rule on rule.id = alert."ruleId"
        left join hubflow.workflows workflow on workflow.id = alert."workflowId"
        join hubflow.user_profiles owner on owner.id = coalesce(workflow.created_by, rule.created_by)),
    named as materialized (
      select alert.*, person.id as user_id from alert join hubflow.user_profiles person
        on person.disabled_at is null and person.role <> 'agent' and (
          alert.recipients ? ('role:' || person.role) or alert.recipients ? ('user:' || person.id)
          or (alert.recipients ? 'owner' and (person.id = alert.owner_id or (alert.owner_left and person.role = 'admin')))))
    select key, user_id as "userId", by_notification as "byNotification", by_mail as "byMail" from named
    union all
    select alert.key, person.id, alert.by_notification, alert.by_mail
    from alert join hubflow.user_profiles person on person.disabled_at is null and person.role = 'admin'
    where not exists (select from named where named.key = alert.key)`
  const words = new Map(alerts.map((alert) => [alert.key, alert]))
  const messages = people.map((person) => ({ ...words.get(person.key), ...person }))
  await notify(sql, messages)
  await queueMail(sql, messages)
  await sql`
    update hubflow.alert_rules set last_told_at = hubflow.now()
    where id = any(${alerts.map(({ ruleId }) => ruleId)}::uuid[])`
}

async function notify(sql: Statements, messages: readonly object[]): Promise<void> {
  await sql`
    insert into hubflow.notifications (user_id, kind, title, message, link, notice_key)
    select "userId", 'alert', title, message, link, key
    from jsonb_to_recordset(${postgresJson(messages)}::text::jsonb) as told ("userId" uuid, title text, message text,
      link text, key text, "byNotification" boolean)
    where "byNotification"
    on conflict (user_id, notice_key) where notice_key is not null do nothing`
}

/** Not to who has chosen mail of alerts: the notification brings it. */
async function queueMail(sql: Statements, messages: readonly object[]): Promise<void> {
  await sql`
    insert into hubflow.email_queue (recipient_id, to_address, to_name, subject, body_html, message_id)
    select person.id, person.email, person.name, title,
      '<p>' || hubflow.as_html(message) || '</p><p><a href="' || hubflow.as_html(link) || '">Open it in the hub</a></p>'
        || '<p>A rule on the dashboard asks for this mail. <a href="/dashboard?tab=alerts">Show the rules</a></p>',
      '<' || hubflow.new_id() || '@hubflow>'
    from jsonb_to_recordset(${postgresJson(messages)}::text::jsonb) as told ("userId" uuid, title text, message text,
        link text, "byNotification" boolean, "byMail" boolean)
      join hubflow.user_profiles person on person.id = told."userId"
    where "byMail" and not ("byNotification" and exists (
      select from hubflow.notification_choices choice
      where choice.user_id = person.id and choice.kind = 'alert' and choice.by_mail))`
}
