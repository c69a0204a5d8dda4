import type { Json } from '@hubflow/core'
import { expect, test } from 'vitest'
import { inARow } from '../testing/test-hub.ts'
import { filledSample } from './sample-output.ts'

function filled(output: Json, ...texts: string[]): Json {
  const nodes = texts.map((text) => ({ type: 'create-notification', config: { to: ['owner'], title: text } }))
  return filledSample(output, 'n1', inARow([{ type: 'http-request' }, ...nodes]))
}

test('what other steps insert of an answer is there, and what is there stays', () => {
  const output = { status: 200, headers: {}, body: {} }
  const texts = ['{{steps.n1.body.id}} {{steps.n1.status}}', '{{steps.n1.body.people[0].email}} {{steps.n2.body.no}}']
  expect(filled(output, ...texts)).toEqual({
    status: 200,
    headers: {},
    body: { id: '‹id›', people: { 0: { email: 'sample@example.com' } } },
  })
  expect(filled(output)).toEqual(output)
  expect(filled({ body: 'text' }, '{{steps.n1.body.id}} {{steps.n1}}')).toEqual({ body: 'text' })
})

test('no key leads out of the sample', () => {
  filled({ body: {} }, '{{steps.n1.body.__proto__.polluted}} {{steps.n1.constructor.prototype.polluted}}')
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})
