import { expect, test } from 'vitest'
import { withHubAddress } from './hub-address.ts'

const MAIL = '<p>It failed.</p><p><a href="/runs/1">Open it</a>, or <a href="https://crm.example/">the CRM</a></p>'

test('a link into the hub gets its address', () => {
  expect(withHubAddress(MAIL, 'https://hub.example.com')).toBe(
    '<p>It failed.</p><p><a href="https://hub.example.com/runs/1">Open it</a>, or <a href="https://crm.example/">the CRM</a></p>',
  )
})

test('without an address its words stay', () => {
  expect(withHubAddress(MAIL, null)).toBe(
    '<p>It failed.</p><p>Open it, or <a href="https://crm.example/">the CRM</a></p>',
  )
})
