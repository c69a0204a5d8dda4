import { expect, test } from 'vitest'
import { readJsonText } from './json-text.ts'

test('JSON is read, nothing is nothing, and the rest is told', () => {
  expect(readJsonText(' \n')).toEqual({ kind: 'empty' })
  expect(readJsonText('{"a": [1]}')).toEqual({ kind: 'json', json: { a: [1] } })
  expect(readJsonText('{"a": [1]')).toMatchObject({ kind: 'broken', sentence: expect.stringContaining('not whole') })
})
