import type { Json } from '@hubflow/core'
import { StepFailure } from '@hubflow/nodes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../testing/test-hub.ts'
import { DatabaseFault } from './database-fault.ts'
import { readRecord, readWithRelations, updateRecord } from './hub-records.ts'
import { askAsOwner, type Owner, type OwnerGate } from './owner.ts'

let hub: TestHub
let ask: OwnerGate
let trainer: Owner
let stranger: Owner
let recruitId: string
let clientId: string

beforeAll(async () => {
  hub = await startTestHub()
  ask = (owner, query) => hub.worker.sql.begin((sql) => askAsOwner(sql, owner, query))
  trainer = { id: hub.owner.id, chainDepth: 2 }
  stranger = { id: (await hub.addPerson('agent')).id, chainDepth: 0 }
  const [agent] = await hub.admin.sql`
    insert into hub.agents (first_name, last_name, email) values ('Ann', 'Agent', 'ann@hub.test') returning id`
  const [recruit] = await hub.admin.sql`
    insert into hub.recruits (first_name, last_name, agent_id) values ('Rita', 'Recruit', ${agent?.id}) returning id`
  const [client] = await hub.admin.sql`
    insert into hub.clients (first_name, last_name, agent_id) values ('Carl', 'Client', ${agent?.id}) returning id`
  recruitId = String(recruit?.id)
  clientId = String(client?.id)
})
afterAll(() => hub.stop())

describe('records are read as the owner', () => {
  test('with their relations by name', async () => {
    expect(await readWithRelations(ask, trainer, 'recruits', recruitId)).toMatchObject({
      first_name: 'Rita',
      phase: 'applied',
      agent: { first_name: 'Ann' },
    })
  })

  test('and one that the owner may not see is as one that does not exist', async () => {
    expect(await readRecord(ask, stranger, 'recruits', recruitId)).toBeNull()
    expect(await readRecord(ask, trainer, 'recruits', '01890000-0000-7000-8000-000000000000')).toBeNull()
    expect(await readRecord(ask, trainer, 'recruits', "' or true --")).toBeNull()
  })

  test('the worker itself may neither read nor write the hub', async () => {
    await expect(hub.worker.sql`select 1 from hub.recruits`).rejects.toThrow('permission denied')
    await expect(hub.worker.sql`update hub.recruits set notes = 'x'`).rejects.toThrow('permission denied')
  })

  test('and after each question the connection is the worker again, whatever was asked', async () => {
    const role = await hub.worker.sql.begin(async (sql) => {
      await askAsOwner(sql, trainer, (owned) => owned`select 1`)
      const [row] = await sql`select current_user as role, current_setting('hubflow.user_id') as person`
      return row
    })
    expect(role).toEqual({ role: 'hubflow_worker', person: '' })
  })
})

describe('one column of the allow-list is written', () => {
  const change = (table: 'recruits' | 'clients', column: string, value: Json, ifValue?: Json) => ({
    table,
    id: table === 'recruits' ? recruitId : clientId,
    column,
    value,
    ...(ifValue !== undefined && { ifValue }),
  })

  test('by its type, and the event that it causes goes on counting the chain', async () => {
    expect(await updateRecord(ask, trainer, change('recruits', 'phase', 'interview'))).toBe(true)
    expect(await updateRecord(ask, trainer, change('clients', 'do_not_contact', 'true'))).toBe(true)
    expect(await readRecord(ask, trainer, 'recruits', recruitId)).toMatchObject({ phase: 'interview' })
    expect(await readRecord(ask, trainer, 'clients', clientId)).toMatchObject({ do_not_contact: true })
    const [event] = await hub.worker
      .sql`select type, chain_depth from hubflow.events where type = 'recruit.phase_changed'`
    expect(event).toEqual({ type: 'recruit.phase_changed', chain_depth: 3 })
  })

  test('only while it holds the expected value', async () => {
    expect(await updateRecord(ask, trainer, change('recruits', 'notes', 'new', 'other'))).toBe(false)
    expect(await updateRecord(ask, trainer, change('recruits', 'notes', 'new', null))).toBe(true)
  })

  test('and nothing of a record that the owner may not write', async () => {
    expect(await updateRecord(ask, stranger, change('recruits', 'notes', 'mine'))).toBe(false)
    expect(await readRecord(ask, trainer, 'recruits', recruitId)).toMatchObject({ notes: 'new' })
  })

  test.each([
    ['recruits', 'agent_id', clientIdText(), 'may not write'],
    ['recruits', 'phase = phase, notes', 'x', 'may not write'],
    ['recruits', 'phase', "active'; drop table hub.recruits; --", 'It takes one of'],
    ['recruits', 'phase', 7, 'It takes one of'],
    ['clients', 'do_not_contact', 'perhaps', 'It takes true or false'],
  ] as const)('%s.%s = %j is refused in words', async (table, column, value, words) => {
    const refused = updateRecord(ask, trainer, change(table, column, value))
    await expect(refused).rejects.toThrow(words)
    await expect(refused).rejects.toBeInstanceOf(StepFailure)
  })
})

test('a statement that the database refuses is a fault of the transaction, not a failure of the step', async () => {
  await expect(ask(trainer, (sql) => sql`select * from hub.nowhere`)).rejects.toBeInstanceOf(DatabaseFault)
})

function clientIdText(): string {
  return '01890000-0000-7000-8000-000000000001'
}
