import type { Definition, Json } from '@hubflow/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Estimate, Workflow } from '../contract/workflow.ts'
import { MANUAL, notifying } from '../testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
  await withOwner(async (sql) => {
    const [agent] = await sql`
      insert into hub.agents (first_name, last_name, email) values ('Ann', 'Agent', 'ann@hub.test') returning id`
    const [client] = await sql`
      insert into hub.clients (first_name, last_name, agent_id) values ('Carl', 'Client', ${agent?.id}) returning id`
    for (const [number, premium] of [1, 2, 3].entries())
      await sql`insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium)
        values (${`P-${number + 1}`}, ${client?.id}, ${agent?.id}, 'Northlight', 'Term', ${premium * 1000})`
    // One of them lies too far back to count.
    await sql`update hubflow.events set occurred_at = hubflow.now() - interval '31 days'
      where data->>'policy_id' = (select id::text from hub.policies where policy_number = 'P-1')`
  })
})
afterAll(() => hub.stop())

async function withOwner(work: (sql: ReturnType<TestApi['database']['connect']>['sql']) => Promise<unknown>) {
  const owner = hub.database.connect('hubflow_owner')
  await work(owner.sql)
  await owner.close()
}

let number = 0
async function create(definition: Definition): Promise<string> {
  const body = { name: `Estimated ${++number}`, definition }
  return (await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))).id
}

async function estimated(id: string, body: object = {}): Promise<Estimate> {
  const answer = await hub.send('POST', `/api/workflows/${id}/estimate`, { as: 'trainer', body })
  expect(answer.status).toBe(200)
  return bodyOf(answer)
}

function onPolicies(more: { [field: string]: Json } = {}): Definition {
  return notifying({ type: 'event', config: { eventType: 'policy.created', ...more } })
}

const filter = (value: number, field = 'subject.premium') => ({
  filter: { combinator: 'and', rules: [{ field, operator: 'at_least', value }] },
})

test('counts the events of the last 30 days, with the records that they concern', async () => {
  const found = await estimated(await create(onPolicies()))
  expect(found).toMatchObject({ kind: 'event', days: 30, starts: 2, looked: 2, busiestDay: 2, isCapped: false })
  expect(found.examples.map(({ title }) => title).sort()).toEqual(['P-2', 'P-3'])
})

test('asks the filter, with what the record says and what it is related to', async () => {
  const id = await create(onPolicies())
  expect(await estimated(id, { definition: onPolicies(filter(3000)) })).toMatchObject({ starts: 1, looked: 2 })
  const byAgent = {
    filter: {
      combinator: 'and',
      rules: [{ field: 'subject.client.agent.first_name', operator: 'equals', value: 'Bob' }],
    },
  }
  expect(await estimated(id, { definition: onPolicies(byAgent) })).toMatchObject({ starts: 0, looked: 2, examples: [] })
})

test('a schedule is counted ahead, and what only people and calls start by what there was', async () => {
  const daily = await create(notifying({ type: 'schedule', config: { kind: 'daily', time: '08:00' } }))
  expect(await estimated(daily)).toMatchObject({ kind: 'schedule', starts: 30, busiestDay: 1, looked: null })
  const manual = await create(MANUAL)
  await hub.send('POST', `/api/workflows/${manual}/publish`, { as: 'trainer', body: {} })
  await hub.send('POST', `/api/workflows/${manual}/runs`, { as: 'trainer', body: {} })
  expect(await estimated(manual)).toMatchObject({ kind: 'manual', starts: 1 })
  const empty: Definition = { schemaVersion: 1, nodes: [], edges: [] }
  expect(await estimated(manual, { definition: empty })).toMatchObject({ kind: 'none', starts: 0 })
})

test('publishing lets waiting runs finish, or stops those of older versions where it is asked to', async () => {
  const id = await create(MANUAL)
  const publish = (waitingRuns?: 'finish' | 'stop') =>
    hub.send('POST', `/api/workflows/${id}/publish`, { as: 'trainer', body: waitingRuns ? { waitingRuns } : {} })
  const start = async () => {
    const answer = await hub.send('POST', `/api/workflows/${id}/runs`, { as: 'trainer', body: {} })
    return (await bodyOf<{ runId: string }>(answer)).runId
  }
  const statusOf = async (runId: string) =>
    (await bodyOf<{ status: string }>(hub.send('GET', `/api/runs/${runId}`, { as: 'trainer' }))).status
  await publish()
  const [waiting, pending] = [await start(), await start()]
  await withOwner((sql) => sql`update hubflow.workflow_runs set status = 'waiting' where id = ${waiting}`)
  expect((await estimated(id)).waitingRuns).toBe(1)
  expect((await publish('finish')).status).toBe(200)
  expect(await statusOf(waiting)).toBe('waiting')
  expect((await publish('stop')).status).toBe(200)
  expect([await statusOf(waiting), await statusOf(pending)]).toEqual(['cancelled', 'pending'])
  expect((await estimated(id)).waitingRuns).toBe(0)
})
