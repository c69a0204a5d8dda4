import { resolve } from 'node:path'
import { z } from 'zod'
import { StartProblem } from './start-problem.ts'

const REPOSITORY = resolve(import.meta.dirname, '../../..')

/** An empty variable counts as unset: compose files and shells often hand on empty ones. */
const unsetWhenEmpty = (value: unknown) => (value === '' ? undefined : value)
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(unsetWhenEmpty, schema.optional())

const Variables = z.object({
  PORT: optional(z.coerce.number('must be a number').int('must be a whole number').min(0).max(65_535)),
  HOST: optional(z.string()),
  HUBFLOW_DATA_DIR: optional(z.string()),
  DATABASE_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\//, 'must be an address like postgres://user:password@host:5432/database'),
  ),
  HUBFLOW_SECRET: optional(z.string().min(32, 'must be at least 32 characters long')),
  HUBFLOW_DEMO_PASSWORD: optional(z.string().min(8, 'must be at least 8 characters long')),
  SMTP_URL: optional(z.string().regex(/^smtps?:\/\//, 'must be an address like smtp://user:password@host:587')),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an address like https://hub.example.org' })),
  HUBFLOW_TIME_ZONE: optional(z.string().refine(isTimeZone, 'must be the name of a time zone, such as Europe/Berlin')),
  OUTBOUND_ALLOW: optional(z.string()),
})

export interface Environment {
  /** 0: any free port. */
  port: number
  host: string
  dataDir: string
  /** Undefined: the embedded Postgres. */
  databaseUrl: string | undefined
  secret: string | undefined
  demoPassword: string
  /** Undefined: mail is caught in embedded mode, and stays pending otherwise. */
  smtpUrl: string | undefined
  publicUrl: string | undefined
  /** Handed on to the API and the worker as they are. */
  handedOn: { HUBFLOW_TIME_ZONE?: string; OUTBOUND_ALLOW?: string }
}

/** Reads all variables at once, so that one failed start names every problem. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const parsed = Variables.safeParse(variables)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new StartProblem(`Change the environment and start again: ${problems.join('; ')}.`)
  }
  const given = parsed.data
  if (given.DATABASE_URL !== undefined && given.HUBFLOW_SECRET === undefined) {
    throw new StartProblem(
      'DATABASE_URL is set but HUBFLOW_SECRET is not: set HUBFLOW_SECRET to a random text of at least 32 characters (for example from `openssl rand -base64 32`) and keep it the same on every machine and every start.',
    )
  }
  return {
    port: given.PORT ?? 3000,
    host: given.HOST ?? (given.DATABASE_URL === undefined ? '127.0.0.1' : '0.0.0.0'),
    dataDir: resolve(REPOSITORY, given.HUBFLOW_DATA_DIR ?? '.hubflow'),
    databaseUrl: given.DATABASE_URL,
    secret: given.HUBFLOW_SECRET,
    demoPassword: given.HUBFLOW_DEMO_PASSWORD ?? 'training-hub',
    smtpUrl: given.SMTP_URL,
    publicUrl: given.PUBLIC_URL,
    handedOn: {
      ...(given.HUBFLOW_TIME_ZONE !== undefined && { HUBFLOW_TIME_ZONE: given.HUBFLOW_TIME_ZONE }),
      ...(given.OUTBOUND_ALLOW !== undefined && { OUTBOUND_ALLOW: given.OUTBOUND_ALLOW }),
    },
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
