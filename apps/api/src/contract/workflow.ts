import { DefinitionSchema, WORKFLOW_STATUSES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, Time, Uuid } from './common.ts'
import { RunSummary } from './run.ts'

export const WorkflowProblem = z.object({
  code: z.string(),
  nodeId: z.string().optional(),
  edgeId: z.string().optional(),
  field: z.array(z.union([z.string(), z.number()])).optional(),
  message: z.string(),
})

export const WorkflowName = z.string().trim().min(1).max(120)
const settings = {
  description: z.string().max(2000).optional(),
  category: z.string().trim().min(1).max(60).optional(),
  maxRunsPerDay: z.number().int().min(1).max(1_000_000).nullable().optional(),
  priority: z.number().int().min(1).max(100).optional(),
}

export const CreateWorkflow = z.strictObject({
  name: WorkflowName,
  ...settings,
  definition: DefinitionSchema.optional(),
})
export const PatchWorkflow = z.strictObject({ name: WorkflowName.optional(), ...settings })
export const PutDraft = z.strictObject({ definition: DefinitionSchema, revision: z.number().int().min(1) })
export const Publish = z.strictObject({
  revision: z.number().int().min(1).optional(),
  note: z.string().max(500).optional(),
  /** Runs that wait on an older version: they finish on it (the default), or are cancelled. */
  waitingRuns: z.enum(['finish', 'stop']).optional(),
})
/** Without a definition: the draft. */
export const EstimateWorkflow = z.strictObject({ definition: DefinitionSchema.optional() })
export const PatchStatus = z.strictObject({ status: z.enum(['active', 'paused', 'archived']) })
export const RunNow = z.strictObject({
  context: z.record(z.string(), z.json()).optional(),
  subject: z.strictObject({ table: z.string(), id: Uuid }).optional(),
})
/**
 * What is tested: `definition`, else the draft. What it begins with: `testData`, else the recorded event `eventId`, else
 * what the earlier run `runId` began with. `runId` also gives the outputs of steps that are not walked.
 */
export const TestWorkflow = z
  .strictObject({
    testData: z.record(z.string(), z.json()).optional(),
    definition: DefinitionSchema.optional(),
    eventId: Uuid.optional(),
    runId: Uuid.optional(),
    /** Where `step` and `from-here` begin. */
    nodeId: z.string().max(64).optional(),
    /** Default `all`; with `nodeId`, `step`. */
    scope: z.enum(['all', 'step', 'from-here']).optional(),
    subject: z.strictObject({ table: z.string(), id: Uuid }).optional(),
  })
  .refine(({ testData, eventId }) => testData === undefined || eventId === undefined, {
    path: ['eventId'],
    message: 'give either testData or a recorded event',
  })
  .refine(({ scope, nodeId }) => nodeId !== undefined || scope === undefined || scope === 'all', {
    path: ['nodeId'],
    message: 'name the step to begin with',
  })
  .refine(({ scope, nodeId }) => nodeId === undefined || scope !== 'all', {
    path: ['nodeId'],
    message: 'leave it out where all is tested, or choose the scope step or from-here',
  })

export const DeleteWorkflow = z.object({
  /** Admin only: with its run history, and not to the bin. */
  purge: z.enum(['true', 'false']).optional(),
})
/** `live`: publish the old version's definition again at once; otherwise it becomes the draft. */
export const RestoreVersion = z.strictObject({ live: z.boolean().optional() })
/** `except`: the workflow that already has the name. */
export const CheckName = z.object({ name: WorkflowName, except: Uuid.optional() })
export const WorkflowParam = z.object({ id: Uuid })
export const VersionParam = z.object({ id: Uuid, version: z.coerce.number().int().min(1).max(2_147_483_647) })

/** A workflow as lists show it. */
export const WorkflowSummary = z.object({
  id: Uuid,
  name: z.string(),
  description: z.string(),
  category: z.string(),
  status: z.enum(WORKFLOW_STATUSES),
  triggerType: z.string().nullable(),
  liveVersion: z.number().int().nullable(),
  /** True when the draft differs from the live version. */
  hasUnpublishedChanges: z.boolean(),
  maxRunsPerDay: z.number().int().nullable(),
  priority: z.number().int(),
  pausedReason: z.string().nullable(),
  createdBy: z.object({ id: Uuid, name: z.string() }),
  createdAt: Time,
  updatedAt: Time,
  lastRun: RunSummary.nullable(),
})

/** One workflow, whole. */
export const Workflow = WorkflowSummary.extend({
  draft: z.object({ definition: DefinitionSchema, revision: z.number().int() }),
  problems: z.array(WorkflowProblem),
  /** Present where the draft's or the live version's trigger is a webhook. */
  webhook: z.object({ url: z.string() }).optional(),
})

/** That a window has a workflow open to edit: `here` answers one that has just opened it, and is not answered. */
export const Editing = z.strictObject({
  window: z.string().min(1).max(40),
  state: z.enum(['open', 'here', 'closed']),
})

/** `suggestion`: one that is free, where the name is not. */
export const NameCheck = z.object({ isFree: z.boolean(), suggestion: z.string().nullable() })

/** How often a workflow would have started, and whom that concerns. */
export const Estimate = z.object({
  /**
   * What was counted: events of the last days that the filter lets in, times of the coming days, or the calls and starts by
   * hand that there were.
   */
  kind: z.enum(['event', 'schedule', 'webhook', 'manual', 'none']),
  days: z.number().int(),
  starts: z.number().int(),
  /** The most starts on one day, by the hub's clock. */
  busiestDay: z.number().int(),
  /** Events of the kind that were looked at, let in or not. */
  looked: z.number().int().nullable(),
  /** True where there were more than were looked at. */
  isCapped: z.boolean(),
  examples: z.array(z.object({ title: z.string(), at: Time })),
  /** Real runs that wait now. */
  waitingRuns: z.number().int(),
})

export const SavedDraft = z.object({ revision: z.number().int(), problems: z.array(WorkflowProblem) })

export const Version = z.object({
  version: z.number().int(),
  note: z.string(),
  publishedBy: z.object({ id: Uuid, name: z.string() }),
  publishedAt: Time,
  isLive: z.boolean(),
  /** Real runs that go on, or wait, as this version says. */
  runsUnderWay: z.number().int(),
})
export const VersionWithDefinition = Version.extend({ definition: DefinitionSchema })

export const VersionList = listOf(Version)

export type Workflow = z.infer<typeof Workflow>
export type WorkflowSummary = z.infer<typeof WorkflowSummary>
export type WorkflowProblem = z.infer<typeof WorkflowProblem>
export type Estimate = z.infer<typeof Estimate>
export type NameCheck = z.infer<typeof NameCheck>
export type SavedDraft = z.infer<typeof SavedDraft>
export type Version = z.infer<typeof Version>
