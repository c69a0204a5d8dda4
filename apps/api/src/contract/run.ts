import { DefinitionSchema, HUB_TABLE_NAMES, RUN_STATUSES, STEP_ERROR_CODES, STEP_STATUSES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, pageQuery, Time, Uuid } from './common.ts'

/** A run as lists show it. */
export const RunSummary = z.object({
  id: Uuid,
  workflowId: Uuid,
  workflowName: z.string(),
  version: z.number().int().nullable(),
  status: z.enum(RUN_STATUSES),
  isTest: z.boolean(),
  heldReason: z.string().nullable(),
  /** `title` is null when the record is gone or the run has none that can be named. */
  subject: z.object({ table: z.string(), id: Uuid, title: z.string().nullable() }).nullable(),
  createdAt: Time,
  startedAt: Time.nullable(),
  completedAt: Time.nullable(),
  durationMs: z.number().int().nullable(),
  emailsSent: z.number().int(),
  errorMessage: z.string().nullable(),
  /** When a waiting run goes on. */
  resumeAt: Time.nullable(),
})

export const Effect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('email'), emailId: z.string(), to: z.string(), subject: z.string() }),
  z.object({ kind: z.literal('notification'), notificationId: z.string(), to: z.string(), title: z.string() }),
  z.object({
    kind: z.literal('field'),
    table: z.string(),
    recordId: z.string(),
    field: z.string(),
    before: z.json(),
    after: z.json(),
  }),
  z.object({
    kind: z.literal('request'),
    method: z.string(),
    url: z.string(),
    status: z.number().int(),
    idempotencyKey: z.string(),
  }),
  /** In a test run, instead of the others: what the step would do. `outputFrom` where its output is not what it would give. */
  z.object({
    kind: z.literal('preview'),
    sentence: z.string(),
    detail: z.json(),
    outputFrom: z.enum(['sample', 'earlier-run']).optional(),
    /** What later steps of the test read as if it had been written. */
    change: z
      .object({ table: z.enum(HUB_TABLE_NAMES), id: z.string(), column: z.string(), after: z.json() })
      .optional(),
  }),
])

/** A control that mends a failure, and where it is found in the web app. */
export const Fix = z.object({
  place: z.enum(['step', 'workflow', 'secret', 'record']),
  label: z.string(),
  /** Of a step: the field of its settings. */
  field: z.string().optional(),
  /** Of a secret or a record. */
  id: z.string().optional(),
  table: z.string().optional(),
})

export const RunStep = z.object({
  nodeId: z.string(),
  type: z.string(),
  name: z.string(),
  status: z.enum(STEP_STATUSES),
  attempt: z.number().int(),
  input: z.json().nullable(),
  output: z.json().nullable(),
  effects: z.array(Effect),
  /** The way that the run went on by: `next`, or one of several, such as `yes`; null while the step has not ended. */
  branch: z.string().nullable(),
  /** `title`, `why` and `remedy` are those of the error's class; `message` says which thing it was this time. */
  error: z
    .object({
      code: z.enum(STEP_ERROR_CODES),
      title: z.string(),
      message: z.string(),
      why: z.string(),
      remedy: z.string(),
      detail: z.string().optional(),
      /** The nearest one first. */
      fixes: z.array(Fix),
    })
    .nullable(),
  startedAt: Time.nullable(),
  completedAt: Time.nullable(),
  resumeAt: Time.nullable(),
})

/** One run, whole, with the definition of the version that ran. `actionsExecuted` is `steps` under the guide's name. */
export const Run = RunSummary.extend({
  context: z.record(z.string(), z.json()),
  definition: DefinitionSchema,
  steps: z.array(RunStep),
  actionsExecuted: z.array(RunStep),
  /** Present where a person started this run as a retry: the run that it repeats. */
  retryOf: Uuid.optional(),
  /** Present where this is a test run: which part of the definition it walks. */
  test: z.object({ scope: z.enum(['all', 'step', 'from-here']), nodeId: z.string().optional() }).optional(),
})

const filter = {
  workflowId: Uuid.optional(),
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  cause: z
    .string()
    .max(500)
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[a-z-]+\/[\w-]{0,64}\//, 'use the `key` of a cause of failures')
    .optional()
    .meta({ description: 'The `key` of a cause of failures: its runs that are still to be seen to.' }),
  status: z.enum(RUN_STATUSES).optional(),
  /** `policies:<id>` */
  subject: z
    .string()
    .regex(/^[a-z]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'write it as <table>:<id>')
    .optional(),
  /** Part of the workflow's name or of the error. */
  q: z.string().max(200).optional(),
  from: Time.optional(),
  to: Time.optional(),
  test: z
    .enum(['true', 'false', 'all'])
    .optional()
    .meta({ description: 'Real runs (`false`, the default), test runs (`true`) or both (`all`).' }),
}
export const RunFilter = z.strictObject(filter)
export const ListRuns = z.object({ ...pageQuery, ...filter })
export const RunParam = z.object({ id: Uuid })

/** From the failed step on the same version the run itself goes on; everything else is a new run, linked to it. */
export const RetryRun = z.strictObject({
  from: z.enum(['failed-step', 'start']).default('failed-step'),
  version: z.enum(['same', 'live']).default('same'),
})
/** Which runs: `ids`, or those that match every part of `filter`. `retry` goes on from the failed step in the same run. */
export const BulkRuns = z
  .strictObject({
    action: z.enum(['cancel', 'retry', 'release', 'skip-wait']),
    ids: z.array(Uuid).min(1).max(1000).optional(),
    filter: RunFilter.optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), 'give either ids or a filter')
  .refine(({ filter }) => filter === undefined || Object.values(filter).some((part) => part !== undefined), {
    path: ['filter'],
    message: 'name at least one part, so that not every run is meant',
  })
/** `skipped`: runs meant whose state does not allow it. `more`: there are further ones; ask again. */
export const BulkDone = z.object({ changed: z.number().int(), skipped: z.number().int(), more: z.boolean() })

export const RunList = listOf(RunSummary)
export const RunAccepted = z.object({ runId: Uuid })

export type Fix = z.infer<typeof Fix>
export type Run = z.infer<typeof Run>
export type RunSummary = z.infer<typeof RunSummary>
export type RunStep = z.infer<typeof RunStep>
