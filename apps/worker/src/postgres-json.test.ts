import { expect, test } from 'vitest'
import { postgresJson } from './postgres-json.ts'

test('replaces what jsonb refuses, and nothing else', () => {
  expect(postgresJson({ text: 'a\u0000b' })).toBe('{"text":"a\uFFFDb"}')
  expect(postgresJson({ text: 'half \ud83d of a pair' })).toBe('{"text":"half \uFFFD of a pair"}')
  expect(postgresJson({ text: '\u{1F600} \u001f é' })).toBe('{"text":"\u{1F600} \\u001f é"}')
})

test('leaves a text alone that only looks like an escape', () => {
  expect(JSON.parse(postgresJson({ text: '\\u0000 \\ud800 \u0000' }))).toEqual({ text: '\\u0000 \\ud800 \uFFFD' })
})
