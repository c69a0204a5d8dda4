import { z } from 'zod'
import { Time } from './common.ts'

/** Where mail goes; of what it signs in with, the name alone. */
export const MailServer = z.object({
  kind: z.enum(['smtp', 'catcher', 'unset']),
  host: z.string().nullable(),
  port: z.number().int().nullable(),
  user: z.string().nullable(),
  /** When a mail of a run, or a test, went out last. */
  lastSentAt: Time.nullable(),
})
/** `message` says in a sentence what is wrong and what to do, or that all is well. */
export const MailServerCheck = z.object({ ok: z.boolean(), message: z.string() })

export type MailServer = z.infer<typeof MailServer>
export type MailServerCheck = z.infer<typeof MailServerCheck>
