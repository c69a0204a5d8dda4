import { expect, test } from 'vitest'
import { AlertCondition, AlertRecipient } from './alert.ts'
import { sentenceOfAlert } from './alert-sentence.ts'

test.each<[AlertCondition, string | null, string]>([
  [{ kind: 'failures-in-row', count: 3 }, 'Welcome', 'when “Welcome” fails 3 times in a row'],
  [{ kind: 'failures-in-row', count: 1 }, null, 'when a run of any workflow fails'],
  [
    { kind: 'failure-rate', percent: 20, minRuns: 10, hours: 1 },
    'Welcome',
    'when more than 20 % of at least 10 runs of “Welcome” failed in the last hour',
  ],
  [{ kind: 'silence', hours: 24 }, 'Welcome', 'when “Welcome” is active and has not run for 24 hours'],
  [{ kind: 'silence', hours: 1 }, null, 'when no workflow at all has run for an hour'],
])('%j of %s is told as “%s”', (condition, name, sentence) => {
  expect(AlertCondition.parse(condition)).toEqual(condition)
  expect(sentenceOfAlert(condition, name)).toBe(sentence)
})

test.each(['owner', 'role:manager', 'user:01900000-0000-7000-8000-0000000000aa'])('%s can be told', (recipient) => {
  expect(AlertRecipient.safeParse(recipient).success).toBe(true)
})

test.each(['role:agent', 'user:tina', 'tina@hub.test', ''])('“%s” cannot be told', (recipient) => {
  expect(AlertRecipient.safeParse(recipient).success).toBe(false)
})
