import { DefinitionSchema, WORKFLOW_STATUSES } from '@hubflow/core'
import { z } from 'zod'
import { Time, Uuid } from './common.ts'

const Count = z.number().int()
const Milliseconds = z.number()

/** Half of what was measured took at most `medianMs`, 19 of 20 at most `p95Ms`. */
const Spread = z.object({ medianMs: Milliseconds, p95Ms: Milliseconds })

/** Real runs by how they stand now; those that are not listed are pending, running or waiting. */
const outcomes = { started: Count, completed: Count, failed: Count, cancelled: Count, held: Count }

const days = z
  .enum(['1', '7', '30'])
  .default('7')
  .meta({ description: 'Today (`1`), or the last so many days with today, as the hub’s zone has them.' })

export const AskAnalytics = z.object({ days, workflowId: Uuid.optional() })
export const AskSteps = z.object({ days })

/** One hour of today or one day: the runs that began in it. */
export const Period = z.object({ from: Time, until: Time, ...outcomes })

export const WorkflowFigures = z.object({
  id: Uuid,
  name: z.string(),
  status: z.enum(WORKFLOW_STATUSES),
  ...outcomes,
  /** Of the runs that completed or failed; null while there are none. */
  failedPercent: z.number().nullable(),
  medianMs: Milliseconds.nullable(),
  lastFailedAt: Time.nullable(),
})

/** How the hub, or one workflow, fares: runs that began in the window, and what stands still now. Test runs count nowhere. */
export const Analytics = z.object({
  from: Time,
  until: Time,
  timeZone: z.string(),
  /** `hour` for today, else `day`. */
  unit: z.enum(['hour', 'day']),
  periods: z.array(Period),
  runs: z.object(outcomes),
  /** Completed among those that completed or failed; null while there are none. */
  successPercent: z.number().nullable(),
  /** From the start being asked for to a worker’s taking it; held runs are left out. Null where nothing was measured. */
  queued: Spread.nullable(),
  /** From the first step to the end, waits included. */
  took: Spread.nullable(),
  /** Written in the window, but `pending`: all that waits to be sent now. */
  mail: z.object({ sent: Count, failed: Count, pending: Count, oldestPendingAt: Time.nullable() }),
  now: z.object({
    held: Count,
    /** Due, and not taken by a worker yet. */
    queued: Count,
    oldestQueuedAt: Time.nullable(),
  }),
  schedules: z.object({
    /** Times that came; each is done, skipped, missed, or overdue. */
    promised: Count,
    done: Count,
    /** Of those done: more than a minute after their time. */
    late: Count,
    /** Left out while the run before was under way, or kept out by a filter. */
    skipped: Count,
    /** No worker was there, and the schedule says not to catch up. */
    missed: Count,
    /** More than a minute past, and nothing has been done about it. */
    overdue: Count,
  }),
  /** Those that ran in the window, most failures first. */
  workflows: z.array(WorkflowFigures),
})

export const StepFigures = z.object({
  nodeId: z.string(),
  entered: Count,
  finished: Count,
  failed: Count,
  /** In it now: waiting, or being worked on. */
  waiting: Count,
  took: Spread.nullable(),
})

/** How far the runs of one workflow came: of its newest runs in the window. */
export const WorkflowSteps = z.object({
  /** The live version, or the draft where nothing is live. */
  definition: DefinitionSchema,
  runs: Count,
  /** Older runs of the window were left out. */
  more: z.boolean(),
  /** Of steps that a run came to; others have no figures. */
  steps: z.array(StepFigures),
})

export type Analytics = z.infer<typeof Analytics>
export type Period = z.infer<typeof Period>
export type StepFigures = z.infer<typeof StepFigures>
export type WorkflowFigures = z.infer<typeof WorkflowFigures>
export type WorkflowSteps = z.infer<typeof WorkflowSteps>
