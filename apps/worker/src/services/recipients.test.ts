import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../testing/test-hub.ts'
import { askAsOwner, type Owner, type OwnerGate } from './owner.ts'
import { findRecipients } from './recipients.ts'

let hub: TestHub
let ask: OwnerGate
let owner: Owner
beforeAll(async () => {
  hub = await startTestHub()
  ask = (person, query) => hub.worker.sql.begin((sql) => askAsOwner(sql, person, query))
  owner = { id: hub.owner.id, chainDepth: 0 }
})
afterAll(() => hub.stop())

test('finds people, roles, the owner and plain addresses, each once', async () => {
  const manager = await hub.addPerson('manager')
  const found = await findRecipients(ask, owner, [
    'ann@example.com',
    'role:manager',
    `user:${manager.id}`,
    'owner',
    hub.owner.email.toUpperCase(),
    'ANN@example.com',
  ])
  expect(found).toEqual([
    { userId: null, email: 'ann@example.com', name: null },
    { userId: manager.id, email: manager.email, name: manager.name },
    { userId: hub.owner.id, email: hub.owner.email, name: hub.owner.name },
  ])
})

test.each([
  'Ann <ann@example.com>',
  'ann@example.com, bob@example.com',
  'ann@example.com\r\nBcc: everyone@example.com',
  '"ann"@example.com',
  'group: ann@example.com;',
  'role:root',
  'user:1',
  'ann',
])('%j is no recipient', async (text) => {
  await expect(findRecipients(ask, owner, [text])).rejects.toMatchObject({ code: 'no-recipient' })
})

test('says what to do when a recipient is empty or nobody', async () => {
  await expect(findRecipients(ask, owner, [' '])).rejects.toThrow('A recipient is empty')
  await expect(findRecipients(ask, owner, ['role:admin'])).rejects.toThrow('“role:admin” is nobody at present')
})
