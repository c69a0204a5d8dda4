import { DEFAULT_HUB_SETTINGS } from '@hubflow/core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Settings } from '../contract/settings.ts'
import { bodyOf, startTestApi, type TestApi } from '../testing/test-api.ts'

let hub: TestApi
let admin: postgres.Sql
beforeAll(async () => {
  hub = await startTestApi()
  admin = postgres(hub.database.url, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await admin.end()
  await hub.stop()
})

const change = (body: unknown) => hub.send('PATCH', '/api/settings', { as: 'admin', body })
const read = () => bodyOf<Settings>(hub.send('GET', '/api/settings', { as: 'manager' }))

test('a change is kept with who made it; what stays as it was is not written', async () => {
  expect(await read()).toEqual({ settings: DEFAULT_HUB_SETTINGS, changes: [] })
  expect((await change({ hubName: 'Academy', fixedHour: DEFAULT_HUB_SETTINGS.fixedHour })).status).toBe(200)
  const { settings, changes } = await read()
  expect(settings).toEqual({ ...DEFAULT_HUB_SETTINGS, hubName: 'Academy' })
  expect(changes).toMatchObject([{ key: 'hubName', by: { id: hub.person('admin').id } }])
  await change({ hubName: 'Academy' })
  expect(await read()).toEqual({ settings, changes })
  const noted = await admin`select object_id, detail from hubflow.audit_log where action = 'setting.changed'`
  expect([...noted]).toEqual([{ object_id: 'hubName', detail: { before: 'Hubflow', after: 'Academy' } }])
})

test.each([
  [400, { fixedHour: '8 o’clock' }, '/fixedHour'],
  [400, { 'retention.runDays': 0 }, '/retention.runDays'],
  [400, { hubName: ' ' }, '/hubName'],
  [400, { colour: 'green' }, '/colour'],
  [422, { 'retention.detailDays': 366 }, '/retention.detailDays'],
])('%i for %j, which names the field and changes nothing', async (status, body, pointer) => {
  const before = await read()
  const refused = await change({ ...body, hubName: 'hubName' in body ? body.hubName : 'Not this' })
  expect(refused.status).toBe(status)
  expect((await bodyOf(refused)).errors).toMatchObject([{ pointer }])
  expect(await read()).toEqual(before)
})
