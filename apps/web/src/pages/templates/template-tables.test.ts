import { expect, test } from 'vitest'
import { tablesByFit } from './template-tables.ts'

test.each([
  ['{{subject.client.first_name}} {{subject.policy_number}}', 'policies'],
  ['{{subject.amount | money}} {{subject.policy.policy_number}}', 'commissions'],
  ['{{subject.phase}}', 'recruits'],
  ['{{subject.goal}} {{now}}', 'targets'],
  ['{{subject.', 'agents'],
])('%s is about %s', (text, table) => {
  expect(tablesByFit([text])[0]).toBe(table)
})
