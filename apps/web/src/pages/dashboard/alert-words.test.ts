import type { Person } from '@hubflow/api/client'
import { expect, test } from 'vitest'
import { recipientChoices, recipientsInWords, waysInWords } from './alert-words.ts'

const person = (id: string, name: string, role: Person['role']): Person => ({ id, name, email: `${id}@hub.test`, role })
const PEOPLE = [person('1', 'Tina Lee', 'trainer'), person('2', 'Ann Agent', 'agent')]

test('agents are not offered, as a role or by name', () => {
  const offered = recipientChoices(PEOPLE).flatMap(({ items }) => items.map(({ label }) => label))
  expect(offered).toEqual(['The owner', 'All admins', 'All trainers', 'All managers', 'Tina Lee'])
})

test('who is told, and how, in words', () => {
  expect(recipientsInWords(['user:1', 'owner', 'role:admin'], PEOPLE)).toBe('Tina Lee, the owner and all admins')
  expect(recipientsInWords(['user:9'], PEOPLE)).toBe('someone who left')
  expect(waysInWords({ byNotification: true, byMail: true })).toBe('by notification and by mail')
  expect(waysInWords({ byNotification: false, byMail: true })).toBe('by mail')
})
