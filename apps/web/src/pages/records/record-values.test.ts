import type { HubRecordView } from '@hubflow/api/client'
import { HUB_TABLES } from '@hubflow/core'
import { expect, test } from 'vitest'
import { bodyOf, isComplete, valuesOf } from './record-values.ts'

const policy: HubRecordView = {
  id: 'p1',
  title: 'POL-1',
  titles: { client_id: 'Ann Lee' },
  policy_number: 'POL-1',
  client_id: 'c1',
  agent_id: 'a1',
  carrier: 'Northern',
  product: 'Term life',
  premium: '120.50',
  status: 'active',
  effective_date: '2026-03-31',
  renewal_date: null,
  notes: null,
}

test('a new record begins with the first choice, and sends what is filled in', () => {
  const values = valuesOf(HUB_TABLES.recruits, null)
  expect(values).toEqual({
    first_name: '',
    last_name: '',
    email: '',
    phone: '',
    phase: 'applied',
    agent_id: '',
    notes: '',
  })
  expect(isComplete(HUB_TABLES.recruits, values)).toBe(false)
  const filled = { ...values, first_name: ' Ann ', last_name: 'Lee', agent_id: 'a1' }
  expect(isComplete(HUB_TABLES.recruits, filled)).toBe(true)
  expect(bodyOf(HUB_TABLES.recruits, filled, null)).toEqual({
    first_name: 'Ann',
    last_name: 'Lee',
    phase: 'applied',
    agent_id: 'a1',
  })
})

test('an old record sends what was changed: a number as one, an emptied field as null', () => {
  const values = { ...valuesOf(HUB_TABLES.policies, policy), premium: '99', effective_date: '' }
  expect(bodyOf(HUB_TABLES.policies, values, policy)).toEqual({ premium: 99, effective_date: null })
})

test('nothing changed is nothing sent', () => {
  expect(bodyOf(HUB_TABLES.policies, valuesOf(HUB_TABLES.policies, policy), policy)).toEqual({})
})
