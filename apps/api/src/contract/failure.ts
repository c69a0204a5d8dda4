import { STEP_ERROR_CODES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, Time, Uuid } from './common.ts'

/** Runs that failed alike and were not retried since: the same step of a workflow, the same class of error, the same thing. */
export const FailureCause = z.object({
  workflowId: Uuid,
  workflowName: z.string(),
  /** Null where the run failed before its first step; such runs cannot go on from there. */
  nodeId: z.string().nullable(),
  stepName: z.string().nullable(),
  stepType: z.string().nullable(),
  code: z.enum(STEP_ERROR_CODES),
  /** What it was about, where runs of one step can fail on different ones: a host, or the message that names a value. */
  concerns: z.string(),
  count: z.number().int(),
  firstAt: Time,
  lastAt: Time,
  title: z.string(),
  /** What happened, as the last of these runs says it. */
  message: z.string(),
  why: z.string(),
  remedy: z.string(),
  /** Where the thing that has to be mended is found in the web app. */
  fix: z.object({ place: z.enum(['step', 'workflow', 'secrets']), label: z.string() }),
  /** The newest ones, 1,000 at most. */
  runIds: z.array(Uuid),
})
export const FailureList = listOf(FailureCause)
export const ListFailures = z.object({
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .meta({ description: 'Runs that failed in the last so many days.' }),
  workflowId: Uuid.optional(),
})

export type FailureCause = z.infer<typeof FailureCause>
