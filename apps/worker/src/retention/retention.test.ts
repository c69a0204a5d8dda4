import { afterAll, beforeAll, expect, test } from 'vitest'
import { inARow, notifyOwner, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { clearAway } from './retention.ts'

let hub: TestHub
let workflowId: string
beforeAll(async () => {
  hub = await startTestHub()
  workflowId = await hub.publish(inARow([notifyOwner('Done')]))
})
afterAll(() => hub.stop())

async function run(status: string, daysAgo: number, of = workflowId): Promise<string> {
  const ended = ['completed', 'failed', 'cancelled'].includes(status)
  const [row] = await hub.admin.sql<{ id: string }[]>`
    insert into hubflow.workflow_runs (workflow_id, version, context, status, due_at, created_at, completed_at, dedupe_key)
    values (${of}, 1, '{"trigger": {"body": {"name": "Ada"}}}', ${status}::hubflow.run_status, null,
      hubflow.now() - make_interval(days => ${daysAgo}),
      case when ${ended} then hubflow.now() - make_interval(days => ${daysAgo}) end, gen_random_uuid()::text) returning id`
  const id = row?.id ?? ''
  await hub.admin
    .sql`insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, input, output, effects, error)
    values (${id}, 'n1', 0, 'create-notification', 'Tell', 'completed', '{"a": 1}', '{"b": 2}',
      '[{"kind": "preview", "sentence": "x", "detail": null}]', '{"code": "unexpected", "message": "Kept.", "detail": "Dropped."}')`
  return id
}

async function clear(): Promise<void> {
  while (await clearAway(hub.worker));
}

async function exists(id: string): Promise<boolean> {
  return (await hub.admin.sql`select from hubflow.workflow_runs where id = ${id}`).length === 1
}

test('ended runs lose their details, then go; runs that have not ended never do', async () => {
  const fresh = await run('completed', 29)
  const old = await Promise.all(['completed', 'failed', 'cancelled'].map((status) => run(status, 31)))
  const ancient = await run('failed', 366)
  const open = await Promise.all(['pending', 'waiting', 'held', 'running'].map((status) => run(status, 400)))
  await clear()

  expect(await hub.run(fresh)).toMatchObject({ archivedAt: null, context: { trigger: { body: { name: 'Ada' } } } })
  for (const id of old) {
    expect(await hub.run(id)).toMatchObject({ archivedAt: expect.any(Date), context: { trigger: {} }, dedupeKey: null })
    expect(await hub.steps(id)).toMatchObject([
      { status: 'completed', name: 'Tell', input: null, output: null, effects: [] },
    ])
    expect((await hub.steps(id))[0]?.error).toEqual({ code: 'unexpected', message: 'Kept.' })
  }
  expect(await exists(ancient)).toBe(false)
  for (const id of open) {
    expect(await hub.run(id)).toMatchObject({ archivedAt: null, context: { trigger: { body: { name: 'Ada' } } } })
    expect(await hub.steps(id)).toMatchObject([{ input: { a: 1 }, output: { b: 2 } }])
  }
})

test('in as many small batches as it takes', async () => {
  await hub.admin.sql`
    insert into hubflow.workflow_runs (workflow_id, version, context, status, due_at, completed_at)
    select ${workflowId}, 1, '{"trigger": {}}', 'completed', null, hubflow.now() - interval '400 days' from generate_series(1, 450)`
  expect(await clearAway(hub.worker)).toBe(true)
  await clear()
  expect(
    await hub.admin.sql`select from hubflow.workflow_runs where completed_at < hubflow.now() - interval '365 days'`,
  ).toEqual([])
})

test('for as long as an admin says', async () => {
  const id = await run('completed', 6)
  await hub.admin
    .sql`insert into hubflow.settings (key, value) values ('retention.detailDays', '5'), ('retention.runDays', '7')`
  await clear()
  expect((await hub.run(id)).archivedAt).toBeInstanceOf(Date)
  await hub.admin.sql`update hubflow.settings set value = '6' where key = 'retention.runDays'`
  await hub.admin.sql`update hubflow.workflow_runs set completed_at = completed_at - interval '1 hour' where id = ${id}`
  await clear()
  expect(await exists(id)).toBe(false)
  await hub.admin.sql`delete from hubflow.settings`
})

test('old events go once they are dispatched; the hub’s own history stays', async () => {
  await hub.admin.sql`insert into hubflow.events (type, data, occurred_at, dispatched_at) values
    ('old', '{}', hubflow.now() - interval '31 days', hubflow.now()), ('waiting', '{}', hubflow.now() - interval '31 days', null),
    ('new', '{}', hubflow.now(), hubflow.now())`
  await hub.admin.sql`insert into hub.changes (table_name, record_id, operation, new, changed_at, dispatched_at)
    values ('clients', gen_random_uuid(), 'insert', '{}', hubflow.now() - interval '3 years', hubflow.now())`
  await clear()
  const left = await hub.admin.sql<{ type: string }[]>`select type from hubflow.events order by type`
  expect(left.map(({ type }) => type)).toEqual(['new', 'waiting'])
  expect(await hub.admin.sql`select from hub.changes`).toHaveLength(1)
})

test('times of schedules go once they are over and old; the next one stays however late it is', async () => {
  await hub.admin.sql`
    insert into hubflow.schedule_occurrences (workflow_id, local_time, due_at, outcome)
    select ${workflowId}, time, hubflow.now() - make_interval(days => age), outcome
    from (values ('old', 31, 'started'), ('missed', 31, 'skipped: missed'), ('new', 29, 'started'), ('next', 31, null))
      times (time, age, outcome)`
  await clear()
  const left = await hub.admin.sql<
    { local_time: string }[]
  >`select local_time from hubflow.schedule_occurrences order by due_at`
  expect(left.map(({ local_time }) => local_time)).toEqual(['next', 'new'])
})

test('the bin is emptied after 30 days, runs and versions with it', async () => {
  const binned = await hub.publish(inARow([notifyOwner('Gone')]))
  const recent = await hub.publish(inARow([notifyOwner('Still there')]))
  await run('completed', 3, binned)
  const kept = await run('completed', 3, recent)
  await hub.admin
    .sql`update hubflow.workflows set status = 'archived', deleted_at = hubflow.now() - interval '31 days' where id = ${binned}`
  await hub.admin
    .sql`update hubflow.workflows set status = 'archived', deleted_at = hubflow.now() - interval '29 days' where id = ${recent}`
  await clear()
  expect(await hub.admin.sql`select from hubflow.workflows where id = ${binned}`).toEqual([])
  expect(await hub.admin.sql`select from hubflow.workflow_versions where workflow_id = ${binned}`).toEqual([])
  expect(await exists(kept)).toBe(true)
  expect(await hub.admin.sql`select action from hubflow.audit_log where object_id = ${binned}`).toEqual([
    { action: 'workflow.purged' },
  ])
})
