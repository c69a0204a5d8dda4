import fc from 'fast-check'
import { expect, test } from 'vitest'
import { docOfText, textOfDoc } from './pill-doc.ts'

const braces = fc.oneof(
  fc.constantFrom('{{subject.client.first_name}}', '{{ trigger.body["first name"] | upcase }}', '{% if subject.id %}'),
  fc.string().map((text) => `{{x | default: ${JSON.stringify(text)}}}`),
)
const broken = fc.constantFrom('{{', '}}', '{{ x | default: "', '{%', '{', '}', '\n', '  ', '\r\n', '"')
const text = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), braces, broken)).map((parts) => parts.join(''))

test('whatever a text holds, it comes back as it was', () => {
  fc.assert(
    fc.property(text, fc.boolean(), (written, isOneLine) => {
      expect(textOfDoc(docOfText(written, isOneLine))).toBe(written)
    }),
    { numRuns: 2000 },
  )
})

test('braces are pills, each with its text to the letter; what is no whole pair stays text', () => {
  expect(docOfText('Hi {{ a | default: "}}" }},\n{{', false)).toEqual({
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Hi ' },
          { type: 'data', attrs: { braces: '{{ a | default: "}}" }}' } },
          { type: 'text', text: ',' },
        ],
      },
      { type: 'paragraph', content: [{ type: 'text', text: '{{' }] },
    ],
  })
})
