import { afterAll, beforeAll, expect, test } from 'vitest'
import { clearAway } from '../retention/retention.ts'
import { inARow, notifyOwner, startTestHub, type TestHub } from '../testing/test-hub.ts'

const WAITS = 50
const DAY_SECONDS = 86_400

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.stop())

test('waits of seconds to 400 days outlast restarts, retention, and jobs that were deleted', async () => {
  const days = Array.from({ length: WAITS }, (_, index) => Math.round((index / (WAITS - 1)) * 400 * 1000) / 1000)
  const wait = { type: 'wait', config: { kind: 'until', at: '{{trigger.body.at}}' } }
  const workflowId = await hub.publish(inARow([wait, notifyOwner('Woken')]))
  const begun = Date.now()
  const at = days.map((day) => new Date(begun + Math.max(20, day * DAY_SECONDS) * 1000).toISOString())
  const first = await hub.startWorker()
  const ids = await hub.start(
    workflowId,
    at.map((moment) => ({ at: moment })),
  )
  for (const id of ids) await hub.reaches(id, 'waiting')
  await first.stop()
  // As pg-boss does with a job that was not started within its retention.
  await hub.admin.sql`delete from pgboss.job`

  for (const passed of [45, 200, 401]) {
    await moveClock(`${passed} days`)
    while (await clearAway(hub.worker));
    expect(await hub.admin.sql`select from hubflow.workflow_runs`).toHaveLength(WAITS)
    const worker = await hub.startWorker()
    const due = ids.filter((_, index) => (days[index] ?? 0) < passed)
    for (const id of due) await hub.reaches(id, 'completed')
    const rest = await hub.admin.sql`select from hubflow.workflow_runs where status = 'waiting'`
    expect(rest).toHaveLength(WAITS - due.length)
    await worker.stop()
  }
  for (const id of ids) expect(await hub.notificationsOf(id)).toHaveLength(1)
})

function moveClock(by: string) {
  return hub.superuser.unsafe(`create or replace function hubflow.now() returns timestamptz language sql stable
    parallel safe as $$ select statement_timestamp() + interval '${by}' $$`)
}
