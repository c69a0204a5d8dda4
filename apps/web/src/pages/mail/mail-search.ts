import { EMAIL_STATUSES, type EmailStatus } from '@hubflow/core'

/** What the mail page shows, as the address bar keeps it. */
export interface MailSearch {
  /** The mail that is open. */
  email?: string
  /** Mail of this run only. */
  run?: string
  status?: EmailStatus
}

export function readMailSearch({ email, run, status }: Record<string, unknown>): MailSearch {
  const known = EMAIL_STATUSES.find((candidate) => candidate === status)
  return {
    ...(typeof email === 'string' && email ? { email } : {}),
    ...(typeof run === 'string' && run ? { run } : {}),
    ...(known ? { status: known } : {}),
  }
}
