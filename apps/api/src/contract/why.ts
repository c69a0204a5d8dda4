import { DECISION_VERDICTS, HUB_TABLE_NAMES, RUN_STATUSES } from '@hubflow/core'
import { z } from 'zod'
import { Time, Uuid } from './common.ts'

/** A fact that has to do with whether runs start, or with what became of them. */
export const WhyCheck = z.object({
  /** `wrong`: this is in the way. `ok`: this is not. `know`: neither; it says what there is to know. */
  state: z.enum(['ok', 'wrong', 'know']),
  sentence: z.string(),
  /** Where in the web app to look next. */
  link: z
    .object({
      label: z.string(),
      place: z.enum(['workflow', 'workflows', 'held-runs', 'failures', 'mail', 'events']),
    })
    .optional(),
})

/** One thing that happened: an event, what a trigger decided, or a run. */
export const WhyMoment = z.object({
  at: Time,
  what: z.enum(['decision', 'run', 'event']),
  verdict: z.enum(DECISION_VERDICTS).nullable(),
  sentence: z.string(),
  workflow: z.object({ id: Uuid, name: z.string() }).nullable(),
  run: z.object({ id: Uuid, status: z.enum(RUN_STATUSES) }).nullable(),
  subject: z.object({ table: z.string(), id: Uuid, title: z.string().nullable() }).nullable(),
})

export const Why = z.object({
  workflow: z.object({ id: Uuid, name: z.string() }).nullable(),
  record: z.object({ table: z.enum(HUB_TABLE_NAMES), id: Uuid, title: z.string() }).nullable(),
  checks: z.array(WhyCheck),
  /** The newest first; the last 100 of the last 30 days. */
  moments: z.array(WhyMoment),
})

export const AskWhy = z
  .object({
    workflowId: Uuid.optional(),
    table: z.enum(HUB_TABLE_NAMES).optional(),
    recordId: Uuid.optional(),
  })
  .refine(
    ({ table, recordId }) => (table === undefined) === (recordId === undefined),
    'give table and recordId together',
  )
  .refine(({ workflowId, table }) => workflowId !== undefined || table !== undefined, 'name a workflow or a record')

export type Why = z.infer<typeof Why>
export type WhyCheck = z.infer<typeof WhyCheck>
export type WhyMoment = z.infer<typeof WhyMoment>
