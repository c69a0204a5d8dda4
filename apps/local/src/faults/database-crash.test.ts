import type { Definition, WorkflowNode } from '@hubflow/core'
import { load, untilAllEnded } from '@hubflow/db/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Caller, CrashableHub, lost } from './crashable-hub.ts'

const CALLS_PER_SECOND = 50
const CRASHES = load(3, 20)

const TWO_NOTIFICATIONS: Definition = {
  schemaVersion: 1,
  nodes: [
    { id: 'call', type: 'webhook', name: 'Call', config: {}, position: { x: 0, y: 0 } },
    notification('one'),
    notification('two'),
  ],
  edges: [
    { id: 'e1', source: 'call', target: 'one', branch: 'next' },
    { id: 'e2', source: 'one', target: 'two', branch: 'next' },
  ],
}

let hub: CrashableHub
beforeEach(async () => {
  hub = new CrashableHub()
  await hub.start()
})
afterEach(() => hub.stop())

test('PostgreSQL crashes under load: every accepted call has its run, each effect is there once, and all goes on by itself', async () => {
  const caller = new Caller(await hub.publish(TWO_NOTIFICATIONS), CALLS_PER_SECOND)
  for (let crash = 0; crash < CRASHES; crash++) {
    await caller.callFor(1000)
    await hub.crashDatabase()
    await caller.callFor(1000)
    await hub.startDatabase()
    const backAt = performance.now()
    await expect.poll(() => caller.call(), { timeout: 15_000, interval: 100 }).toBe(202)
    expect(performance.now() - backAt).toBeLessThan(5000)
  }
  await caller.settled()
  // No process of the hub ended: each found the database again by itself.
  expect(hub.said, hub.logs()).toEqual([])
  expect([...caller.refusals]).toEqual(['503 with Retry-After'])
  expect(caller.accepted.length).toBeGreaterThan(CRASHES * 40)
  await hub.query(async (sql) => {
    await untilAllEnded(sql, () => hub.logs())
    expect(await sql`select id, error_message from hubflow.workflow_runs where status <> 'completed'`).toEqual([])
    expect(await lost(sql, caller.accepted)).toEqual([])
    const effects =
      await sql`select run_id, count(*)::int as n from hubflow.notifications group by run_id having count(*) <> 2`
    expect(effects).toHaveLength(0)
  })
})

test('the test above can fail: a database that answers before its disk has it loses accepted calls', async () => {
  const caller = new Caller(await hub.publish(TWO_NOTIFICATIONS), CALLS_PER_SECOND)
  await hub.query(async (sql) => {
    await sql`alter system set synchronous_commit = off`
    await sql`alter system set wal_writer_delay = '10s'`
    await sql`alter system set wal_writer_flush_after = '1GB'`
    await sql`select pg_reload_conf()`
    await expect.poll(async () => (await sql`show synchronous_commit`)[0]).toEqual({ synchronous_commit: 'off' })
  })
  await caller.callFor(1000)
  await caller.settled()
  await hub.crashDatabase()
  await hub.startDatabase()
  await hub.query(async (sql) => {
    expect((await lost(sql, caller.accepted)).length).toBeGreaterThan(0)
  })
})

function notification(id: string): WorkflowNode {
  const config = { to: ['owner'], title: id, message: 'A call came in.' }
  return { id, type: 'create-notification', name: id, config, position: { x: 0, y: 0 } }
}
