import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Callers, MANUAL, startCallers } from '../testing/callers.ts'
import { createWorkflow } from '../testing/people.ts'

let callers: Callers
beforeAll(async () => {
  callers = await startCallers()
})
afterAll(() => callers.stop())

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
    `insert into hubflow.${table} ${values.replace('$workflow', callers.ids.workflow ?? '').replace('$', callers.people[name] ?? '')}`
  for (const caller of ['trainer', 'agent']) {
    expect(await callers.as(caller, insert(caller))).toBe(writers.includes(caller) ? 1 : 'refused')
    expect(await callers.as(caller, insert('admin'))).toBe('refused')
  }
  expect(await callers.as('disabled', insert('disabled'))).toBe('refused')
})

test('the door starts runs but reads nothing of what they hold, and finds a hook by its token alone', async () => {
  const door = callers.database.connect('hubflow_door')
  await expect(door.sql`select context from hubflow.workflow_runs`).rejects.toMatchObject({ code: '42501' })
  await expect(door.sql`select * from hubflow.workflows`).rejects.toMatchObject({ code: '42501' })
  await expect(
    door.sql`insert into hubflow.workflow_runs (workflow_id, version, context, status) values (${callers.ids.workflow ?? ''}, 1, '{}', 'completed')`,
  ).rejects.toMatchObject({ code: '42501' })
  expect(await door.sql`select * from hubflow.find_hook('no such token')`).toHaveLength(0)
  const [row] = await callers.admin`select hook_token from hubflow.workflows`
  expect(await door.sql`select workflow_id, status from hubflow.find_hook(${row?.hook_token})`).toEqual([
    { workflow_id: callers.ids.workflow, status: 'active' },
  ])
})

test('a secret’s ciphertext is the worker’s to read; the door gets the one that its hook asks for', async () => {
  const worker = callers.database.connect('hubflow_worker')
  expect(await worker.sql`select name, ciphertext from hubflow.secrets`).toEqual([
    { name: 'CRM', ciphertext: 'v1.sealed' },
  ])
  await expect(worker.sql`update hubflow.secrets set ciphertext = 'x'`).rejects.toMatchObject({ code: '42501' })
  const door = callers.database.connect('hubflow_door')
  await expect(door.sql`select ciphertext from hubflow.secrets`).rejects.toMatchObject({ code: '42501' })

  const [secret] = await callers.admin`select id from hubflow.secrets`
  const asking = async (config: Record<string, unknown>) => {
    const definition = { ...MANUAL, nodes: MANUAL.nodes.map((node) => ({ ...node, type: 'webhook' })) }
    const { id, hookToken } = await createWorkflow(callers.database.url, {
      ownerId: callers.people.trainer ?? '',
      definition,
    })
    await callers.admin`update hubflow.workflows set config = ${JSON.stringify(config)}::text::jsonb where id = ${id}`
    const [found] = await door.sql`select secret_ciphertext as secret from hubflow.find_hook(${hookToken})`
    await callers.admin`delete from hubflow.workflows where id = ${id}`
    return found?.secret
  }
  expect(await asking({ auth: { kind: 'header', secretId: secret?.id } })).toBe('v1.sealed')
  expect(await asking({ auth: { kind: 'header', secretId: callers.people.trainer } })).toBeNull()
  expect(await asking({})).toBeNull()
})

test('mail of the sign-in is written by the sign-in alone', async () => {
  const auth = callers.database.connect('hubflow_auth')
  const mail = (runId: string | null) =>
    auth.sql`insert into hubflow.email_queue (run_id, to_address, subject, body_html, message_id) values (${runId}, 'a@b.de', 's', '', 'm')`
  await mail(null)
  await expect(mail(callers.ids.run ?? null)).rejects.toMatchObject({ code: '42501' })
})

test('published versions and the audit log cannot be changed, whoever asks', async () => {
  await expect(callers.admin`update hubflow.workflow_versions set note = 'x'`).rejects.toMatchObject({ code: '23001' })
  await expect(callers.admin`delete from hubflow.workflow_versions`).rejects.toMatchObject({ code: '23001' })
  await expect(callers.admin`update hubflow.audit_log set detail = '{}'`).rejects.toMatchObject({ code: '23001' })
  await expect(callers.admin`delete from hubflow.audit_log`).rejects.toMatchObject({ code: '23001' })
  await expect(callers.admin`truncate hubflow.audit_log`).rejects.toMatchObject({ code: '23001' })
})

test('an entry about a workflow, or about a run of it, names the workflow by itself', async () => {
  const { workflow = '', run = '' } = callers.ids
  const rows = await callers.admin`insert into hubflow.audit_log (action, object_type, object_id)
    values ('run.cancelled', 'run', ${run}), ('workflow.paused', 'workflow', ${workflow}), ('setting.changed', 'setting', 'hubName')
    returning workflow_id`
  expect(rows.map((row) => row.workflow_id)).toEqual([workflow, workflow, null])
})
