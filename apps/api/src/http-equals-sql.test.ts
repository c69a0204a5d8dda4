import { type Database, tables } from '@hubflow/db'
import { CALLERS, createWorkflow, SEEN, seedOneOfEach } from '@hubflow/db/testing'
import { eq } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MANUAL } from './testing/definitions.ts'
import { bodyOf, type Person, startTestApi, type TestApi } from './testing/test-api.ts'

let hub: TestApi
let admin: postgres.Sql
let app: Database
let people: Record<string, Person>
let workflowId: string
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
  app = hub.database.connect('hubflow_app')
  people = { disabled: await hub.signedInPerson('admin') }
  for (const role of ['admin', 'trainer', 'manager', 'agent'] as const) people[role] = hub.person(role)
  const ids = Object.fromEntries(Object.entries(people).map(([name, { id }]) => [name, id]))
  ;({ id: workflowId } = await createWorkflow(hub.database.url, { ownerId: ids.trainer ?? '', definition: MANUAL }))
  await seedOneOfEach(admin, ids, workflowId)
  const auth = hub.database.connect('hubflow_auth')
  const disabled = eq(tables.userProfiles.id, ids.disabled ?? '')
  await auth.orm.update(tables.userProfiles).set({ disabledAt: new Date() }).where(disabled)
  await auth.close()
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

interface Listed {
  path: string
  /** What names an item of the list, and the column that holds it. */
  key?: [item: string, column: string]
  /** What the list leaves out by itself, whoever asks. */
  where?: string
  /** By hand, for who stands in CALLERS: where it leaves out something, or where signing in has written rows. */
  counts?: number[]
}

/** Every table that has a list. WORKFLOW and TRAINER stand for ids. */
const LISTED: Record<string, Listed> = {
  ...Object.fromEntries(
    ['agents', 'clients', 'commissions', 'policies', 'recruits', 'targets'].map((table) => [
      `hub.${table}`,
      { path: `/api/hub/${table}` },
    ]),
  ),
  'hubflow.api_keys': {
    path: '/api/api-keys?userId=TRAINER',
    where: "reference_id = 'TRAINER'",
  },
  // Five people signed in.
  'hubflow.audit_log': { path: '/api/audit', counts: [6, 6, 6, 0, 0, 0] },
  'hubflow.email_queue': { path: '/api/email-queue' },
  'hubflow.email_suppressions': { path: '/api/email-suppressions', key: ['address', 'address'] },
  'hubflow.email_templates': { path: '/api/email-templates' },
  'hubflow.events': {
    path: '/api/events?type=policy.created',
    where: "type = 'policy.created'",
  },
  'hubflow.notifications': { path: '/api/notifications' },
  'hubflow.secrets': { path: '/api/secrets' },
  'hubflow.sessions': {
    path: '/api/sessions?userId=TRAINER',
    where: "user_id = 'TRAINER' and expires_at > now()",
    counts: [1, 1, 0, 0, 0, 0],
  },
  'hubflow.trigger_decisions': { path: '/api/decisions' },
  'hubflow.trigger_event_types': { path: '/api/trigger-event-types?all=true', key: ['name', 'name'] },
  'hubflow.user_profiles': { path: '/api/people', where: 'disabled_at is null', counts: [4, 4, 4, 1, 0, 0] },
  'hubflow.workflow_runs': { path: '/api/runs' },
  'hubflow.workflow_versions': { path: '/api/workflows/WORKFLOW/versions', key: ['version', 'version'] },
  'hubflow.workflows': { path: '/api/workflows' },
}

/** Tables without a list of their own: parts of what other routes answer, or the machines' own. */
const UNLISTED = [
  'hub.changes',
  'hubflow.alert_occasions',
  'hubflow.alert_rules',
  'hubflow.failure_dismissals',
  'hubflow.findable_events',
  'hubflow.findable_runs',
  'hubflow.notification_choices',
  'hubflow.run_history',
  'hubflow.schedule_occurrences',
  'hubflow.settings',
  'hubflow.webhook_samples',
  'hubflow.workers',
  'hubflow.workflow_run_steps',
]

const filledIn = (text: string) =>
  text.replaceAll('WORKFLOW', workflowId).replaceAll('TRAINER', people.trainer?.id ?? '')

/** What a caller's list names; a refusal names nothing. */
async function byHttp(caller: string, { path, key: [item] = ['id', 'id'] }: Listed): Promise<string[]> {
  const as = people[caller]
  const answer = await hub.send('GET', filledIn(path), as ? { as } : {})
  if (answer.status === 401 || answer.status === 404) return []
  expect(answer.status).toBe(200)
  const { items } = await bodyOf<{ items: Record<string, unknown>[] }>(answer)
  return items.map((one) => String(one[item])).sort()
}

/** What the caller reads of the table when connected as people are. */
async function bySql(caller: string, table: string, { where, key: [, column] = ['id', 'id'] }: Listed) {
  return app.sql.begin(async (tx) => {
    const id = people[caller]?.id
    if (id) await tx`select set_config('hubflow.user_id', ${id}, true)`
    const rows = await tx.unsafe<{ key: string }[]>(
      `select ${column}::text as key from ${table} where ${filledIn(where ?? 'true')}`,
    )
    return rows.map((row) => row.key).sort()
  })
}

test.each(Object.entries(LISTED))('%s: each caller gets the same by HTTP and by SQL', async (table, listed) => {
  const counts = listed.counts ?? SEEN.find(([name]) => name === table)?.slice(1)
  const seen: Record<string, string[]> = {}
  for (const caller of CALLERS) {
    seen[caller] = await byHttp(caller, listed)
    expect(seen[caller], caller).toEqual(await bySql(caller, table, listed))
  }
  expect(CALLERS.map((caller) => seen[caller]?.length)).toEqual(counts)
})

test('every table that people may read is listed above, or said to have no list', () => {
  expect([...Object.keys(LISTED), ...UNLISTED].sort()).toEqual(SEEN.map(([table]) => table).sort())
})
