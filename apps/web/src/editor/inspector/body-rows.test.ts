import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formOfRows, jsonOfRows, rowsOfForm, rowsOfJson } from './body-rows.ts'

// Braces that are not closed are a mistake that the field tells of: what follows them belongs to no row.
const plain = fc.string().filter((part) => !/[{}]/.test(part))
const text = fc.array(fc.oneof(plain, fc.constantFrom('{{subject.id}}', '{{x | default: "a \\" b"}}', '\n', '"', '\\')))
const rows = fc.uniqueArray(
  fc.record({ name: fc.string({ minLength: 1 }), value: text.map((parts) => parts.join('')) }),
  { selector: ({ name }) => name, maxLength: 5 },
)
// JavaScript puts such names first.
const isNumber = (name: string) => /^\d+$/.test(name)

test('rows written as JSON are read as they were', () => {
  fc.assert(
    fc.property(
      rows.filter((all) => !all.some(({ name }) => isNumber(name) || name === '__proto__' || /[{}]/.test(name))),
      (written) => {
        expect(rowsOfJson(jsonOfRows(written))).toEqual(written)
      },
    ),
  )
})

test.each([
  ['', []],
  ['{ "name": "{{subject.client.first_name}}" }', [{ name: 'name', value: '{{subject.client.first_name}}' }]],
  ['{ "a": 1 }', null],
  ['{ "a": {{subject.premium}} }', null],
  ['[1]', null],
  ['{{trigger.body}}', null],
  ['{ "a": ', null],
])('JSON %s', (json, read) => expect(rowsOfJson(json)).toEqual(read))

test('lines of a form are rows, and stay lines', () => {
  const form = 'name={{subject.client.first_name}}\nquery=a=b'
  expect(rowsOfForm(form)).toEqual([
    { name: 'name', value: '{{subject.client.first_name}}' },
    { name: 'query', value: 'a=b' },
  ])
  expect(formOfRows(rowsOfForm(form) ?? [])).toBe(form)
  expect(rowsOfForm('no line of a form')).toBeNull()
})
