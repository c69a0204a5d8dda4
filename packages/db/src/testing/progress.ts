import { setTimeout as delay } from 'node:timers/promises'
import type postgres from 'postgres'

const STUCK_AFTER_MS = 30_000

/** Parked for longer than a minute is not under way. */
const UNDER_WAY = `(status in ('pending', 'running') or status = 'waiting' and due_at < hubflow.now() + interval '1 minute')`

/**
 * Waits until no run is under way. When none has ended for 30 s, it fails and tells what holds them: runs, steps, jobs,
 * locks, and whatever `more` adds.
 */
export async function untilAllEnded(sql: postgres.Sql, more: () => string = () => ''): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY
  let progressAt = performance.now()
  for (;;) {
    const [row] = await sql<{ left: number }[]>`
      select count(*)::int as left from hubflow.workflow_runs where ${sql.unsafe(UNDER_WAY)}`
    const left = row?.left ?? -1
    if (left === 0) return
    if (left < fewest) [fewest, progressAt] = [left, performance.now()]
    if (performance.now() - progressAt > STUCK_AFTER_MS)
      throw new Error(`${left} runs are stuck: ${await whatHoldsThem(sql)}\n${more()}`)
    await delay(100)
  }
}

async function whatHoldsThem(sql: postgres.Sql): Promise<string> {
  const runs = await sql`
    select r.id, r.status, r.attempt, r.crashes, r.worker_id, r.next_node_id, r.due_at, hubflow.now(), r.error_message,
      (select json_agg(json_build_array(s.node_id, s.status, s.attempt, s.resume_at) order by s.position)
        from hubflow.workflow_run_steps s where s.run_id = r.id) as steps
    from hubflow.workflow_runs r where ${sql.unsafe(UNDER_WAY)} order by r.id limit 5`
  const jobs = await sql`
    select id, data, state, retry_count, start_after, started_on, heartbeat_on from pgboss.job
    where data ->> 'runId' = any(${runs.map((run) => String(run.id))})`
  const jobStates = await sql`select name, state, count(*)::int from pgboss.job group by 1, 2`
  const workers = await sql`select * from hubflow.workers`
  const sessions = await sql`
    select pid, application_name, state, wait_event_type, wait_event, xact_start, left(query, 80) as query,
      pg_blocking_pids(pid) as blocked_by
    from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and (state <> 'idle' or application_name like '%presence')`
  const locks = await sql`
    select pid, locktype, relation::regclass::text, objid, mode, granted from pg_locks
    where database = (select oid from pg_database where datname = current_database())
      and (locktype = 'advisory' or not granted)`
  return JSON.stringify({ runs, jobs, jobStates, workers, sessions, locks }, null, 1)
}
