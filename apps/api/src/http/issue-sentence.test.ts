import { expect, test } from 'vitest'
import { z } from 'zod'
import { issueSentence } from './issue-sentence.ts'

function sentencesOf(schema: z.ZodType, value: unknown): string[] {
  return z.safeParse(schema, value).error?.issues.map(issueSentence) ?? []
}

test.each<[z.ZodType, unknown, string]>([
  [z.object({ name: z.string() }), {}, '"name" is missing.'],
  [z.object({ name: z.string() }), { name: 5 }, '"name" must be text.'],
  [z.string().min(1), '', 'The body is empty: fill it in.'],
  [z.object({ password: z.string().min(10) }), { password: 'short' }, '"password" needs at least 10 characters.'],
  [z.object({ name: z.string().max(3) }), { name: 'long name' }, '"name" can have at most 3 characters.'],
  [z.object({ ids: z.array(z.string()).max(1) }), { ids: ['a', 'b'] }, '"ids" can have at most 1 entry.'],
  [z.object({ limit: z.number().min(1).max(9) }), { limit: 0 }, '"limit" must be at least 1.'],
  [z.object({ limit: z.number().positive() }), { limit: 0 }, '"limit" must be more than 0.'],
  [z.object({ limit: z.int() }), { limit: 1.5 }, '"limit" must be a whole number.'],
  [z.object({ email: z.email() }), { email: 'x' }, '"email" must be an email address such as ann@example.com.'],
  [z.object({ id: z.uuid() }), { id: 'x' }, '"id" must be an id, which is a UUID.'],
  [z.object({ at: z.iso.datetime() }), { at: 'x' }, '"at" must be a time such as 2026-03-01T09:00:00Z.'],
  [z.object({ role: z.enum(['admin', 'agent']) }), { role: 'x' }, '"role" must be "admin" or "agent".'],
  [z.string().min(3, 'Take a longer one.'), 'a', 'The body: Take a longer one.'],
  [z.string().refine(() => false, 'Not today'), 'a', 'The body: Not today.'],
])('%#: it says what would be right', (schema, value, sentence) => {
  expect(sentencesOf(schema, value)).toEqual([sentence])
})
