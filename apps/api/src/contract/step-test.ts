import { DefinitionSchema } from '@hubflow/core'
import { z } from 'zod'
import { Time, Uuid } from './common.ts'

/** How the steps of a workflow were last tested. */
export const StepTests = z.object({
  /** One entry for each node that the last tests came to, with its newest test. */
  steps: z.array(
    z.object({
      nodeId: z.string(),
      runId: Uuid,
      status: z.enum(['completed', 'failed']),
      /** Why it failed. */
      message: z.string().nullable(),
      at: Time,
    }),
  ),
  /** What those runs tested, so that a later change can be told. */
  definitions: z.array(z.object({ runId: Uuid, definition: DefinitionSchema })),
  /** The newest test whose data is kept: what the next one can begin with. */
  latestRunId: Uuid.nullable(),
})
export type StepTests = z.infer<typeof StepTests>

/** What a run knew, to be used as an example: templates read these roots. */
export const RunExample = z.object({
  runId: Uuid,
  workflowId: Uuid,
  isTest: z.boolean(),
  at: Time,
  trigger: z.record(z.string(), z.json()),
  /** The record that the run is about, with its relations, as it is now. */
  subject: z.record(z.string(), z.json()).nullable(),
  subjectTitle: z.string().nullable(),
  /** Outputs of the steps that ended, by node id. */
  steps: z.record(z.string(), z.json()),
})
export type RunExample = z.infer<typeof RunExample>

export const ListRecordedEvents = z.object({
  type: z.string().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export const RecordedEvents = z.object({
  items: z.array(
    z.object({
      id: Uuid,
      at: Time,
      /** The record that it is about; null where there is none, or none to be seen. */
      title: z.string().nullable(),
      data: z.record(z.string(), z.json()),
    }),
  ),
})
