import type { Rules } from '@hubflow/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Matches } from '../contract/records.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
beforeAll(async () => {
  hub = await startTestApi()
  const agent = await add('agents', { first_name: 'Ann', last_name: 'Agent', email: 'ann@hub.test' })
  const other = { first_name: 'Own', last_name: 'Agent', email: 'own@hub.test', user_id: hub.person('agent').id }
  const otherAgent = await add('agents', other)
  for (const [number, phase] of ['applied', 'applied', 'interview'].entries()) {
    const agentId = number === 0 ? otherAgent : agent
    const recruit = await add('recruits', { first_name: `R${number}`, last_name: 'Recruit', agent_id: agentId })
    if (phase !== 'applied') await hub.send('PATCH', `/api/hub/recruits/${recruit}`, { as: 'trainer', body: { phase } })
  }
})
afterAll(() => hub.stop())

async function add(table: string, body: object): Promise<string> {
  return (await bodyOf<{ id: string }>(hub.send('POST', `/api/hub/${table}`, { as: 'trainer', body }))).id
}

const PHASE_CHANGED = 'recruit.phase_changed'
const rule = (field: string, operator: 'equals' | 'contains', value: string): Rules => ({
  combinator: 'and',
  rules: [{ field, operator, value }],
})
async function matches(rules: Rules, as: 'trainer' | 'agent' = 'trainer', eventType = PHASE_CHANGED): Promise<Matches> {
  const answer = await hub.send('POST', '/api/rule-matches', { as, body: { rules, eventType } })
  expect(answer.status).toBe(200)
  return bodyOf(answer)
}

test('counts the records that match, by their own columns and by what they are related to', async () => {
  const applied = await matches(rule('subject.phase', 'equals', 'applied'))
  expect(applied).toMatchObject({ of: 'records', table: 'recruits', looked: 3, matched: 2, isCapped: false })
  expect(applied.examples.sort()).toEqual(['R0 Recruit', 'R1 Recruit'])
  expect(await matches(rule('subject.agent.first_name', 'equals', 'Own'))).toMatchObject({ matched: 1, looked: 3 })
})

test('counts events where the rules read what an event says', async () => {
  expect(await matches(rule('trigger.data.to_phase', 'equals', 'interview'))).toEqual({
    of: 'events',
    table: 'recruits',
    looked: 1,
    matched: 1,
    isCapped: false,
    examples: ['R2 Recruit'],
  })
  expect(await matches(rule('trigger.data.to_phase', 'equals', 'active'))).toMatchObject({ looked: 1, matched: 0 })
})

test('who builds no workflows learns nothing by asking', async () => {
  const nothing = { of: 'nothing', table: null, looked: 0, matched: 0, isCapped: false, examples: [] }
  expect(await matches(rule('subject.last_name', 'contains', 'Recruit'), 'agent')).toEqual(nothing)
  expect(await matches(rule('trigger.data.to_phase', 'equals', 'interview'), 'agent')).toMatchObject({ looked: 0 })
})

test('what only a run knows is not looked at, and rules that are none are refused', async () => {
  expect(await matches(rule('steps.n2.status', 'equals', '200'))).toMatchObject({ of: 'nothing' })
  expect(await matches(rule('subject.phase', 'equals', '{{steps.n2.x}}'))).toMatchObject({ of: 'nothing' })
  expect(await matches(rule('subject.phase', 'equals', 'applied'), 'trainer', 'no.such')).toMatchObject({
    of: 'nothing',
  })
  const body = { eventType: PHASE_CHANGED, rules: { combinator: 'and', rules: [] } }
  expect((await hub.send('POST', '/api/rule-matches', { as: 'trainer', body })).status).toBe(400)
})
