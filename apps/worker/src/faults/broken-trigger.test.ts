import { asPerson } from '@hubflow/db'
import { createWorkflow } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inARow, notifyOwner, startTestHub, type TestHub } from '../testing/test-hub.ts'
import { until } from '../testing/until.ts'

const WRITES = 10

let hub: TestHub
let agent: string
beforeAll(async () => {
  hub = await startTestHub()
  const [row] = await hub.superuser`
    insert into hub.agents (first_name, last_name, email) values ('Ann', 'Lee', 'ann@hub.test') returning id`
  agent = row?.id
  await hub.startWorker()
})
afterAll(() => hub.stop())

/** Each breaks Hubflow's part of a hub write in its own way; what it gives mends it. */
const FAULTS: Record<string, () => Promise<() => Promise<unknown>>> = {
  'a permission was taken away': async () => {
    await hub.superuser`revoke insert on hubflow.events from hubflow_owner`
    return () => hub.superuser`grant insert on hubflow.events to hubflow_owner`
  },
  'its function fails': async () => {
    const [whole] =
      await hub.superuser`select pg_get_functiondef('hubflow.event_of(hub.changes)'::regprocedure) as text`
    await hub.superuser`
      create or replace function hubflow.event_of(change hub.changes, out type text, out data jsonb)
      language plpgsql immutable as 'begin raise exception ''broken on purpose''; end'`
    return () => hub.superuser.unsafe(whole?.text)
  },
  'its table is locked': async () => {
    const mended = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const locker = hub.superuser.begin(async (tx) => {
      await tx`lock table hubflow.events in access exclusive mode`
      locked.resolve()
      await mended.promise
    })
    await locked.promise
    return () => {
      mended.resolve()
      return locker
    }
  },
}

test.each(Object.entries(FAULTS))(
  '%s: the hub’s own writes stand, and each event is caught up with, once',
  async (_, breakIt) => {
    const definition = inARow([notifyOwner('Moved')], { type: 'event', config: { eventType: 'recruit.phase_changed' } })
    const { id: workflowId } = await createWorkflow(hub.url, { ownerId: hub.owner.id, definition })
    const recruits = await Promise.all(Array.from({ length: WRITES }, addRecruit))
    const app = hub.connect('hubflow_app', 2)

    const mend = await breakIt()
    try {
      for (const recruit of recruits) {
        const moved = await asPerson(app, hub.owner.id, (tx) =>
          tx.execute(`update hub.recruits set phase = 'interview' where id = '${recruit}'`),
        )
        expect(moved.count).toBe(1)
      }
      const phases = await app.sql.begin(async (sql) => {
        await sql`select set_config('hubflow.user_id', ${hub.owner.id}, true)`
        return sql`select distinct phase from hub.recruits where id = any(${recruits})`
      })
      expect(phases.map((row) => row.phase)).toEqual(['interview'])
      const [waiting] =
        await hub.superuser`select count(*)::int as changes from hub.changes where dispatched_at is null`
      expect(waiting?.changes).toBe(WRITES)
    } finally {
      await mend()
    }

    await until('all runs are completed', async () => (await runsOf(workflowId)).completed === WRITES)
    const [left] = await hub.worker.sql`select hubflow.derive_missing_events() as events`
    expect(left?.events).toBe(0)
    expect(await runsOf(workflowId)).toEqual({ all: WRITES, completed: WRITES, subjects: WRITES })
  },
)

async function addRecruit(): Promise<string> {
  const [row] = await hub.superuser`
    insert into hub.recruits (first_name, last_name, agent_id) values ('Cy', 'Fox', ${agent}) returning id`
  return row?.id
}

async function runsOf(workflowId: string) {
  const [row] = await hub.superuser`
    select count(*)::int as "all", count(*) filter (where status = 'completed')::int as completed,
      count(distinct subject_id)::int as subjects
    from hubflow.workflow_runs where workflow_id = ${workflowId}`
  return { ...row }
}
