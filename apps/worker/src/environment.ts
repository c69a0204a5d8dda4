import { z } from 'zod'

const Environment = z.object({
  DATABASE_URL: z.url({
    error:
      'DATABASE_URL must be the address of a PostgreSQL database, like postgres://user:password@host:5432/hubflow.',
  }),
  HUBFLOW_SECRET: z
    .string({ error: 'HUBFLOW_SECRET is not set. Set it to at least 32 random characters, the same as for the API.' })
    .min(32, 'HUBFLOW_SECRET is too short. Set it to at least 32 random characters, the same as for the API.'),
  PUBLIC_URL: z
    .url({ error: 'PUBLIC_URL must be the address that people open, like https://hub.example.com.' })
    .optional(),
  SMTP_URL: z
    .url({ error: 'SMTP_URL must be the address of a mail server, like smtp://user:password@host:587.' })
    .optional(),
  MAIL_FROM: z.string().min(1).default('Training Hub <no-reply@hubflow.local>'),
  HUBFLOW_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'HUBFLOW_TIME_ZONE must be the name of a zone, like America/New_York.')
    .optional(),
  OUTBOUND_ALLOW: z.string().default(''),
  HUBFLOW_FAILPOINTS: z.string().optional(),
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export interface WorkerConfig {
  databaseUrl: string
  /** What stored secrets are sealed with. */
  hubSecret: string
  publicUrl: string | null
  smtpUrl: string | null
  mailFrom: string
  timeZone: string
  outboundAllow: string[]
  logLevel: string
}

/** The process's settings, read once. Throws one Error that names everything that is wrong. */
export function readEnvironment(
  variables: NodeJS.ProcessEnv,
): WorkerConfig & { failpoints: string | undefined; production: boolean } {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => sentenceOf(issue)).join('\n'))
  const env = parsed.data
  return {
    databaseUrl: env.DATABASE_URL,
    hubSecret: env.HUBFLOW_SECRET,
    publicUrl: env.PUBLIC_URL ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM,
    timeZone: env.HUBFLOW_TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    outboundAllow: env.OUTBOUND_ALLOW.split(/[\s,]+/).filter((entry) => entry !== ''),
    logLevel: env.LOG_LEVEL,
    failpoints: env.HUBFLOW_FAILPOINTS,
    production: env.NODE_ENV === 'production',
  }
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.')
  return issue.message.includes(name) ? issue.message : `${name}: ${issue.message}`
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
