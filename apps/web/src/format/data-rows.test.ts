import { expect, test } from 'vitest'
import { rowsOf } from './data-rows.ts'

test('keys become words, and values what people call them', () => {
  expect(rowsOf({ first_name: 'Ann', doNotContact: true, notes: '', to: ['a@x.test', 'b@x.test'] })).toEqual([
    { key: 'first_name', label: 'First name', kind: 'text', text: 'Ann' },
    { key: 'doNotContact', label: 'Do not contact', kind: 'text', text: 'Yes' },
    { key: 'notes', label: 'Notes', kind: 'empty', text: 'empty' },
    { key: 'to', label: 'To', kind: 'text', text: 'a@x.test, b@x.test' },
  ])
})

test('parts of parts stay together', () => {
  expect(rowsOf({ client: { last_name: 'Lee' }, tags: [] })).toEqual([
    {
      key: 'client',
      label: 'Client',
      kind: 'text',
      text: '',
      children: [{ key: 'last_name', label: 'Last name', kind: 'text', text: 'Lee' }],
    },
    { key: 'tags', label: 'Tags', kind: 'empty', text: 'none' },
  ])
})

test('an id is told apart from text, and a bare value is shown too', () => {
  expect(rowsOf({ policy_id: '018f3c1e-7b1a-7c3d-9e21-0a1b2c3d4e5f' })[0]).toMatchObject({
    label: 'Policy ID',
    kind: 'id',
  })
  expect(rowsOf('done')).toEqual([{ key: 'value', label: 'Value', kind: 'text', text: 'done' }])
  expect(rowsOf(null)).toEqual([])
})
