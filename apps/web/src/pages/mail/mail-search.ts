import { EMAIL_STATUSES, type EmailStatus } from '@hubflow/core'

/** What the mail page shows, as the address bar keeps it. */
export interface MailSearch {
  /** The mail that is open. */
  email?: string
  /** Mail of this run only. */
  run?: string
  status?: EmailStatus
  /** A part of the address, or of the name of who gets it. */
  q?: string
  workflow?: string
}

export function readMailSearch({ email, run, status, q, workflow }: Record<string, unknown>): MailSearch {
  const known = EMAIL_STATUSES.find((candidate) => candidate === status)
  const text = (key: keyof MailSearch, value: unknown) => (typeof value === 'string' && value ? { [key]: value } : {})
  return {
    ...text('email', email),
    ...text('run', run),
    ...(known ? { status: known } : {}),
    ...text('q', q),
    ...text('workflow', workflow),
  }
}
