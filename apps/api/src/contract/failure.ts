import { STEP_ERROR_CODES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, Time, Uuid } from './common.ts'
import { Fix } from './run.ts'

/** What makes failed runs alike: the step of a workflow, the class of its error, and the thing that it is about. */
const cause = {
  workflowId: Uuid,
  /** Null where the runs failed before their first step; such runs cannot go on from there. */
  nodeId: z.string().max(100).nullable(),
  code: z.enum(STEP_ERROR_CODES),
  /** `kind:key`: `host:crm.test 500`, `value:subject.client.phone`, `field:to`, `secret:<id>`; empty for the step as a whole. */
  concerns: z.string().max(300),
}

/** Runs that failed alike and were neither retried nor dismissed since. */
export const FailureCause = z.object({
  ...cause,
  /** By which lists of runs are filtered. */
  key: z.string(),
  workflowName: z.string(),
  stepName: z.string().nullable(),
  stepType: z.string().nullable(),
  count: z.number().int(),
  firstAt: Time,
  lastAt: Time,
  title: z.string(),
  /** What happened, as the last of these runs says it. */
  message: z.string(),
  why: z.string(),
  remedy: z.string(),
  /** The nearest one first. */
  fixes: z.array(Fix),
  lastRunId: Uuid,
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

export const Cause = z.strictObject(cause)
/** On `same` each run goes on by itself; on `live` a new run for each, linked to it, begins at the failed step. */
export const RetryCause = z.strictObject({ ...cause, version: z.enum(['same', 'live']).default('same') })
export const DismissCause = z.strictObject({
  ...cause,
  until: Time.meta({ description: 'The `lastAt` that was seen: what failed later is shown again.' }),
})

/** What a retry of all these runs would do, counted from what their steps have on record. */
export const RetryPreview = z.object({
  runs: z.number().int(),
  stepName: z.string().nullable(),
  /** The versions that these runs are on. */
  versions: z.array(z.number().int()),
  liveVersion: z.number().int().nullable(),
  /** Whether the failed step is in the live version. */
  liveHasStep: z.boolean(),
  /** Sent or changed by completed steps: not done again. */
  kept: z.object({
    emails: z.number().int(),
    notifications: z.number().int(),
    requests: z.number().int(),
    fields: z.number().int(),
  }),
  /** Requests of the failed step that were tried before and are sent again, under the same key if they are the same. */
  requestsAgain: z.number().int(),
})

export type FailureCause = z.infer<typeof FailureCause>
export type RetryPreview = z.infer<typeof RetryPreview>
