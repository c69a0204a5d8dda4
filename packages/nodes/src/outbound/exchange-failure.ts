import { StepFailure } from '../step-failure.ts'

const SENTENCES: Record<string, (host: string) => string> = {
  ENOTFOUND: (host) => `${host} was not found. Check the address.`,
  EAI_AGAIN: (host) => `${host} could not be looked up just now. Try again later.`,
  ECONNREFUSED: (host) => `Nothing answers at ${host}. Check the address, or ask who runs it whether it is up.`,
  EHOSTUNREACH: (host) => `${host} cannot be reached from the hub. Check the address.`,
  ENETUNREACH: (host) => `${host} cannot be reached from the hub. Check the hub’s network.`,
}

/** What went wrong between sending and the end of the answer, as a failure of the step. */
export function exchangeFailure(error: unknown, host: string, isOver: boolean, timeoutMs: number): StepFailure {
  const detail = String(error)
  if (isOver) {
    const time = timeoutMs === 1000 ? 'one second' : `${timeoutMs / 1000} seconds`
    const message = `${host} did not answer within ${time}. Give it longer, or ask who runs it.`
    return new StepFailure('request-timeout', message, { retryable: true, detail, cause: error })
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'UND_ERR_INVALID_ARG') {
    const message = `The request to ${host} cannot be sent as it is. Check the method and the headers.`
    return new StepFailure('request-refused', message, { detail, cause: error })
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    const message = `The certificate of ${host} is not valid for it, so nothing was sent. Ask who runs it to renew it.`
    return new StepFailure('request-failed', message, { detail, cause: error })
  }
  const message = SENTENCES[code]?.(host) ?? `The connection to ${host} broke off. Try again later.`
  return new StepFailure('request-failed', message, { retryable: true, detail, cause: error })
}
