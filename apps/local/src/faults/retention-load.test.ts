import { isBar, load, type TestDatabase, testDatabase } from '@hubflow/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Processes, startProcesses } from './processes.ts'
import { publishNotice, startsOf } from './starts.ts'

const ENDED = load(10_000, 1_000_000)
const WAITING = 1000
const SECONDS = 60
/** So much later runs may start while old ones are cleared away: a fifth, or what a busy machine differs by itself. */
const SLOWER = 1.2
const NOISE_MS = 20

let database: TestDatabase
let hub: Processes
beforeAll(async () => {
  database = await testDatabase()
  hub = await startProcesses(database.url)
})
afterAll(async () => {
  await hub.stop()
  await database.drop()
})

describe.runIf(isBar)('a hub that was never cleared', () => {
  test('old runs go, those that wait stay, and new ones start as soon as before', async () => {
    const hooks = await Promise.all(Array.from({ length: 5 }, (_, n) => publishNotice(hub, `New ${n}`)))
    const { id } = await publishNotice(hub, 'Old')
    const alone = await startsOf(hub, hooks, SECONDS)
    await hub.end(hub.worker, 'SIGTERM')
    await fill(id)
    await hub.startWorker()
    const left = () => count(id, `status = 'completed'`)
    await expect.poll(left, { timeout: 60_000 }).toBeLessThan(ENDED)
    const meanwhile = await startsOf(hub, hooks, SECONDS)
    const leftThen = await left()
    console.log(
      `runs started ${alone} ms after the call (p95) before, ${meanwhile} ms while ${leftThen} old ones were cleared`,
    )
    expect(leftThen).toBeGreaterThan(0)
    expect(meanwhile).toBeLessThanOrEqual(alone * SLOWER + NOISE_MS)
    await expect.poll(left, { timeout: 1_500_000, interval: 5000 }).toBe(0)
    expect(await count(id, `status = 'waiting' and archived_at is null and context <> '{"trigger": {}}'`)).toBe(WAITING)
    expect(hub.ended).toEqual([])
  })
})

async function count(workflowId: string, condition: string): Promise<number> {
  const [row] = await hub.sql.unsafe(
    `select count(*)::int as runs from hubflow.workflow_runs where workflow_id = $1 and ${condition}`,
    [workflowId],
  )
  return row?.runs
}

/** Rows as the worker leaves them, with one step each; without the triggers that would tell viewers of each. */
async function fill(workflowId: string): Promise<void> {
  await hub.sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`
      insert into hubflow.workflow_runs (workflow_id, version, context, status, due_at, created_at, started_at, completed_at)
      select ${workflowId}, 1, '{"trigger": {"body": {"name": "Ada"}}}', (case when ended then 'completed' else 'waiting' end)::hubflow.run_status,
        case when not ended then hubflow.now() + interval '30 days' end, at, at, case when ended then at end
      from (select n <= ${ENDED} as ended, hubflow.now() - interval '400 days' - n * interval '1 second' as at
        from generate_series(1, ${ENDED + WAITING}) n) given`
    await sql`
      insert into hubflow.workflow_run_steps (run_id, node_id, position, type, name, status, input, output)
      select id, 'tell', 0, 'create-notification', 'Tell', 'completed', '{"title": "Old"}', '{"sent": 1}'
      from hubflow.workflow_runs where workflow_id = ${workflowId}`
  })
  await hub.sql`analyze hubflow.workflow_runs, hubflow.workflow_run_steps`
}
