import { expect, test } from 'vitest'
import { STEP_ERROR_CODES, STEP_ERRORS, sentenceOfFailure } from './step-error.ts'

test.each(STEP_ERROR_CODES)('“%s” says what happened, why, and what to do', (code) => {
  const { title, why, remedy } = STEP_ERRORS[code]
  expect(title).toMatch(/^[A-Z].*[^.]$/)
  expect(why).toMatch(/^[A-Z].*\.$/)
  expect(remedy).toMatch(/^[A-Z].*\.$/)
})

test('a failed run names the step, the cause, and what to do', () => {
  const missing = {
    code: 'no-recipient',
    message: 'Nobody was found for owner. Choose someone who is in the hub.',
  } as const
  expect(sentenceOfFailure('Tell', missing)).toBe(`The step “Tell” failed. ${missing.message}`)
  const bare = { code: 'answer-error', message: 'crm.example.com answered 500' } as const
  expect(sentenceOfFailure('Call', bare)).toBe(
    `The step “Call” failed. crm.example.com answered 500. ${STEP_ERRORS['answer-error'].remedy}`,
  )
  expect(sentenceOfFailure(null, bare)).toMatch(/^crm\.example\.com answered 500\. Look /)
})
