import { load, untilAllEnded } from '@hubflow/db/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startChildWorker } from '../testing/child-worker.ts'
import { inARow, notifyOwner, startTestHub, type TestHub, waitSeconds } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

const TIMERS = load(50, 500)
const HOUR_MS = 3_600_000

let hub: TestHub
beforeEach(async () => {
  hub = await startTestHub()
})
afterEach(() => hub.stop())

test('workers whose clocks are wrong by an hour and a day either way: no wait ends early, late, twice or never', async () => {
  const skewed = async (skewMs: number) => {
    const worker = await startChildWorker(hub.url, { HUBFLOW_TEST_SKEW_MS: String(skewMs) }, 'skewed')
    hub.onStop(async () => {
      worker.process.kill('SIGKILL')
      await worker.ended
    })
  }
  await Promise.all([HOUR_MS, -HOUR_MS, 24 * HOUR_MS, -24 * HOUR_MS].map(skewed))
  await startTimers()
  await untilAllEnded(hub.admin.sql)
  const late = await check()
  // On loopback and two cores; what it promises under load is measured elsewhere.
  expect(late).toBeLessThan(5)
})

test('the database’s clock goes back ten minutes: waits end when it says so, and once', async () => {
  await hub.startWorker()
  await startTimers()
  await until('all wait', async () => (await count(`status = 'waiting'`)) === TIMERS)
  await moveClock('-10 minutes')
  // Their jobs come when pg-boss's own clock says so, which was not moved: none may end a wait then.
  await until('the jobs have come', async () => {
    const [row] =
      await hub.superuser`select count(*)::int as jobs from pgboss.job where name = 'runs' and start_after < now()`
    const [due] = await hub.superuser`select bool_and(due_at < now()) as all from hubflow.workflow_runs`
    return row?.jobs === 0 && due?.all === true
  })
  expect(await count(`status = 'waiting'`)).toBe(TIMERS)
  await moveClock('0')
  await untilAllEnded(hub.admin.sql)
  await check()
})

/** Waits of one to four seconds, one after the other in each run. */
async function startTimers(): Promise<void> {
  for (const seconds of [1, 2, 3, 4]) {
    const workflowId = await hub.publish(inARow([waitSeconds(seconds), notifyOwner('Woken')]))
    const share = Math.floor(TIMERS / 4) + (seconds <= TIMERS % 4 ? 1 : 0)
    await hub.start(
      workflowId,
      Array.from({ length: share }, () => ({})),
    )
  }
}

/** Gives by how many seconds the latest came too late, by the database's clock, which alone counts. */
async function check(): Promise<number> {
  const rows = await hub.superuser`
    select r.status, w.output, extract(epoch from w.resume_at - w.started_at)::float as waited,
      extract(epoch from w.completed_at - (w.started_at + make_interval(secs => (w.input ->> 'amount')::int)))::float as late,
      (select array_agg(n.created_at >= w.started_at + make_interval(secs => (w.input ->> 'amount')::int))
        from hubflow.notifications n where n.run_id = r.id) as told_in_time
    from hubflow.workflow_runs r join hubflow.workflow_run_steps w on w.run_id = r.id and w.node_id = 'n1'`
  expect(rows).toHaveLength(TIMERS)
  for (const row of rows) {
    expect(row.status).toBe('completed')
    expect(row.late).toBeGreaterThanOrEqual(0)
    expect(row.told_in_time).toEqual([true])
  }
  return Math.max(...rows.map((row) => row.late))
}

async function count(where: string): Promise<number> {
  return (await hub.superuser.unsafe(`select from hubflow.workflow_runs where ${where}`)).length
}

function moveClock(by: string) {
  return hub.superuser.unsafe(`create or replace function hubflow.now() returns timestamptz language sql stable
    parallel safe as $$ select statement_timestamp() + interval '${by}' $$`)
}
