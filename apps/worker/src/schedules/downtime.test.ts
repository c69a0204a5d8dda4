import type { WorkflowNode } from '@hubflow/core'
import { createPerson, createWorkflow, type TestDatabase, testDatabase } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Schedules } from './schedules.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

let database: TestDatabase
let sql: postgres.Sql
let ownerId: string
beforeAll(async () => {
  database = await testDatabase()
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  ownerId = (await createPerson(database.url, { role: 'trainer' })).id
})
beforeEach(async () => {
  await moveClock(0)
  await sql`truncate hubflow.workflows, hubflow.settings cascade`
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

/** Sets the business clock of every connection that is opened from now on. */
async function moveClock(byMs: number): Promise<void> {
  const [row] = await sql<{ name: string }[]>`select current_database() as name`
  const offset = `${Math.round(byMs)} milliseconds`
  await sql.unsafe(`alter database "${row?.name}" set hubflow.clock_offset = '${offset}'`)
  await sql.unsafe(`set hubflow.clock_offset = '${offset}'`)
}

/** So many workers look at once, with the clock as it stands now. */
async function look(workers = 1): Promise<void> {
  const all = Array.from({ length: workers }, () => database.connect('hubflow_worker'))
  const queue = await database.queue('hubflow_worker')
  await Promise.all(all.map((worker) => new Schedules(worker, queue, 'UTC').fire()))
  await Promise.all([...all.map((worker) => worker.close()), queue.close()])
}

async function publish(config: WorkflowNode['config'], type = 'schedule'): Promise<string> {
  const definition = {
    schemaVersion: 1 as const,
    nodes: [{ id: 'n1', type, name: 'Times', config, position: { x: 0, y: 0 } }],
    edges: [],
  }
  return (await createWorkflow(database.url, { ownerId, definition })).id
}

async function awaitedOf(workflowId: string): Promise<{ localTime: string; dueAt: Date } | null> {
  const [row] = await sql<{ localTime: string; dueAt: Date }[]>`
    select local_time as "localTime", due_at as "dueAt" from hubflow.schedule_occurrences
    where workflow_id = ${workflowId} and outcome is null`
  return row ?? null
}

const scheduledOf = async (workflowId: string) =>
  (
    await sql`select context -> 'trigger' ->> 'scheduledFor' as at from hubflow.workflow_runs
      where workflow_id = ${workflowId} order by id`
  ).map((row) => row.at)
const decisionsOf = (workflowId: string) =>
  sql`select verdict, detail, run_id from hubflow.trigger_decisions where workflow_id = ${workflowId} order by id`

const EVERY_MINUTE = { kind: 'interval', every: 1, unit: 'minutes' }
const EVERY_HOUR = { kind: 'interval', every: 1, unit: 'hours' }

test.each<[string, WorkflowNode['config'], number, number, { skip: number; once: number; all: number }]>([
  ['a minute', EVERY_MINUTE, MINUTE_MS, MINUTE_MS, { skip: 1, once: 1, all: 2 }],
  ['an hour', EVERY_HOUR, HOUR_MS, HOUR_MS, { skip: 0, once: 1, all: 2 }],
  ['a day', EVERY_HOUR, HOUR_MS, DAY_MS, { skip: 0, once: 1, all: 25 }],
  ['forty days', EVERY_HOUR, HOUR_MS, 40 * DAY_MS, { skip: 0, once: 1, all: 100 }],
])(
  'after %s without a worker, three start exactly what the schedule asks for',
  async (_, config, stepMs, awayMs, counts) => {
    const ids = {
      skip: await publish({ ...config, missed: 'skip' }),
      once: await publish({ ...config, missed: 'once' }),
      all: await publish({ ...config, missed: 'all' }),
    }
    await look()
    const awaited = await awaitedOf(ids.all)
    const first = awaited?.dueAt.getTime() ?? 0
    // Half a step after the last time of the absence, so that none is due at the very moment.
    await moveClock(first + awayMs + stepMs / 2 - Date.now())
    await look(3)
    await look(3)

    const due = awayMs / stepMs + 1
    const times = Array.from({ length: due }, (_, index) => new Date(first + index * stepMs).toISOString())
    for (const missed of ['skip', 'once', 'all'] as const) {
      expect(await scheduledOf(ids[missed])).toEqual(counts[missed] === 0 ? [] : times.slice(-counts[missed]))
      const left = due - counts[missed]
      expect((await decisionsOf(ids[missed])).map((row) => [row.verdict, row.detail.count])).toEqual(
        left === 0 ? [] : [['missed', left]],
      )
    }
  },
)

test('times of a pause are not caught up, though no worker saw the pause', async () => {
  const id = await publish({ ...EVERY_HOUR, missed: 'all' })
  await look()
  await sql`update hubflow.workflows set status = 'paused' where id = ${id}`
  await moveClock(DAY_MS)
  await sql`update hubflow.workflows set status = 'active' where id = ${id}`
  await look(3)
  expect(await scheduledOf(id)).toEqual([])
  expect((await awaitedOf(id))?.dueAt.getTime()).toBeGreaterThan(Date.now() + DAY_MS)
})

test('a time that is left out while a run is under way is kept, with that run', async () => {
  const id = await publish({ ...EVERY_HOUR, overlap: 'skip' })
  const [run] = await sql`insert into hubflow.workflow_runs (workflow_id, version, context, status)
    values (${id}, 1, '{"trigger": {}}', 'waiting') returning id`
  await look()
  const awaited = await awaitedOf(id)
  await moveClock((awaited?.dueAt.getTime() ?? 0) + 1000 - Date.now())
  await look()
  expect(await decisionsOf(id)).toEqual([
    { verdict: 'overlapping', detail: { at: awaited?.localTime }, run_id: run?.id },
  ])
})

test('one schedule that fails keeps no other one from its time', async () => {
  const broken = await publish(EVERY_HOUR)
  const sound = await publish(EVERY_HOUR)
  await look()
  await sql.unsafe(`create function refuse() returns trigger language plpgsql as $$ begin
    if new.workflow_id = '${broken}' then raise 'broken'; end if; return new; end $$`)
  await sql`create trigger refuse before insert on hubflow.workflow_runs for each row execute function refuse()`
  await moveClock(HOUR_MS)
  await expect(look()).rejects.toThrow('1 schedules could not be seen to')
  await sql`drop trigger refuse on hubflow.workflow_runs`
  expect(await scheduledOf(sound)).toHaveLength(1)
  expect(await scheduledOf(broken)).toHaveLength(0)
})

test.each([
  ['time.daily', '2027-03-03T08:00:00.000Z', '2027-03-04T08:00'],
  ['time.weekly', '2027-03-08T08:00:00.000Z', '2027-03-15T08:00'],
  ['time.monthly', '2027-04-01T08:00:00.000Z', '2027-05-01T08:00'],
])('%s is a schedule at the hub’s hour', async (eventType, due, next) => {
  await moveClock(Date.parse('2027-03-02T12:00:00Z') - Date.now())
  const id = await publish({ eventType }, 'event')
  await look()
  expect((await awaitedOf(id))?.dueAt.toISOString()).toBe(due)
  await moveClock(Date.parse(due) + 1000 - Date.now())
  await look(3)
  const runs = await sql`select context from hubflow.workflow_runs where workflow_id = ${id}`
  expect(runs.map((run) => run.context.trigger)).toEqual([{ type: eventType, data: { scheduled_for: due } }])
  expect((await awaitedOf(id))?.localTime).toBe(next)
})

test('the hub’s hour is what an admin set; a new one counts from then on', async () => {
  await moveClock(Date.parse('2027-03-02T12:00:00Z') - Date.now())
  const id = await publish({ eventType: 'time.daily' }, 'event')
  await look()
  await moveClock(Date.parse('2027-03-02T12:01:00Z') - Date.now())
  await sql`insert into hubflow.settings (key, value) values ('fixedHour', '"17:30"')`
  await look()
  expect((await awaitedOf(id))?.localTime).toBe('2027-03-02T17:30')
})
