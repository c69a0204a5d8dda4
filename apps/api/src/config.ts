import { z } from 'zod'

const secret = z.string({ error: 'HUBFLOW_SECRET is not set. Set it to at least 32 random characters.' })

/** The environment of the API, checked as a whole; every refusal is a sentence that says what to set. */
const Environment = z.object({
  DATABASE_URL: z.string({ error: 'DATABASE_URL is not set. Set it to the URL of a PostgreSQL database.' }).min(1),
  HUBFLOW_SECRET: secret.min(32, 'HUBFLOW_SECRET is too short. Set it to at least 32 random characters.'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce
    .number({ error: 'PORT is not a number. Set it to a port between 0 and 65535.' })
    .int('PORT is not a whole number. Set it to a port between 0 and 65535.')
    .min(0, 'PORT is below 0. Set it to a port between 0 and 65535.')
    .max(65535, 'PORT is above 65535. Set it to a port between 0 and 65535.')
    .default(3000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'PUBLIC_URL is no web address. Write it like https://hub.example.com.' })
    .optional(),
  HUBFLOW_TIME_ZONE: z
    .string()
    .refine(isTimeZone, { error: 'HUBFLOW_TIME_ZONE is no time zone. Write an IANA name like Europe/Berlin.' })
    .optional(),
  HUBFLOW_MAIL: z
    .enum(['smtp', 'catcher', 'unset'], { error: 'HUBFLOW_MAIL must be smtp, catcher or unset.' })
    .optional(),
  SMTP_URL: z.string().optional(),
  HUBFLOW_WEB_DIR: z.string().optional(),
})

export interface Config {
  databaseUrl: string
  secret: string
  host: string
  port: number
  /** Null: from host and port. */
  publicUrl: string | null
  timeZone: string
  mail: 'smtp' | 'catcher' | 'unset'
  /** Where mail goes, with its password; null: nowhere. The worker sends, the API only looks whether it can be reached. */
  smtpUrl: string | null
  /** The built web app; null serves none. */
  webDir: string | null
}

/** Gives the config, or every problem of the environment at once, in sentences. */
export function readConfig(
  environment: Record<string, string | undefined>,
): { ok: true; config: Config } | { ok: false; problems: string[] } {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  if (!result.success) return { ok: false, problems: result.error.issues.map((issue) => issue.message) }
  const env = result.data
  return {
    ok: true,
    config: {
      databaseUrl: env.DATABASE_URL,
      secret: env.HUBFLOW_SECRET,
      host: env.HOST,
      port: env.PORT,
      publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      timeZone: env.HUBFLOW_TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      smtpUrl: env.SMTP_URL ?? null,
      mail: env.HUBFLOW_MAIL ?? (env.SMTP_URL === undefined ? 'unset' : 'smtp'),
      webDir: env.HUBFLOW_WEB_DIR ?? null,
    },
  }
}

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
