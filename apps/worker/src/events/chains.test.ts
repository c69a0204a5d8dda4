import { tables } from '@hubflow/db'
import { createWorkflow } from '@hubflow/db/testing'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inARow, startTestHub, type TestHub } from '../testing/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
  await hub.startWorker()
})
afterAll(() => hub.stop())

/** A workflow that moves the recruit on each time it comes to a phase. */
async function publish(name: string, comesTo: string | null, goesTo: string): Promise<string> {
  const rules = [{ field: 'trigger.data.to_phase', operator: 'equals', value: comesTo }]
  const filter = comesTo === null ? {} : { filter: { combinator: 'and', rules } }
  const definition = inARow(
    [
      {
        type: 'update-field',
        config: { table: 'recruits', recordId: '{{trigger.data.recruit_id}}', field: 'phase', value: goesTo },
      },
    ],
    { type: 'event', config: { eventType: 'recruit.phase_changed', ...filter } },
  )
  return (await createWorkflow(hub.url, { ownerId: hub.owner.id, definition, name })).id
}

test.each<[string, [name: string, comesTo: string | null, goesTo: string][], string]>([
  [
    'a workflow that sets itself off',
    [['Self', null, '{{trigger.data.from_phase}}']],
    'Self → Self → Self → Self → Self → Self → Self',
  ],
  [
    'a pair',
    [
      ['Ping', 'interview', 'contracting'],
      ['Pong', 'contracting', 'interview'],
    ],
    'Ping → Pong → Ping → Pong → Ping → Pong → Ping',
  ],
  [
    'a circle of three',
    [
      ['One', 'interview', 'contracting'],
      ['Two', 'contracting', 'licensing'],
      ['Three', 'licensing', 'interview'],
    ],
    'One → Two → Three → One → Two → Three → One',
  ],
])('%s ends after five in a row, with the names of the chain', async (_, workflows, chain) => {
  const ids = await Promise.all(workflows.map(([name, comesTo, goesTo]) => publish(name, comesTo, goesTo)))
  const sql = hub.superuser
  const [agent] =
    await sql`insert into hub.agents (first_name, last_name, email, user_id) values ('Ann', 'Lee', 'ann@hub.test', null) returning id`
  const [recruit] =
    await sql`insert into hub.recruits (first_name, last_name, agent_id) values ('Cy', 'Fox', ${agent?.id}) returning id`
  await sql`update hub.recruits set phase = 'interview' where id = ${recruit?.id}`

  const ended = () =>
    hub.worker.orm.select().from(tables.triggerDecisions).where(eq(tables.triggerDecisions.verdict, 'chain-too-deep'))
  await expect.poll(ended, { timeout: 20_000 }).toHaveLength(1)
  expect((await ended())[0]?.detail).toEqual({ chain: chain.split(' → ') })
  const runs = await sql`
    select status, chain_depth, jsonb_array_length(chain) as links, error_message from hubflow.workflow_runs
    where workflow_id = any(${ids}) order by chain_depth`
  expect(runs.map((run) => [run.chain_depth, run.links])).toEqual([0, 1, 2, 3, 4, 5, 6].map((depth) => [depth, depth]))
  expect(runs.map((run) => run.status)).toEqual([...Array<string>(6).fill('completed'), 'failed'])
  expect(runs.at(-1)?.error_message).toContain(`(${chain})`)
  expect(await sql`select id from hubflow.events where dispatched_at is null`).toHaveLength(0)
  await sql`truncate hubflow.workflows, hubflow.events cascade`
})
