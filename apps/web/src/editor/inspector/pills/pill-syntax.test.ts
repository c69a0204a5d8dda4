import { checkTemplate, resolveText } from '@hubflow/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutTemplate } from '../../template-text.ts'
import { formatsFor } from './pill-formats.ts'
import { readPill, writePill } from './pill-syntax.ts'

const formats = formatsFor(undefined, undefined).map(({ filter }) => filter)
const settings = fc.record({
  path: fc.constantFrom('subject.client.first_name', 'trigger.body["first name"].x', 'steps.n1-a.body', 'now'),
  format: fc.constantFrom(...formats),
  fallback: fc.option(fc.string({ unit: 'grapheme', minLength: 1 })),
})

test('what the form writes it reads again, it is one pill, and the engine takes it', () => {
  fc.assert(
    fc.property(settings, (pill) => {
      const braces = writePill(pill)
      expect(readPill(braces)).toEqual(pill)
      expect(cutTemplate(braces)).toEqual([{ isBraces: true, text: braces }])
      expect(checkTemplate(braces)).toBeNull()
    }),
    { numRuns: 2000 },
  )
})

test('a fallback reads as it was written, whatever it holds', () => {
  const scope = {
    trigger: {},
    steps: {},
    subject: { name: null },
    workflow: { id: '', name: '' },
    run: { id: '', started_at: '', is_test: false },
    now: '2026-03-01T09:00:00Z',
  }
  fc.assert(
    fc.property(fc.constantFrom(...formats), fc.string({ unit: 'grapheme', minLength: 1 }), (format, fallback) => {
      expect(resolveText(writePill({ path: 'subject.name', format, fallback }), scope, 'none')).toBe(fallback)
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['{{ subject.premium | money }}', { path: 'subject.premium', format: 'money', fallback: null }],
  ["{{x | default: 'it is' | date: '%F'}}", { path: 'x', format: "date: '%F'", fallback: 'it is' }],
  ['{{x | replace: "a", "b" | default: "c"}}', null],
  ['{{x | upcase | downcase}}', null],
  ['{{- x }}', null],
  ['{{ "text" }}', null],
  ['{% if x %}', null],
])('%s', (braces, pill) => expect(readPill(braces)).toEqual(pill))

test('a format is named by what it makes of the sample', () => {
  expect(formatsFor('money', '310').map(({ label }) => label)).toEqual([
    'As it is',
    'Money: $310.00',
    'Money in euro: €310.00',
  ])
  expect(formatsFor('date', '2027-03-01')[1]).toEqual({ filter: 'date', label: 'Date: March 1, 2027' })
})
