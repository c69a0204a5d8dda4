import { randomBytes } from 'node:crypto'
import type postgres from 'postgres'

type Ids = Record<string, string>

/**
 * One row of everything around a workflow, and in the hub one of the agent's own and one of somebody else's. `people` are ids
 * by role; gives the ids of what other rows point to.
 */
export async function seedOneOfEach(admin: postgres.Sql, people: Ids, workflow: string): Promise<Ids> {
  const { trainer = '', agent = '' } = people
  const ids: Ids = { workflow }
  ids.run = await one(
    admin`insert into hubflow.workflow_runs (workflow_id, version, context) values (${workflow}, 1, '{}') returning id`,
  )
  await admin`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status) values (${ids.run}, 'n2', 0, 'wait', 'Wait', 'completed')`
  await admin`insert into hubflow.events (type, data) values ('policy.created', '{}')`
  await admin`insert into hubflow.email_templates (name, subject, body_html) values ('Welcome', 'Hi', '<p>Hi</p>')`
  await admin`insert into hubflow.email_queue (run_id, to_address, subject, body_html, message_id) values (${ids.run}, 'a@b.de', 'Hi', '', 'm1'), (null, 'a@b.de', 'Your password', '', 'm2')`
  await admin`insert into hubflow.notifications (user_id, title, message) values (${trainer}, 'For the trainer', ''), (${agent}, 'For the agent', '')`
  await admin`insert into hubflow.notification_choices (user_id, kind, in_app, by_mail) values (${trainer}, 'step', false, false), (${agent}, 'step', true, true)`
  await admin`insert into hubflow.sessions (user_id, token, expires_at) values (${trainer}, 't1', now()), (${agent}, 't2', now())`
  await admin`insert into hubflow.api_keys (reference_id, key) values (${trainer}, 'hash')`
  await admin`insert into hubflow.workers (id, lock_key, host) values (hubflow.new_id(), 1, 'here')`
  await admin`insert into hubflow.schedule_occurrences (workflow_id, local_time, due_at) values (${workflow}, '2026-01-01T08:00', now())`
  await admin`insert into hubflow.accounts (user_id, account_id, provider_id, password) values (${trainer}, ${trainer}, 'credential', 'hash')`
  await admin`insert into hubflow.secrets (name, ciphertext, created_by) values ('CRM', 'v1.sealed', ${trainer})`
  await admin`insert into hubflow.trigger_decisions (workflow_id, verdict) values (${workflow}, 'paused')`
  await admin`insert into hubflow.failure_dismissals (workflow_id, node_id, code, concerns, until) values (${workflow}, 'n2', 'unexpected', '', now())`
  ids.alertRule = await one(
    admin`insert into hubflow.alert_rules (workflow_id, condition, recipients, created_by) values (${workflow}, '{}', '["owner"]', ${trainer}) returning id`,
  )
  await admin`insert into hubflow.alert_occasions (rule_id, workflow_id) values (${ids.alertRule}, ${workflow})`
  await admin`insert into hubflow.webhook_samples (workflow_id, sample) values (${workflow}, '{}')`
  await admin`insert into hubflow.email_suppressions (address, reason) values ('no@mail.test', 'unsubscribed')`
  await admin`insert into hubflow.settings (key, value) values ('hubName', '"Hub"')`
  await admin`insert into hubflow.audit_log (user_id, action, object_type, object_id) values (${trainer}, 'workflow.published', 'workflow', ${workflow})`
  ids.ownAgent = await one(
    admin`insert into hub.agents (first_name, last_name, email, user_id) values ('Own', 'Agent', 'o@hub.test', ${agent}) returning id`,
  )
  ids.otherAgent = await one(
    admin`insert into hub.agents (first_name, last_name, email) values ('Other', 'Agent', 'x@hub.test') returning id`,
  )
  for (const owner of [ids.ownAgent, ids.otherAgent]) {
    const client = await one(
      admin`insert into hub.clients (first_name, last_name, agent_id) values ('C', 'L', ${owner}) returning id`,
    )
    const policy =
      await one(admin`insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium)
      values (${randomBytes(4).toString('hex')}, ${client}, ${owner}, 'Acme', 'Life', 1) returning id`)
    Object.assign(ids, { client, policy })
    await admin`insert into hub.commissions (policy_id, agent_id, amount) values (${policy}, ${owner}, 1)`
    await admin`insert into hub.recruits (first_name, last_name, agent_id) values ('R', 'C', ${owner})`
    await admin`insert into hub.targets (agent_id, name, goal, period_start, period_end) values (${owner}, 'T', 10, '2026-01-01', '2026-12-31')`
  }
  return ids
}

async function one(query: PromiseLike<{ id?: string }[]>): Promise<string> {
  return (await query)[0]?.id ?? ''
}
