import { expect, test } from 'vitest'
import { configField, emptyValue, isLeftOut } from './schema-field.ts'

const config = configField({
  type: 'object',
  required: ['to', 'body'],
  properties: {
    to: { type: 'array', title: 'To', widget: 'recipients', template: true, items: { type: 'string' } },
    retries: { type: 'integer', minimum: 0, maximum: 10, advanced: true },
    method: { enum: ['GET', 'POST'], labels: { GET: 'Ask', POST: 'Hand over' } },
    nickname: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    body: {
      title: 'Body',
      labels: { json: 'JSON' },
      oneOf: [
        {
          type: 'object',
          required: ['kind', 'value'],
          properties: { kind: { const: 'json' }, value: { type: 'string', widget: 'some-newcomer' } },
        },
        { $ref: '#/$defs/none' },
      ],
    },
  },
  $defs: { none: { type: 'object', required: ['kind'], properties: { kind: { const: 'none' } } } },
})
const fields = config.shape.kind === 'object' ? config.shape.fields : []
const field = (key: string) => {
  const found = fields.find((one) => one.key === key)
  if (!found) throw new Error(`no field ${key}`)
  return found
}

test('fields keep the order, labels and metas of the schema; a label that is missing comes from the key', () => {
  expect(fields.map(({ key, title, required, advanced }) => ({ key, title, required, advanced }))).toEqual([
    { key: 'to', title: 'To', required: true, advanced: false },
    { key: 'retries', title: 'Retries', required: false, advanced: true },
    { key: 'method', title: 'Method', required: false, advanced: false },
    { key: 'nickname', title: 'Nickname', required: false, advanced: false },
    { key: 'body', title: 'Body', required: true, advanced: false },
  ])
})

test('what holds templates lets its items hold them', () => {
  const { shape } = field('to')
  expect(shape).toMatchObject({ kind: 'list', item: { template: true, shape: { kind: 'text' } } })
})

test('numbers, choices and “text or nothing” are told apart', () => {
  expect(field('retries').shape).toEqual({ kind: 'number', integer: true, minimum: 0, maximum: 10 })
  expect(field('method')).toMatchObject({ shape: { kind: 'choice', values: ['GET', 'POST'] }, labels: { GET: 'Ask' } })
  expect(field('nickname').shape).toMatchObject({ kind: 'text' })
})

test('alternatives are told apart by their constant, also behind a reference; an unknown widget is kept with its shape', () => {
  expect(field('body').shape).toMatchObject({
    kind: 'union',
    by: 'kind',
    variants: [
      { value: 'json', label: 'JSON', fields: [{ key: 'value', widget: 'some-newcomer', shape: { kind: 'text' } }] },
      { value: 'none', label: 'None', fields: [] },
    ],
  })
  expect(emptyValue(field('body'))).toEqual({ kind: 'json', value: '' })
})

test('an emptied field is left out only where it may be', () => {
  expect(isLeftOut(field('nickname'), '')).toBe(true)
  expect(isLeftOut(field('to'), [])).toBe(false)
})
