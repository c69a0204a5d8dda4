import { DECISION_VERDICTS, type DecisionVerdict } from '@hubflow/core'
import { tables } from '@hubflow/db'
import { createWorkflow } from '@hubflow/db/testing'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Why } from '../contract/why.ts'
import { MANUAL, notifying, POLICY_CREATED, WEBHOOK } from '../testing/definitions.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let owner: ReturnType<TestApi['database']['connect']>
let ownerId: string
let policyId: string
beforeAll(async () => {
  hub = await startTestApi({ mail: 'unset' })
  owner = hub.database.connect('hubflow_owner')
  ownerId = hub.person('trainer').id
  const [agent] = await owner.orm
    .insert(tables.agents)
    .values({ firstName: 'Ann', lastName: 'Lee', email: 'ann@hub.test' })
    .returning()
  const [client] = await owner.orm
    .insert(tables.clients)
    .values({ firstName: 'Bo', lastName: 'Ray', agentId: agent?.id ?? '' })
    .returning()
  const [policy] = await owner.orm
    .insert(tables.policies)
    .values({
      policyNumber: 'TH-1',
      clientId: client?.id ?? '',
      agentId: agent?.id ?? '',
      carrier: 'Northern',
      product: 'Life',
      premium: '1',
    })
    .returning()
  policyId = policy?.id ?? ''
})
afterAll(() => hub.stop())

async function why(query: string): Promise<Why> {
  return await bodyOf<Why>(hub.send('GET', `/api/why?${query}`, { as: 'manager' }))
}

const sentences = ({ checks }: Why) => checks.map(({ state, sentence }) => `${state}: ${sentence}`).join('\n')

const DETAILS: Record<DecisionVerdict, [detail: Record<string, string | number | string[]>, sentence: RegExp]> = {
  started: [{}, /A run was started\.$/],
  held: [{ reason: 'The daily limit of 1 runs is reached.' }, /is held\. The daily limit of 1 runs is reached/],
  paused: [{}, /the workflow was paused\. Resume it/],
  filtered: [{ clauses: ['“Premium” is above 10 (it is 1).'] }, /filter said no\. “Premium” is above 10 \(it is 1\)/],
  duplicate: [{}, /the same event had started one before/],
  'already-in': [{ entry: 'once-per-subject' }, /went through the workflow before/],
  'chain-too-deep': [{ chain: ['A', 'B'] }, /Too many workflows started one another in a row \(A → B\)/],
  missed: [{ count: 2, from: '2026-03-01T08:00', until: '2026-03-02T08:00' }, /2 times from 2026-03-01 08:00 to/],
  overlapping: [{ at: '2026-03-01T08:00' }, /at 2026-03-01 08:00: the run before it was still under way/],
  refused: [{ reason: 'The signature was wrong.' }, /No run was started\. The signature was wrong\./],
}

test.each(DECISION_VERDICTS)('a decision “%s” about a record is told in its sentence', async (verdict) => {
  const { id } = await createWorkflow(hub.database.url, { ownerId, definition: POLICY_CREATED })
  const [detail, sentence] = DETAILS[verdict]
  await owner.orm
    .insert(tables.triggerDecisions)
    .values({ workflowId: id, verdict, detail, subjectTable: 'policies', subjectId: policyId })
  const { moments, record } = await why(`workflowId=${id}&table=policies&recordId=${policyId}`)
  expect(record).toMatchObject({ title: 'TH-1' })
  expect(moments).toMatchObject([{ what: 'decision', verdict, subject: { title: 'TH-1' } }])
  expect(moments[0]?.sentence).toMatch(sentence)
})

test('facts tell what is in the way: no worker, no mail server, an owner who is disabled', async () => {
  const other = await hub.addPerson('trainer')
  const { id } = await createWorkflow(hub.database.url, { ownerId: other.id, definition: MANUAL })
  const before = sentences(await why(`workflowId=${id}`))
  expect(before).toContain('ok: It is active. Version 1 is live')
  expect(before).toContain('wrong: No worker is at work')
  expect(before).toContain('wrong: No mail server is set')
  expect(before).toContain('ok: As a manager you may see every run')
  expect(before).not.toContain('disabled')
  await owner.orm
    .update(tables.userProfiles)
    .set({ disabledAt: new Date() })
    .where(eq(tables.userProfiles.id, other.id))
  expect(sentences(await why(`workflowId=${id}`))).toContain('wrong: The account of its owner')
})

test('runs by hand and a schedule’s end are told, and a record’s events that nothing listened for', async () => {
  const { id } = await createWorkflow(hub.database.url, { ownerId, definition: MANUAL })
  await hub.send('POST', `/api/workflows/${id}/runs`, { as: 'trainer', body: {} })
  expect((await why(`workflowId=${id}`)).moments).toMatchObject([
    { what: 'run', sentence: 'Somebody started a run by hand. It is about to begin.', run: { status: 'pending' } },
  ])
  const over = { kind: 'daily', time: '08:00', endsOn: '2020-01-01' }
  const ended = await createWorkflow(hub.database.url, {
    ownerId,
    definition: notifying({ type: 'schedule', config: over }),
  })
  expect(sentences(await why(`workflowId=${ended.id}`))).toContain('wrong: Its schedule has ended')
  await owner.orm.update(tables.events).set({ dispatchedAt: new Date() })
  await owner.orm.delete(tables.triggerDecisions)
  expect((await why(`table=policies&recordId=${policyId}`)).moments).toMatchObject([
    {
      what: 'event',
      sentence: expect.stringMatching(/\(policy\.created\) happened, and no published workflow started/),
    },
  ])
})

test('a run tells how it began: by a call, by its time, or no more where its beginning is cleared away', async () => {
  const hook = await createWorkflow(hub.database.url, { ownerId, definition: WEBHOOK })
  const begunBy = async () => (await why(`workflowId=${hook.id}`)).moments.map(({ sentence }) => sentence)
  await hub.api.app.request(`http://127.0.0.1:3000/hooks/${hook.hookToken}`, { method: 'POST', body: '{}' })
  expect(await begunBy()).toEqual(['Its web address was called, and a run was started. It is about to begin.'])
  const runs = eq(tables.workflowRuns.workflowId, hook.id)
  await owner.orm
    .update(tables.workflowRuns)
    .set({ archivedAt: new Date(), context: { trigger: {} } })
    .where(runs)
  expect(await begunBy()).toEqual(['A run was started. It is about to begin.'])
  const daily = { type: 'time.daily', data: { scheduled_for: '2026-03-01T08:00:00.000Z' } }
  await owner.orm
    .update(tables.workflowRuns)
    .set({ archivedAt: null, context: { trigger: daily }, dedupeKey: 'schedule:2026-03-01T08:00' })
    .where(runs)
  expect(await begunBy()).toEqual(['Its time came, and a run was started. It is about to begin.'])
})

test('agents, and whoever asks for what is not there, get the same answer', async () => {
  const { id } = await createWorkflow(hub.database.url, { ownerId, definition: MANUAL })
  expect((await hub.send('GET', `/api/why?workflowId=${id}`, { as: 'agent' })).status).toBe(404)
  expect((await hub.send('GET', `/api/why?workflowId=${policyId}`, { as: 'trainer' })).status).toBe(404)
  expect((await hub.send('GET', `/api/why?table=policies&recordId=${id}`, { as: 'trainer' })).status).toBe(404)
  expect((await hub.send('GET', '/api/why', { as: 'trainer' })).status).toBe(400)
})
