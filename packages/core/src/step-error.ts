/** One class of what can go wrong in a step, in words for people: what happened, why it does, what to do about it. */
export interface StepErrorClass {
  /** A short heading without a full stop. */
  title: string
  why: string
  remedy: string
}

/** Every way in which a step fails. What fails names its class; its own message says which thing it was this time. */
export const STEP_ERRORS = {
  'config-invalid': {
    title: 'The step is not set up right',
    why: 'A setting, or what was inserted into it, cannot be used.',
    remedy: 'Look at the setting that is named, correct it or the data that it came from, publish, and retry.',
  },
  'value-missing': {
    title: 'A value is missing',
    why: 'The step inserts something that was empty or not there for this run.',
    remedy: 'Fill the value in the record, or give the step a fallback for it, and retry.',
  },
  'template-failed': {
    title: 'A text could not be filled in',
    why: 'What stands between the braces cannot be worked out with this run’s data.',
    remedy: 'Correct what stands between the braces in the step, publish, and retry on the live version.',
  },
  'record-missing': {
    title: 'Something is gone',
    why: 'A record or template that the step needs was deleted, or the workflow’s owner may not see it.',
    remedy: 'Choose another one in the step, publish, and retry on the live version.',
  },
  'not-permitted': {
    title: 'The step may not do this',
    why: 'The workflow acts with the rights of its owner, which do not allow it, or the record has changed meanwhile.',
    remedy: 'Choose something that the owner may change, or ask an admin, and retry.',
  },
  'no-recipient': {
    title: 'There is nobody to write to',
    why: 'Nobody was found for the recipients of the step.',
    remedy: 'Choose someone who is in the hub and has an address, publish, and retry.',
  },
  'secret-missing': {
    title: 'A secret is missing',
    why: 'The stored secret that the step signs in with is gone, or cannot be read.',
    remedy: 'Store the secret again, choose it in the step, publish, and retry.',
  },
  'request-refused': {
    title: 'The request was not sent',
    why: 'The address may not be called from here.',
    remedy: 'Correct the address, or ask an admin to allow it, and retry.',
  },
  'request-failed': {
    title: 'The other system could not be reached',
    why: 'There was no answer, or the connection broke.',
    remedy: 'Check that the address is right and the other system is up, and retry.',
  },
  'request-timeout': {
    title: 'The other system took too long',
    why: 'There was no answer in time.',
    remedy: 'Check whether the other system is slow, or give the step more time, and retry.',
  },
  'answer-error': {
    title: 'The other system answered with an error',
    why: 'It took the request and refused it.',
    remedy: 'Look at its answer, correct what it asks for, and retry.',
  },
  'node-type-unknown': {
    title: 'The step is of a kind that this hub does not have',
    why: 'The workflow comes from another hub, or the kind of step was removed.',
    remedy: 'Replace the step by another or remove it, publish, and start a new run.',
  },
  'run-timeout': {
    title: 'The run worked for too long',
    why: 'Runs have a limit on the time that they work. Waiting does not count.',
    remedy:
      'Find the step that took so long, or raise the time limit in the workflow’s settings and publish. Then retry.',
  },
  'attempts-exhausted': {
    title: 'The run stopped the worker again and again',
    why: 'Each time that it was begun, the process that worked on it ended without a word.',
    remedy: 'Look for an unusually large value in the run’s data. If you find none, tell an admin, and retry later.',
  },
  'chain-too-deep': {
    title: 'Too many workflows started one another',
    why: 'Each did something that the next one starts from, and such a row has a limit.',
    remedy: 'Change one of these workflows so that it no longer sets off the next, and publish it.',
  },
  unexpected: {
    title: 'Something went wrong inside the hub',
    why: 'The step stopped for a reason that it does not know itself.',
    remedy: 'Retry. If it fails again, tell an admin.',
  },
} as const satisfies Record<string, StepErrorClass>

export type StepErrorCode = keyof typeof STEP_ERRORS

export const STEP_ERROR_CODES = Object.keys(STEP_ERRORS) as [StepErrorCode, ...StepErrorCode[]]

/**
 * The thing that a step failed on, by which failures of one class are told apart: `key` is the name of a config field, the
 * path of a value, the id of a template or secret, or a host. `field` is the config field where it stands.
 */
export interface FailureConcern {
  kind: 'field' | 'value' | 'template' | 'secret' | 'host'
  key: string
  field?: string
}

/** The longest text that stands for a thing; what two share so far counts as the same. */
const LONGEST_CONCERN = 300

/** A thing as one text, the same for the same thing; empty for none. */
export function textOfConcern(concern: FailureConcern | undefined): string {
  return concern === undefined ? '' : `${concern.kind}:${concern.key}`.slice(0, LONGEST_CONCERN)
}

/** Why a step failed, in one of the classes; `message` says which thing, what was wrong, what would be right. */
export interface StepError {
  code: StepErrorCode
  message: string
  /** Raw detail for the folded part of the page: a stack, an answer's body. Never a secret. */
  detail?: string
  /** Absent where the step as a whole is what it is about. */
  concerns?: FailureConcern
}

/**
 * The one sentence or two that stand for a failed run: the step by its name, and what it says. A message that names what
 * was wrong and nothing to do about it is followed by what its class advises.
 */
export function sentenceOfFailure(nodeName: string | null, error: StepError): string {
  const { message } = error
  const sentences = message.match(/[.!?](?=\s|$)/g)?.length ?? 0
  const advised = sentences > 1 ? message : `${message.replace(/[.!?]?$/, '.')} ${STEP_ERRORS[error.code].remedy}`
  return nodeName === null ? advised : `The step “${nodeName}” failed. ${advised}`
}
