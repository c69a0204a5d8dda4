import type { FailureConcern, StepErrorCode } from '@hubflow/core'

export interface StepFailureOptions {
  /** True when the same request may succeed later. */
  retryable?: boolean
  /** The least delay that the other side asked for. */
  retryAfterMs?: number
  /** How often the step may be tried again; the worker's own default when absent. */
  maxRetries?: number
  /** Raw detail for the folded part of the page. Never a secret. */
  detail?: string
  /** The thing that is wrong: failures on the same one have one cause, and its control is offered. */
  concerns?: FailureConcern
  cause?: unknown
}

/**
 * How an action fails: thrown by `run` and `preview`, and by the services. `message` is a sentence for people that says
 * which thing, what was wrong, and what would be right.
 */
export class StepFailure extends Error {
  override readonly name = 'StepFailure'
  readonly code: StepErrorCode
  readonly retryable: boolean
  readonly retryAfterMs: number | null
  readonly maxRetries: number | null
  readonly detail: string | null
  readonly concerns: FailureConcern | null

  constructor(code: StepErrorCode, message: string, options: StepFailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs ?? null
    this.maxRetries = options.maxRetries ?? null
    this.detail = options.detail ?? null
    this.concerns = options.concerns ?? null
  }
}
