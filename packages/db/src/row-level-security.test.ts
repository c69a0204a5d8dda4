import { randomBytes } from 'node:crypto'
import type { Definition } from '@hubflow/core'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './connect.ts'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from './testing/index.ts'

const MANUAL: Definition = {
  schemaVersion: 1,
  nodes: [{ id: 'n1', type: 'manual', name: 'By hand', config: {}, position: { x: 0, y: 0 } }],
  edges: [],
}

let database: TestDatabase
let admin: postgres.Sql
let app: Database
const people: Record<string, string> = {}
const ids: Record<string, string> = {}

beforeAll(async () => {
  database = await testDatabase()
  admin = postgres(database.url, { max: 2, onnotice: () => {} })
  app = database.connect('hubflow_app')
  for (const role of ['admin', 'trainer', 'manager', 'agent'] as const)
    people[role] = (await createPerson(database.url, { role })).id
  people.disabled = (await createPerson(database.url, { role: 'admin' })).id
  await admin`update hubflow.user_profiles set disabled_at = now() where id = ${people.disabled ?? ''}`
  ids.workflow = (await createWorkflow(database.url, { ownerId: people.trainer ?? '', definition: MANUAL })).id
  await seed()
})
afterAll(async () => {
  await admin.end()
  await database.drop()
})

async function one(query: PromiseLike<{ id?: string }[]>): Promise<string> {
  return (await query)[0]?.id ?? ''
}

/** One row of everything, and in the hub one of the agent's own and one of somebody else's. */
async function seed(): Promise<void> {
  const { trainer = '', agent = '' } = people
  const { workflow = '' } = ids
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
}

/** A statement as a person; what it did is rolled back. Gives the rows it saw or touched, or that it was refused. */
async function as(person: string, statement: string): Promise<number | 'refused'> {
  let rows: number | 'refused' = 'refused'
  const undo = new Error('undo')
  await app.sql
    .begin(async (tx) => {
      if (person !== 'nobody') await tx`select set_config('hubflow.user_id', ${people[person] ?? ''}, true)`
      rows = (await tx.unsafe(statement)).count
      throw undo
    })
    .catch((error: unknown) => {
      const code = error instanceof postgres.PostgresError ? error.code : undefined
      if (error !== undo && code !== '42501') throw error
    })
  return rows
}

/** Rows seen by: admin, trainer, manager, agent, nobody, a disabled admin. Worked out by hand from who may do what. */
const SEEN: [table: string, ...counts: number[]][] = [
  ['hub.agents', 2, 2, 2, 1, 0, 0],
  ['hub.changes', 8, 8, 8, 0, 0, 0],
  ['hub.clients', 2, 2, 2, 1, 0, 0],
  ['hub.commissions', 2, 2, 2, 1, 0, 0],
  ['hub.policies', 2, 2, 2, 1, 0, 0],
  ['hub.recruits', 2, 2, 2, 1, 0, 0],
  ['hub.targets', 2, 2, 2, 1, 0, 0],
  ['hubflow.alert_occasions', 1, 1, 1, 0, 0, 0],
  ['hubflow.alert_rules', 1, 1, 1, 0, 0, 0],
  ['hubflow.api_keys', 1, 1, 0, 0, 0, 0],
  ['hubflow.audit_log', 1, 1, 1, 0, 0, 0],
  ['hubflow.email_queue', 1, 1, 1, 0, 0, 0],
  ['hubflow.email_suppressions', 1, 1, 1, 0, 0, 0],
  ['hubflow.email_templates', 1, 1, 1, 0, 0, 0],
  ['hubflow.events', 3, 3, 3, 0, 0, 0],
  ['hubflow.failure_dismissals', 1, 1, 1, 0, 0, 0],
  ['hubflow.findable_events', 3, 3, 3, 0, 0, 0],
  ['hubflow.findable_runs', 1, 1, 1, 0, 0, 0],
  ['hubflow.notification_choices', 0, 1, 0, 1, 0, 0],
  ['hubflow.notifications', 0, 1, 0, 1, 0, 0],
  ['hubflow.run_history', 1, 1, 1, 0, 0, 0],
  ['hubflow.schedule_occurrences', 1, 1, 1, 0, 0, 0],
  ['hubflow.secrets', 1, 1, 1, 0, 0, 0],
  ['hubflow.sessions', 2, 1, 0, 1, 0, 0],
  ['hubflow.settings', 1, 1, 1, 0, 0, 0],
  ['hubflow.trigger_decisions', 1, 1, 1, 0, 0, 0],
  ['hubflow.trigger_event_types', 8, 8, 8, 0, 0, 0],
  ['hubflow.user_profiles', 5, 5, 5, 1, 0, 0],
  ['hubflow.webhook_samples', 1, 1, 1, 0, 0, 0],
  ['hubflow.workers', 1, 1, 1, 0, 0, 0],
  ['hubflow.workflow_run_steps', 1, 1, 1, 0, 0, 0],
  ['hubflow.workflow_runs', 1, 1, 1, 0, 0, 0],
  ['hubflow.workflow_versions', 1, 1, 1, 0, 0, 0],
  ['hubflow.workflows', 1, 1, 1, 0, 0, 0],
]
const CALLERS = ['admin', 'trainer', 'manager', 'agent', 'nobody', 'disabled']

describe('what each person sees', () => {
  test.each(SEEN)('%s', async (table, ...counts) => {
    const seen: (number | 'refused')[] = []
    for (const caller of CALLERS) seen.push(await as(caller, `select 1 from ${table}`))
    expect(seen).toEqual(counts)
  })

  test('no table that people may read is left out above', async () => {
    const readable = await admin`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('hubflow', 'hub') and c.relkind in ('r', 'p', 'v', 'm')
        and has_any_column_privilege('hubflow_app', c.oid, 'select') order by 1`
    expect(SEEN.map(([table]) => table)).toEqual(readable.map((row) => row.name))
  })

  test.each(['accounts.password', 'verifications.value', 'sessions.token', 'api_keys.key', 'secrets.ciphertext'])(
    'nobody reads %s',
    async (path) => {
      const [table, column] = path.split('.')
      for (const caller of CALLERS) expect(await as(caller, `select ${column} from hubflow.${table}`)).toBe('refused')
    },
  )
})

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
    const filled = filledIn(statement)
    const changed: (number | 'refused')[] = []
    for (const caller of CALLERS.slice(0, 5)) changed.push(await as(caller, filled))
    expect(changed).toEqual(counts)
    // Who is disabled may do what nobody may.
    expect(await as('disabled', filled)).toBe(counts[4])
  })

  test('nothing that people may change is left out above', async () => {
    const changeable = await admin`
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

/** What is done to people goes through functions that ask who calls; the figures as above. */
const ADMIN = [1, 'refused', 'refused', 'refused', 'refused'] as const
const DONE: [call: string, ...counts: (number | 'refused')[]][] = [
  ["hubflow.add_person('New', 'NEW@hub.test', 'agent')", ...ADMIN],
  ["hubflow.change_role($agent, 'trainer')", ...ADMIN],
  ['hubflow.disable_person($trainer)', ...ADMIN],
  ['hubflow.enable_person($disabled)', ...ADMIN],
  ["hubflow.invite_person($manager, 'hash', now(), 's', 'b')", ...ADMIN],
  ["hubflow.change_owner($workflow, $manager, 'Theirs')", ...ADMIN],
  ["hubflow.tell_admins('takeover', 't', 'm', null)", ...ADMIN],
  ['hubflow.begin_people_change()', 'refused', 'refused', 'refused', 'refused', 'refused'],
  ['hubflow.require_other_admin($agent)', 'refused', 'refused', 'refused', 'refused', 'refused'],
]

describe('what each person may do to people', () => {
  test.each(DONE)('%s', async (call, ...counts) => {
    const done: (number | 'refused')[] = []
    for (const caller of CALLERS.slice(0, 5)) done.push(await as(caller, `select ${filledIn(call)}`))
    expect(done).toEqual(counts)
    expect(await as('disabled', `select ${filledIn(call)}`)).toBe(counts[4])
  })

  test('who has no password yet is for admins to know', async () => {
    const seen: (number | 'refused')[] = []
    for (const caller of CALLERS) seen.push(await as(caller, 'select * from hubflow.read_invitations()'))
    // Everybody but the trainer, whose account has one.
    expect(seen).toEqual([4, 0, 0, 0, 0, 0])
  })

  test.each([
    ["hubflow.change_role($admin, 'agent')", 'last_active_admin'],
    ['hubflow.disable_person($admin)', 'last_active_admin'],
    ["hubflow.invite_person($trainer, 'hash', now(), 's', 'b')", 'not_to_be_invited'],
    ["hubflow.invite_person($disabled, 'hash', now(), 's', 'b')", 'not_to_be_invited'],
    ["hubflow.change_owner($workflow, $agent, 'x')", 'no_workflow_owner'],
    ["hubflow.change_owner($workflow, $disabled, 'x')", 'no_workflow_owner'],
  ])('not even an admin may %s', async (call, constraint) => {
    await expect(as('admin', `select ${filledIn(call)}`)).rejects.toMatchObject({ constraint_name: constraint })
  })

  test('with a second admin nobody changes their own rights still', async () => {
    await admin`update hubflow.user_profiles set disabled_at = null where id = ${people.disabled ?? ''}`
    for (const call of ["hubflow.change_role($admin, 'agent')", 'hubflow.disable_person($admin)'])
      await expect(as('admin', `select ${filledIn(call)}`)).rejects.toMatchObject({ constraint_name: 'own_account' })
    await admin`update hubflow.user_profiles set disabled_at = now() where id = ${people.disabled ?? ''}`
  })
})

function filledIn(statement: string): string {
  return statement.replace(/\$(\w+)/g, (_, name: string) => `'${ids[name] ?? people[name]}'::uuid`)
}

test('a notification comes as its reader chose: in the app, by mail, or not at all', async () => {
  const { manager = '' } = people
  await admin`insert into hubflow.notification_choices (user_id, kind, in_app, by_mail) values
    (${manager}, 'run-failed', false, true), (${manager}, 'alert', false, false), (${manager}, 'runs-held', true, true)`
  await admin`insert into hubflow.notifications (user_id, kind, title, message, link) values
    (${manager}, 'run-failed', 'One', '<b>', '/runs/1'), (${manager}, 'alert', 'Two', '', null),
    (${manager}, 'runs-held', 'Three', '', null), (${manager}, 'step', 'Four', '', null)`
  expect(await as('manager', "select 1 from hubflow.notifications where title in ('Three', 'Four')")).toBe(2)
  expect(await as('manager', 'select 1 from hubflow.notifications')).toBe(2)
  const mails =
    await admin`select subject, body_html from hubflow.email_queue where recipient_id = ${manager} order by subject`
  expect(mails.map(({ subject }) => subject)).toEqual(['One', 'Three'])
  expect(mails[0]?.body_html).toMatch(/^<p>&lt;b&gt;<\/p><p><a href="\/runs\/1">/)
  await expect(
    admin`insert into hubflow.notification_choices (user_id, kind, in_app, by_mail) values (${manager}, 'takeover', false, true)`,
  ).rejects.toMatchObject({ constraint_name: 'notification_choices_required' })
  await admin`delete from hubflow.notifications where user_id = ${manager}`
})

test('when somebody was last here outlives their session', async () => {
  const { agent = '' } = people
  await admin`insert into hubflow.sessions (user_id, token, expires_at) values (${agent}, 't3', now())`
  await admin`delete from hubflow.sessions where token = 't3'`
  const [seen] =
    await admin`select last_seen_at > now() - interval '1 minute' as lately from hubflow.user_profiles where id = ${agent}`
  expect(seen).toEqual({ lately: true })
})

test.each([
  ['audit_log', "(user_id, action, object_type, object_id) values ('$', 'a', 'b', 'c')", ['trainer', 'agent']],
  [
    'workflow_versions',
    "(workflow_id, version, definition, published_by) values ('$workflow', 2, '{}', '$')",
    ['trainer'],
  ],
  ['alert_rules', "(condition, recipients, created_by) values ('{}', '[]', '$')", ['trainer']],
])('a row of %s is written in one’s own name only', async (table, values, writers) => {
  const insert = (name: string) =>
    `insert into hubflow.${table} ${values.replace('$workflow', ids.workflow ?? '').replace('$', people[name] ?? '')}`
  for (const caller of ['trainer', 'agent']) {
    expect(await as(caller, insert(caller))).toBe(writers.includes(caller) ? 1 : 'refused')
    expect(await as(caller, insert('admin'))).toBe('refused')
  }
  expect(await as('disabled', insert('disabled'))).toBe('refused')
})

test('the door starts runs but reads nothing of what they hold, and finds a hook by its token alone', async () => {
  const door = database.connect('hubflow_door')
  await expect(door.sql`select context from hubflow.workflow_runs`).rejects.toMatchObject({ code: '42501' })
  await expect(door.sql`select * from hubflow.workflows`).rejects.toMatchObject({ code: '42501' })
  await expect(
    door.sql`insert into hubflow.workflow_runs (workflow_id, version, context, status) values (${ids.workflow ?? ''}, 1, '{}', 'completed')`,
  ).rejects.toMatchObject({ code: '42501' })
  expect(await door.sql`select * from hubflow.find_hook('no such token')`).toHaveLength(0)
  const [row] = await admin`select hook_token from hubflow.workflows`
  expect(await door.sql`select workflow_id, status from hubflow.find_hook(${row?.hook_token})`).toEqual([
    { workflow_id: ids.workflow, status: 'active' },
  ])
})

test('a secret’s ciphertext is the worker’s to read; the door gets the one that its hook asks for', async () => {
  const worker = database.connect('hubflow_worker')
  expect(await worker.sql`select name, ciphertext from hubflow.secrets`).toEqual([
    { name: 'CRM', ciphertext: 'v1.sealed' },
  ])
  await expect(worker.sql`update hubflow.secrets set ciphertext = 'x'`).rejects.toMatchObject({ code: '42501' })
  const door = database.connect('hubflow_door')
  await expect(door.sql`select ciphertext from hubflow.secrets`).rejects.toMatchObject({ code: '42501' })

  const [secret] = await admin`select id from hubflow.secrets`
  const asking = async (config: Record<string, unknown>) => {
    const definition = { ...MANUAL, nodes: MANUAL.nodes.map((node) => ({ ...node, type: 'webhook' })) }
    const { id, hookToken } = await createWorkflow(database.url, { ownerId: people.trainer ?? '', definition })
    await admin`update hubflow.workflows set config = ${JSON.stringify(config)}::text::jsonb where id = ${id}`
    const [found] = await door.sql`select secret_ciphertext as secret from hubflow.find_hook(${hookToken})`
    await admin`delete from hubflow.workflows where id = ${id}`
    return found?.secret
  }
  expect(await asking({ auth: { kind: 'header', secretId: secret?.id } })).toBe('v1.sealed')
  expect(await asking({ auth: { kind: 'header', secretId: people.trainer } })).toBeNull()
  expect(await asking({})).toBeNull()
})

test('mail of the sign-in is written by the sign-in alone', async () => {
  const auth = database.connect('hubflow_auth')
  const mail = (runId: string | null) =>
    auth.sql`insert into hubflow.email_queue (run_id, to_address, subject, body_html, message_id) values (${runId}, 'a@b.de', 's', '', 'm')`
  await mail(null)
  await expect(mail(ids.run ?? null)).rejects.toMatchObject({ code: '42501' })
})

test('published versions and the audit log cannot be changed, whoever asks', async () => {
  await expect(admin`update hubflow.workflow_versions set note = 'x'`).rejects.toMatchObject({ code: '23001' })
  await expect(admin`delete from hubflow.workflow_versions`).rejects.toMatchObject({ code: '23001' })
  await expect(admin`update hubflow.audit_log set detail = '{}'`).rejects.toMatchObject({ code: '23001' })
  await expect(admin`delete from hubflow.audit_log`).rejects.toMatchObject({ code: '23001' })
  await expect(admin`truncate hubflow.audit_log`).rejects.toMatchObject({ code: '23001' })
})

test('an entry about a workflow, or about a run of it, names the workflow by itself', async () => {
  const { workflow = '', run = '' } = ids
  const rows = await admin`insert into hubflow.audit_log (action, object_type, object_id)
    values ('run.cancelled', 'run', ${run}), ('workflow.paused', 'workflow', ${workflow}), ('setting.changed', 'setting', 'hubName')
    returning workflow_id`
  expect(rows.map((row) => row.workflow_id)).toEqual([workflow, workflow, null])
})
