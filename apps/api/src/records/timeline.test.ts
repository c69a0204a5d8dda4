import { createWorkflow } from '@hubflow/db/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HubRecordView } from '../contract/records.ts'
import type { TimelineItem } from '../contract/timeline.ts'
import { POLICY_CREATED } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let admin: postgres.Sql
let agentId: string
let workflowId: string
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
  const own = { first_name: 'Ada', last_name: 'Agent', email: 'ada@hub.test', user_id: hub.person('agent').id }
  agentId = await add('agents', own)
  const ownerId = hub.person('trainer').id
  ;({ id: workflowId } = await createWorkflow(hub.database.url, {
    ownerId,
    definition: POLICY_CREATED,
    name: 'Welcome',
  }))
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

async function add(table: string, body: object): Promise<string> {
  const answer = await hub.send('POST', `/api/hub/${table}`, { as: 'trainer', body })
  expect(answer.status).toBe(201)
  return (await bodyOf<HubRecordView>(answer)).id
}

async function recruit(name: string): Promise<string> {
  return add('recruits', { first_name: name, last_name: 'Recruit', agent_id: agentId })
}

const move = (id: string, phase: string) =>
  hub.send('PATCH', `/api/hub/recruits/${id}`, { as: 'manager', body: { phase } })

async function timeline(
  id: string,
  query = '',
  as: 'trainer' | 'agent' = 'trainer',
  table = 'recruits',
): Promise<List<TimelineItem>> {
  const answer = await hub.send('GET', `/api/hub/${table}/${id}/timeline?${query}`, { as })
  expect(answer.status).toBe(200)
  return bodyOf(answer)
}

/** A run about the record, with a mail and a notification to the trainer. */
async function run(subjectId: string, isTest = false, table = 'recruits'): Promise<string> {
  const [row] = await admin`
    insert into hubflow.workflow_runs (workflow_id, version, status, context, subject_table, subject_id, is_test)
    values (${workflowId}, 1, 'completed', '{}', ${table}, ${subjectId}, ${isTest}) returning id`
  await admin`insert into hubflow.email_queue (run_id, to_address, subject, body_html, message_id, status)
    values (${row?.id}, 'r@hub.test', 'Hello', '', 'm', 'sent')`
  await admin`insert into hubflow.notifications (run_id, user_id, title, message)
    values (${row?.id}, ${hub.person('trainer').id}, 'It ran', '')`
  return row?.id
}

test('tells changes with who made them, their events, runs, mail and one’s own notifications, newest first', async () => {
  const id = await recruit('Rae')
  await move(id, 'interview')
  const runId = await run(id)
  await run(id, true)
  await run(await recruit('Other'))
  const { items } = await timeline(id)
  expect(items.map(({ id: _, at: __, ...rest }) => rest).slice(0, 3)).toEqual([
    { kind: 'notification', title: 'It ran', runId },
    { kind: 'email', subject: 'Hello', to: 'r@hub.test', status: 'sent', runId },
    { kind: 'run', workflow: { id: workflowId, name: 'Welcome' }, status: 'completed', eventTitle: null, about: null },
  ])
  expect(items.slice(3).filter(({ kind }) => kind === 'event')).toMatchObject([{ type: 'recruit.phase_changed' }])
  const changes = items.flatMap((item) => (item.kind === 'change' ? [item] : []))
  expect(changes).toMatchObject([
    {
      operation: 'update',
      by: { id: hub.person('manager').id, name: 'A manager' },
      workflow: null,
      fields: [{ column: 'phase', before: 'applied', after: 'interview', isKnown: true }],
    },
    {
      operation: 'insert',
      by: { id: hub.person('trainer').id },
      fields: [
        { column: 'phase', before: null, after: 'applied' },
        { column: 'agent_id', before: null, after: 'Ada Agent' },
      ],
    },
  ])
  expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort((a, b) => b.localeCompare(a)))
})

test('of a client what workflows did about their policies is told, and about which', async () => {
  const client = await add('clients', { first_name: 'Bo', last_name: 'Ray', agent_id: agentId })
  const policy = {
    policy_number: 'TH-1',
    client_id: client,
    agent_id: agentId,
    carrier: 'N',
    product: 'Life',
    premium: '1',
  }
  const runId = await run(await add('policies', policy), false, 'policies')
  await run(await recruit('Else'))
  const { items } = await timeline(client, '', 'trainer', 'clients')
  expect(items.filter(({ kind }) => kind !== 'change')).toMatchObject([
    { kind: 'notification', runId },
    { kind: 'email', runId },
    { kind: 'run', id: runId, about: 'TH-1' },
  ])
})

test('pages by cursor without a gap', async () => {
  const id = await recruit('Paged')
  for (const phase of ['interview', 'contracting', 'licensing']) await move(id, phase)
  await run(id)
  const all = (await timeline(id)).items.map((item) => item.id)
  expect(all).toHaveLength(10)
  const paged: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: List<TimelineItem> = await timeline(id, `limit=3${cursor && `&cursor=${cursor}`}`)
    paged.push(...page.items.map((item) => item.id))
    cursor = page.nextCursor
  }
  expect(paged).toEqual(all)
})

test('an event that another system sent is told by what it decided', async () => {
  const id = await recruit('Told')
  const [event] = await admin`insert into hubflow.events (type, source, source_id, data)
    values ('recruit.phase_changed', 'crm', 'c1', ${admin.json({ recruit_id: id })}) returning id`
  await admin`insert into hubflow.trigger_decisions (workflow_id, verdict, event_id, subject_table, subject_id)
    values (${workflowId}, 'filtered', ${event?.id}, 'recruits', ${id})`
  expect((await timeline(id)).items[0]).toMatchObject({ kind: 'event', id: event?.id })
})

test('an agent gets of an own record what agents may see, and of no other record anything', async () => {
  const id = await recruit('Own')
  await run(id)
  expect((await timeline(id, '', 'agent')).items).toEqual([])
  const other = await add('agents', { first_name: 'O', last_name: 'T', email: 'o@hub.test' })
  const theirs = await add('recruits', { first_name: 'Not', last_name: 'Mine', agent_id: other })
  expect((await hub.send('GET', `/api/hub/recruits/${theirs}/timeline`, { as: 'agent' })).status).toBe(404)
})

test('runs of a record are found by index among many', async () => {
  await admin`insert into hubflow.workflow_runs (workflow_id, version, status, context, subject_table, subject_id)
    select ${workflowId}, 1, 'completed', '{}', 'recruits', gen_random_uuid() from generate_series(1, 5000)`
  await admin`analyze hubflow.workflow_runs`
  const plan = await admin`explain select id from hubflow.workflow_runs
    where subject_table = 'recruits' and subject_id = ${agentId} and not is_test order by created_at desc, id limit 50`
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('workflow_runs_subject')
})

test('a list is sorted by a column, what is not set last, and paged in that order', async () => {
  const agents = [
    ['Zed', '3'],
    ['Amy', null],
    ['Bob', '1'],
    ['Cat', null],
    ['Dan', '2'],
  ] as const
  for (const [first_name, phone] of agents)
    await add('clients', { first_name, last_name: 'Sorted', agent_id: agentId, ...(phone ? { phone } : {}) })
  const sorted = async (sort: string) => {
    const names: unknown[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/api/hub/clients?q=sorted&limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`
      const page: List<HubRecordView> = await bodyOf(hub.send('GET', path, { as: 'trainer' }))
      names.push(...page.items.map((record) => record.first_name))
      cursor = page.nextCursor
    }
    return names.join(' ')
  }
  expect(await sorted('first_name')).toBe('Amy Bob Cat Dan Zed')
  expect(await sorted('-first_name')).toBe('Zed Dan Cat Bob Amy')
  expect(await sorted('phone')).toMatch(/^Bob Dan Zed (Amy Cat|Cat Amy)$/)
  expect(await sorted('-phone')).toMatch(/^Zed Dan Bob (Amy Cat|Cat Amy)$/)
  for (const sort of ['agent_id', 'nothing', 'id'])
    expect((await hub.send('GET', `/api/hub/clients?sort=${sort}`, { as: 'trainer' })).status).toBe(400)
})
