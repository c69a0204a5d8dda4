import { WORKFLOW_STATUSES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, pageQuery, Time, Uuid } from './common.ts'
import { WorkflowName, WorkflowSummary } from './workflow.ts'

const MAX_AT_ONCE = 1000

/** One or more, with commas between. */
const several = <Each extends z.ZodType<unknown, string>>(each: Each, max: number) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(each).max(max))

const filter = {
  /** One or more, with commas between. */
  status: several(z.enum(WORKFLOW_STATUSES), WORKFLOW_STATUSES.length).optional(),
  category: z.string().max(60).optional(),
  owner: Uuid.optional(),
  /** Words that all stand in name, description or category. */
  q: z.string().max(200).optional(),
  /** Those in the bin, and no others. */
  bin: z.literal('true').optional(),
}

export const ListWorkflows = z.object({
  ...pageQuery,
  ...filter,
  /** Of those that fit the filters these alone, with commas between: what is on screen, asked again. */
  ids: several(Uuid, 100).optional(),
})
export const CountWorkflows = z.object(filter)

/** What starts a workflow next by itself, or, where nothing does, which of its runs goes on next. */
export const NextRun = z.object({ kind: z.enum(['start', 'goes-on']), at: Time })

/** The real runs that began on a day of the hub's zone. */
export const DayOfRuns = z.object({
  day: z.iso.date(),
  completed: z.number().int(),
  failed: z.number().int(),
  /** Under way, held or cancelled. */
  other: z.number().int(),
})

/** A workflow as the list shows it. */
export const WorkflowListItem = WorkflowSummary.extend({
  nextRun: NextRun.nullable(),
  /** The last seven days, today last. */
  week: z.array(DayOfRuns),
  deletedAt: Time.nullable(),
})
export const WorkflowList = listOf(WorkflowListItem)

/** How many would be listed for each choice of a filter, with the other filters as they are. */
export const WorkflowCounts = z.object({
  statuses: z.record(z.enum(WORKFLOW_STATUSES), z.number().int()),
  categories: z.array(z.object({ category: z.string(), count: z.number().int() })),
  owners: z.array(z.object({ id: Uuid, name: z.string(), count: z.number().int() })),
  /** Those that fit all filters. */
  listed: z.number().int(),
  /** All there are, and all that are in the bin, whatever the filters. */
  all: z.number().int(),
  binned: z.number().int(),
})

const bulkFilter = { ...filter, status: z.array(z.enum(WORKFLOW_STATUSES)).optional() }
export const BulkWorkflows = z
  .strictObject({
    action: z.enum(['pause', 'resume', 'archive', 'delete', 'restore']),
    ids: z.array(Uuid).min(1).max(MAX_AT_ONCE).optional(),
    filter: z.strictObject(bulkFilter).optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), 'give either ids or a filter')
  .refine(({ filter }) => filter === undefined || Object.values(filter).some((part) => part !== undefined), {
    path: ['filter'],
    message: 'name at least one part, so that not every workflow is meant',
  })
export const BulkWorkflowsDone = z.object({
  changed: z.number().int(),
  /** Those that were so before. */
  already: z.number().int(),
  /** Those whose state does not allow it, with the reason in a sentence. */
  refused: z.array(z.object({ id: Uuid, name: z.string(), reason: z.string() })),
  /** Ids that lead to nothing, such as what was deleted meanwhile. */
  gone: z.number().int(),
  /** There are further ones; ask again. */
  more: z.boolean(),
})

/** Without a name: `Copy of …`, with a number where that is taken. */
export const DuplicateWorkflow = z.strictObject({ name: WorkflowName.optional() })
/** `name`: another one, where the old one was given again meanwhile. */
export const RestoreFromBin = z.strictObject({ name: WorkflowName.optional() })

export type WorkflowListItem = z.infer<typeof WorkflowListItem>
export type DayOfRuns = z.infer<typeof DayOfRuns>
export type NextRun = z.infer<typeof NextRun>
export type WorkflowCounts = z.infer<typeof WorkflowCounts>
export type BulkWorkflowsDone = z.infer<typeof BulkWorkflowsDone>
