import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlertRule } from '../contract/alert.ts'
import type { Workflow } from '../contract/workflow.ts'
import { MANUAL } from '../testing/definitions.ts'
import { bodyOf, type List, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let admin: postgres.Sql
let workflow: Workflow
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
  const body = { name: 'Welcome', definition: MANUAL }
  workflow = await bodyOf<Workflow>(hub.send('POST', '/api/workflows', { as: 'trainer', body }))
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

const THREE = { kind: 'failures-in-row', count: 3 }
const add = (body: object) => hub.send('POST', '/api/alerts', { as: 'trainer', body })
const change = (id: string, body: object) => hub.send('PATCH', `/api/alerts/${id}`, { as: 'manager', body })
const sinceOf = async (id: string) => (await admin`select since from hubflow.alert_rules where id = ${id}`)[0]?.since

test('a rule is added, listed with its workflow, changed and deleted; each is in the audit log', async () => {
  const answer = await add({ workflowId: workflow.id, condition: THREE, recipients: ['owner'] })
  expect(answer.status).toBe(201)
  const rule = await bodyOf<AlertRule>(answer)
  expect(rule).toMatchObject({
    workflowName: 'Welcome',
    condition: THREE,
    recipients: ['owner'],
    byNotification: true,
    byMail: false,
    enabled: true,
    lastToldAt: null,
    lasting: [],
    createdBy: { id: hub.person('trainer').id },
  })
  const ofAll = await bodyOf<AlertRule>(add({ condition: { kind: 'silence', hours: 24 }, recipients: ['role:admin'] }))
  expect(ofAll).toMatchObject({ workflowId: null, workflowName: null })
  const list = await bodyOf<List<AlertRule>>(hub.send('GET', `/api/alerts?workflowId=${workflow.id}`, { as: 'admin' }))
  expect(list.items.map(({ id }) => id)).toEqual([rule.id, ofAll.id])

  expect(await bodyOf(change(rule.id, { byMail: true }))).toMatchObject({ byMail: true, condition: THREE })
  expect((await hub.send('DELETE', `/api/alerts/${rule.id}`, { as: 'admin' })).status).toBe(204)
  const audit = await admin`
    select action, detail ->> 'name' as name from hubflow.audit_log where object_id = ${rule.id} order by id`
  expect(audit.map(({ action }) => action)).toEqual(['alert.created', 'alert.changed', 'alert.deleted'])
  const name = `when “${workflow.name}” fails 3 times in a row`
  expect(audit.map((entry) => entry.name)).toEqual([name, name, name])
})

test('a rule begins anew with another condition or when it is switched on, not with other recipients', async () => {
  const { id } = await bodyOf<AlertRule>(add({ workflowId: workflow.id, condition: THREE, recipients: ['owner'] }))
  const begun = await sinceOf(id)
  await change(id, { recipients: ['role:trainer'], condition: THREE, byMail: true })
  expect(await sinceOf(id)).toEqual(begun)
  await change(id, { condition: { ...THREE, count: 4 } })
  const changed = await sinceOf(id)
  expect(changed).not.toEqual(begun)
  await change(id, { enabled: false })
  expect(await sinceOf(id)).toEqual(changed)
  await change(id, { enabled: true })
  expect(await sinceOf(id)).not.toEqual(changed)
})

test('a state that lasts is told with its rule, while that is on', async () => {
  const { id } = await bodyOf<AlertRule>(add({ condition: THREE, recipients: ['owner'] }))
  await admin`insert into hubflow.alert_occasions (rule_id, workflow_id) values (${id}, ${workflow.id})`
  const read = async () => {
    const { items } = await bodyOf<List<AlertRule>>(hub.send('GET', '/api/alerts', { as: 'manager' }))
    return items.find((rule) => rule.id === id)?.lasting
  }
  expect(await read()).toMatchObject([{ workflowId: workflow.id, workflowName: 'Welcome' }])
  await change(id, { enabled: false })
  expect(await read()).toEqual([])
})

test('what would tell nobody, or is about nothing, is refused in words', async () => {
  const person = (id: string) => ({ condition: THREE, recipients: [`user:${id}`] })
  const absent = '01890000-0000-7000-8000-000000000000'
  for (const [body, status, pointer] of [
    [{ condition: THREE, recipients: [] }, 400, '/recipients'],
    [{ condition: THREE, recipients: ['role:agent'] }, 400, '/recipients/0'],
    [{ condition: { ...THREE, count: 0 }, recipients: ['owner'] }, 400, '/condition/count'],
    [{ condition: THREE, recipients: ['owner'], byNotification: false }, 400, '/byNotification'],
    [{ condition: THREE, recipients: ['owner'], workflowId: absent }, 422, '/workflowId'],
    [person(hub.person('agent').id), 422, '/recipients'],
    [person(absent), 422, '/recipients'],
  ] as const) {
    const answer = await add(body)
    expect(answer.status).toBe(status)
    expect((await bodyOf(answer)).errors?.map((error) => error.pointer)).toEqual([pointer])
  }
  const { id } = await bodyOf<AlertRule>(add({ condition: THREE, recipients: ['owner'] }))
  expect((await change(id, { byNotification: false })).status).toBe(422)
})
