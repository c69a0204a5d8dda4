import type { Database } from '@hubflow/db'
import type { Statements } from '../statements.ts'
import { type RetentionDays, readRetentionDays } from './days.ts'

/** Rows that one transaction takes at most: it is over before anybody waits for it. */
const BATCH = 200

/** Only one worker at a time clears away. */
const RETENTION_LOCK = 0x48_75_65

/** How long dispatched events, times of schedules and used keys are kept, and workflows in the bin, in days. */
const KEPT_DAYS = 30

/** How far back keys are looked for, in days: what is older was forgotten on one of the days between. */
const KEYS_SOUGHT_DAYS = 37

type Clearing = (sql: Statements, days: RetentionDays) => Promise<number>

/** In this order: what is dropped entirely is archived first. Each gives how many rows it took. */
const CLEARINGS: Clearing[] = [
  archiveRuns,
  deleteRuns,
  forgetKeys,
  clearEvents,
  clearOccurrences,
  emptyBinOfRuns,
  emptyBin,
]

/**
 * Drops what is past its time, each kind in a small transaction of its own that skips what others hold: the details of
 * ended runs, then the runs, old events, times of schedules and keys, workflows in the bin. Runs that have not ended are never dropped, nor is
 * the hub's own history. True when there is certainly more.
 */
export async function clearAway(database: Database): Promise<boolean> {
  let more = false
  for (const clear of CLEARINGS) {
    const taken = await database.sql.begin(async (sql) => {
      const [lock] = await sql<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${RETENTION_LOCK}) as taken`
      return lock?.taken ? await clear(sql, await readRetentionDays(sql)) : 0
    })
    more ||= taken === BATCH
  }
  return more
}

/** The context and what the steps took, gave and did; the summary stays, and so does what an error said. */
async function archiveRuns(sql: Statements, { detailDays, runDays }: RetentionDays): Promise<number> {
  const archived = await sql<{ id: string }[]>`
    update hubflow.workflow_runs set archived_at = hubflow.now(), context = '{"trigger": {}}', test = test - 'outputs'
    where id in (
      select id from hubflow.workflow_runs
      where completed_at < hubflow.now() - make_interval(days => ${Math.min(detailDays, runDays)})
        and archived_at is null and status in ('completed', 'failed', 'cancelled')
      order by completed_at limit ${BATCH} for update skip locked)
    returning id`
  await sql`
    update hubflow.workflow_run_steps set input = null, output = null, effects = '[]', error = error - 'detail'
    where run_id = any(${archived.map(({ id }) => id)}::uuid[])`
  return archived.length
}

async function deleteRuns(sql: Statements, { runDays }: RetentionDays): Promise<number> {
  const deleted = await sql`
    delete from hubflow.workflow_runs where id in (
      select id from hubflow.workflow_runs
      where completed_at < hubflow.now() - make_interval(days => ${runDays})
        and archived_at is not null and status in ('completed', 'failed', 'cancelled')
      order by completed_at limit ${BATCH} for update skip locked)`
  return deleted.count
}

async function forgetKeys(sql: Statements): Promise<number> {
  const forgotten = await sql`
    update hubflow.workflow_runs set dedupe_key = null, dedupe_hash = null where id in (
      select id from hubflow.workflow_runs
      where created_at < hubflow.now() - make_interval(days => ${KEPT_DAYS})
        and created_at > hubflow.now() - make_interval(days => ${KEYS_SOUGHT_DAYS})
        and dedupe_key is not null
      limit ${BATCH} for update skip locked)`
  return forgotten.count
}

/** Ids grow with time, so the oldest are found without looking at all. */
async function clearEvents(sql: Statements): Promise<number> {
  const deleted = await sql`
    delete from hubflow.events where id in (
      select id from (select * from hubflow.events order by id limit ${BATCH}) oldest
      where dispatched_at is not null and occurred_at < hubflow.now() - make_interval(days => ${KEPT_DAYS}))`
  return deleted.count
}

/** The next time of a schedule has no outcome yet and stays, however long ago it was due. */
async function clearOccurrences(sql: Statements): Promise<number> {
  const deleted = await sql`
    delete from hubflow.schedule_occurrences where (workflow_id, local_time) in (
      select workflow_id, local_time from hubflow.schedule_occurrences
      where outcome is not null and due_at < hubflow.now() - make_interval(days => ${KEPT_DAYS})
      order by due_at limit ${BATCH} for update skip locked)`
  return deleted.count
}

async function emptyBinOfRuns(sql: Statements): Promise<number> {
  const deleted = await sql`
    delete from hubflow.workflow_runs where id in (
      select run.id from hubflow.workflows workflow, lateral (
        select id from hubflow.workflow_runs
        where workflow_id = workflow.id and status in ('completed', 'failed', 'cancelled')
        order by created_at desc limit ${BATCH} for update skip locked) run
      where workflow.deleted_at < hubflow.now() - make_interval(days => ${KEPT_DAYS}) limit ${BATCH})`
  return deleted.count
}

async function emptyBin(sql: Statements): Promise<number> {
  const purged = await sql<{ id: string; name: string }[]>`
    delete from hubflow.workflows workflow
    where deleted_at < hubflow.now() - make_interval(days => ${KEPT_DAYS})
      and not exists (select from hubflow.workflow_runs run where run.workflow_id = workflow.id)
    returning id, name`
  for (const { id, name } of purged)
    await sql`
      insert into hubflow.audit_log (action, object_type, object_id, detail)
      values ('workflow.purged', 'workflow', ${id}, jsonb_build_object('name', ${name}::text, 'after', 'bin'))`
  return purged.length
}
