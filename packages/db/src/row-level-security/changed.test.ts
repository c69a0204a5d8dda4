import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Callers, startCallers } from '../testing/callers.ts'
import { CALLERS } from '../testing/who-sees.ts'

let callers: Callers
beforeAll(async () => {
  callers = await startCallers()
})
afterAll(() => callers.stop())

/** Rows changed by: admin, trainer, manager, agent, nobody. */
const STAFF = [1, 1, 1, 'refused', 'refused'] as const
const NONE = ['refused', 'refused', 'refused', 'refused', 'refused'] as const
const CHANGED: [statement: string, ...counts: (number | 'refused')[]][] = [
  [
    "insert into hubflow.workflows (name, draft, hook_token, created_by) select 'n', '{}', 't', hubflow.person_id()",
    ...STAFF,
  ],
  ["update hubflow.workflows set name = 'x'", 1, 1, 1, 0, 0],
  ['update hubflow.workflows set created_by = hubflow.person_id()', ...NONE],
  ["update hubflow.workflows set hook_token = 'x'", 1, 1, 1, 0, 0],
  ['delete from hubflow.workflows', 1, 0, 0, 0, 0],
  ["insert into hubflow.workflow_runs (workflow_id, version, context) select $workflow, 1, '{}'", ...STAFF],
  ["update hubflow.workflow_runs set status = 'cancelled'", 1, 1, 1, 0, 0],
  ['delete from hubflow.workflow_runs', ...NONE],
  [
    "insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status) select $run, 'n3', 1, 'wait', 'Wait', 'pending'",
    ...STAFF,
  ],
  ["update hubflow.workflow_run_steps set status = 'cancelled'", 1, 1, 1, 0, 0],
  ['delete from hubflow.workflow_run_steps', 1, 1, 1, 0, 0],
  [
    "insert into hubflow.workflow_versions (workflow_id, version, definition, published_by) select $workflow, 2, '{}', hubflow.person_id()",
    ...STAFF,
  ],
  ["update hubflow.workflow_versions set note = 'x'", ...NONE],
  ["insert into hubflow.secrets (name, ciphertext, created_by) select 'n', 'v1.sealed', hubflow.person_id()", ...STAFF],
  ["update hubflow.secrets set ciphertext = 'x'", 1, 1, 1, 0, 0],
  ["update hubflow.secrets set name = 'x'", ...NONE],
  ['delete from hubflow.secrets', 1, 1, 1, 0, 0],
  ["update hubflow.user_profiles set role = 'admin'", ...NONE],
  ["update hubflow.user_profiles set name = 'x'", 1, 1, 1, 1, 0],
  ["insert into hubflow.user_profiles (name, email, role) values ('x', 'x@hub.test', 'admin')", ...NONE],
  ['update hubflow.notifications set read_at = now()', 0, 1, 0, 1, 0],
  ["update hubflow.notifications set title = 'x'", ...NONE],
  ['delete from hubflow.sessions', 2, 1, 0, 1, 0],
  ['delete from hubflow.api_keys', 1, 1, 0, 0, 0],
  [
    "insert into hubflow.notification_choices (user_id, kind, in_app, by_mail) select hubflow.person_id(), 'alert', true, true",
    1,
    1,
    1,
    1,
    'refused',
  ],
  ['update hubflow.notification_choices set by_mail = true', 0, 1, 0, 1, 0],
  ['update hubflow.sessions set expires_at = now()', ...NONE],
  ["update hubflow.email_queue set status = 'failed'", 1, 1, 1, 0, 0],
  [
    "insert into hubflow.email_queue (run_id, to_address, subject, body_html, message_id) select $run, 'a', 's', '', 'm'",
    ...NONE,
  ],
  ["insert into hubflow.email_queue (to_address, subject, body_html, message_id) select 'a', 's', '', 'm'", ...NONE],
  [
    "insert into hubflow.email_queue (to_address, subject, body_html, message_id, is_test) select 'a', 's', '', 'm', true",
    ...STAFF,
  ],
  ["insert into hubflow.email_templates (name, subject, body_html) values ('n', 's', 'b')", ...STAFF],
  ["update hubflow.email_templates set subject = 'x'", 1, 1, 1, 0, 0],
  ['delete from hubflow.email_templates', 1, 1, 1, 0, 0],
  ["insert into hubflow.events (type, data) values ('policy.created', '{}')", ...STAFF],
  ['delete from hubflow.events', ...NONE],
  [
    "insert into hubflow.audit_log (user_id, action, object_type, object_id) select hubflow.person_id(), 'a', 'b', 'c'",
    1,
    1,
    1,
    1,
    'refused',
  ],
  ['delete from hubflow.audit_log', ...NONE],
  ['update hubflow.trigger_event_types set enabled = false', 8, 0, 0, 0, 0],
  [
    `insert into hubflow.trigger_event_types (name, title, summary, "group", fields, sample) values ('x.y', 't', 's', 'g', '[]', '{}')`,
    1,
    'refused',
    'refused',
    'refused',
    'refused',
  ],
  ["delete from hubflow.trigger_event_types where name = 'policy.created'", 0, 0, 0, 0, 0],
  ["insert into hubflow.trigger_decisions (workflow_id, verdict) select $workflow, 'started'", ...NONE],
  ['delete from hubflow.trigger_decisions', ...NONE],
  [
    "insert into hubflow.failure_dismissals (workflow_id, node_id, code, concerns, until, dismissed_by) select $workflow, 'n3', 'unexpected', '', now(), hubflow.person_id()",
    ...STAFF,
  ],
  ['update hubflow.failure_dismissals set until = now(), dismissed_by = hubflow.person_id()', 1, 1, 1, 0, 0],
  ['delete from hubflow.failure_dismissals', ...NONE],
  [
    "insert into hubflow.alert_rules (workflow_id, condition, recipients, created_by) select $workflow, '{}', '[]', hubflow.person_id()",
    ...STAFF,
  ],
  ['update hubflow.alert_rules set enabled = false', 1, 1, 1, 0, 0],
  ['update hubflow.alert_rules set last_told_at = now()', ...NONE],
  ['delete from hubflow.alert_rules', 1, 1, 1, 0, 0],
  ['insert into hubflow.alert_occasions (rule_id) select $alertRule', ...NONE],
  ['delete from hubflow.alert_occasions', ...NONE],
  [
    'insert into hubflow.webhook_samples (workflow_id) select $workflow on conflict (workflow_id) do update set listening_until = now()',
    ...STAFF,
  ],
  ['update hubflow.webhook_samples set listening_until = now()', 1, 1, 1, 0, 0],
  ['delete from hubflow.webhook_samples', 1, 1, 1, 0, 0],
  [
    "insert into hubflow.email_suppressions (address, reason, created_by) select 'x@mail.test', 'asked', hubflow.person_id()",
    ...STAFF,
  ],
  ['delete from hubflow.email_suppressions', 1, 1, 1, 0, 0],
  [
    "insert into hubflow.settings (key, value, updated_by) select 'timeZone', '1', hubflow.person_id()",
    1,
    'refused',
    'refused',
    'refused',
    'refused',
  ],
  ["update hubflow.settings set value = '2', updated_by = hubflow.person_id()", 1, 0, 0, 0, 0],
  ['delete from hubflow.settings', 1, 0, 0, 0, 0],
  ...['agents', 'clients', 'commissions', 'policies', 'recruits', 'targets'].flatMap((table): typeof CHANGED => [
    [`update hub.${table} set updated_at = now()`, 2, 2, 2, 0, 0],
    [`delete from hub.${table}`, ...NONE],
  ]),
  ["insert into hub.agents (first_name, last_name, email) values ('a', 'b', 'c')", ...STAFF],
  ["insert into hub.clients (first_name, last_name, agent_id) select 'a', 'b', $ownAgent", ...STAFF],
  ["insert into hub.recruits (first_name, last_name, agent_id) select 'a', 'b', $ownAgent", ...STAFF],
  [
    "insert into hub.targets (agent_id, name, goal, period_start, period_end) select $ownAgent, 'T', 1, '2026-01-01', '2026-12-31'",
    ...STAFF,
  ],
  ['insert into hub.commissions (policy_id, agent_id, amount) select $policy, $ownAgent, 1', ...STAFF],
  [
    "insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium) select 'x', $client, $ownAgent, 'c', 'p', 1",
    ...STAFF,
  ],
  [
    "insert into hub.changes (table_name, record_id, operation) values ('policies', hubflow.new_id(), 'insert')",
    ...NONE,
  ],
  ['update hub.changes set dispatched_at = null', ...NONE],
]

describe('what each person may change', () => {
  test.each(CHANGED)('%s', async (statement, ...counts) => {
    const filled = callers.filledIn(statement)
    const changed: (number | 'refused')[] = []
    for (const caller of CALLERS.slice(0, 5)) changed.push(await callers.as(caller, filled))
    expect(changed).toEqual(counts)
    // Who is disabled may do what nobody may.
    expect(await callers.as('disabled', filled)).toBe(counts[4])
  })

  test('nothing that people may change is left out above', async () => {
    const changeable = await callers.admin`
      select v.verb || n.nspname || '.' || c.relname as change
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      cross join (values ('insert', 'insert into '), ('update', 'update '), ('delete', 'delete from ')) v (privilege, verb)
      where n.nspname in ('hubflow', 'hub') and c.relkind in ('r', 'p', 'v', 'm')
        and case v.privilege when 'delete' then has_table_privilege('hubflow_app', c.oid, v.privilege)
          else has_any_column_privilege('hubflow_app', c.oid, v.privilege) end`
    const tried = new Set(CHANGED.map(([statement]) => /^(insert into|update|delete from) [\w.]+/.exec(statement)?.[0]))
    expect(changeable.map((row) => row.change).filter((change) => !tried.has(change))).toEqual([])
  })
})
