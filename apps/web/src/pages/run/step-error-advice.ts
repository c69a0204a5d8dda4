import type { StepErrorCode } from '@hubflow/core'

const ADVICE: Record<StepErrorCode, { headline: string; advice: string }> = {
  'config-invalid': {
    headline: 'The step is not set up rightly',
    advice: 'Open the workflow, correct the step and publish it again.',
  },
  'value-missing': {
    headline: 'A value was missing',
    advice: 'Fill it in on the record, or give the inserted value a fallback in the workflow.',
  },
  'template-failed': {
    headline: 'An inserted value could not be filled in',
    advice: 'Open the workflow and insert the value anew.',
  },
  'record-missing': {
    headline: 'The record was not found',
    advice: 'It was deleted, or the owner of the workflow may not see it. Check it on the records page.',
  },
  'not-permitted': {
    headline: 'The owner of the workflow may not do this',
    advice: 'Ask an admin for the right, or let someone who has it own the workflow.',
  },
  'no-recipient': {
    headline: 'There was nobody to send it to',
    advice: 'Check the recipients in the workflow, and whether the record has an email address.',
  },
  'secret-missing': {
    headline: 'The secret was not there',
    advice: 'Open the workflow, choose another secret in the step and publish it again.',
  },
  'request-refused': {
    headline: 'The request was not allowed out',
    advice: 'The hub reaches public addresses only. Correct the address, or ask an admin to allow it.',
  },
  'request-failed': {
    headline: 'The other system could not be reached',
    advice: 'Check the address, and whether the other system is up.',
  },
  'request-timeout': {
    headline: 'The other system did not answer in time',
    advice: 'Try later, or give the step more time in the workflow.',
  },
  'answer-error': {
    headline: 'The other system answered with an error',
    advice: 'Look into its answer below, and correct what was sent.',
  },
  'node-type-unknown': {
    headline: 'This kind of step is not known here',
    advice: 'It was removed from this hub. Put another step in its place.',
  },
  'attempts-exhausted': {
    headline: 'It was tried as often as allowed',
    advice: 'Remove the cause, then run the workflow again.',
  },
  unexpected: {
    headline: 'Something went wrong that should not have',
    advice: 'Run it again. If it happens twice, show the technical detail to whoever looks after the hub.',
  },
}

/** What happened in a headline, and what to do about it, for each class of failure. */
export function adviceFor(code: StepErrorCode): { headline: string; advice: string } {
  return ADVICE[code]
}
