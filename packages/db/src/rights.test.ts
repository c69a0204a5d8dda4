import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './testing/index.ts'

let database: TestDatabase
let admin: postgres.Sql
beforeAll(async () => {
  database = await testDatabase()
  admin = postgres(database.url, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await admin.end()
  await database.drop()
})

/**
 * What app, auth, door and worker may do at all: Select, Insert, Update, Delete; a small letter: with some columns only.
 * Policies narrow it further for people.
 */
const RIGHTS: Record<string, [app: string, auth: string, door: string, worker: string]> = {
  'hub.agents': ['SIU', '', '', ''],
  'hub.changes': ['S', '', '', ''],
  'hub.clients': ['SIU', '', '', ''],
  'hub.commissions': ['SIU', '', '', ''],
  'hub.policies': ['SIU', '', '', ''],
  'hub.recruits': ['SIU', '', '', ''],
  'hub.targets': ['SIU', '', '', ''],
  'hubflow.accounts': ['', 'SIUD', '', ''],
  'hubflow.alert_occasions': ['S', '', '', 'SIuD'],
  'hubflow.alert_rules': ['SIuD', '', '', 'Su'],
  'hubflow.api_keys': ['sD', 'SIUD', '', ''],
  'hubflow.audit_log': ['SI', 'I', '', 'I'],
  'hubflow.email_queue': ['SiU', 'I', '', 'SIUD'],
  'hubflow.email_suppressions': ['SiD', '', 'i', 'S'],
  'hubflow.email_templates': ['SIUD', '', '', 'S'],
  'hubflow.events': ['SI', '', 'sI', 'SIUD'],
  'hubflow.failure_dismissals': ['SIu', '', '', ''],
  'hubflow.findable_events': ['S', '', '', ''],
  'hubflow.findable_runs': ['S', '', '', ''],
  'hubflow.migrations': ['', '', '', ''],
  'hubflow.notification_choices': ['SIu', '', '', 'S'],
  'hubflow.notifications': ['Su', '', '', 'SIUD'],
  'hubflow.run_history': ['S', '', '', ''],
  'hubflow.schedule_occurrences': ['S', '', '', 'SIUD'],
  'hubflow.secrets': ['siuD', '', '', 's'],
  'hubflow.sessions': ['sD', 'SIUD', '', ''],
  'hubflow.settings': ['SiuD', '', 'S', 'S'],
  'hubflow.trigger_decisions': ['S', '', 'I', 'SID'],
  'hubflow.trigger_event_types': ['SIUD', '', '', 'S'],
  'hubflow.user_profiles': ['Su', 'SIUD', '', 'S'],
  'hubflow.verifications': ['', 'SIUD', '', ''],
  'hubflow.webhook_samples': ['SiuD', '', 'su', 'S'],
  'hubflow.workers': ['S', '', '', 'SIUD'],
  'hubflow.workflow_run_steps': ['SIUD', '', '', 'SIUD'],
  'hubflow.workflow_runs': ['SIU', '', 'sI', 'SIUD'],
  'hubflow.workflow_versions': ['SI', '', '', 'S'],
  'hubflow.workflows': ['SIuD', '', '', 'SuD'],
}

test('every table gives each role what stands above, and nothing more', async () => {
  const rows = await admin<{ name: string; role: string; rights: string }[]>`
    select n.nspname || '.' || c.relname as name, r.role, string_agg(
      case when has_table_privilege(r.role, c.oid, v.verb) then left(v.verb, 1)
        when v.verb <> 'DELETE' and has_any_column_privilege(r.role, c.oid, v.verb) then lower(left(v.verb, 1)) else '' end,
      '' order by v.place) as rights
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join unnest(array['hubflow_app', 'hubflow_auth', 'hubflow_door', 'hubflow_worker']) with ordinality r (role, place)
    cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) with ordinality v (verb, place)
    where n.nspname in ('hubflow', 'hub') and c.relkind in ('r', 'p', 'v', 'm')
    group by 1, r.role, r.place order by 1, r.place`
  const found: Record<string, string[]> = {}
  for (const { name, rights } of rows) {
    found[name] ??= []
    found[name].push(rights)
  }
  expect(found).toEqual(RIGHTS)
})
