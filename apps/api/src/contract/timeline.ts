import { EMAIL_STATUSES, RUN_STATUSES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, pageQuery, Time, Uuid } from './common.ts'

const at = { id: Uuid, at: Time }
const workflow = z.object({ id: Uuid, name: z.string() })

/** One thing that happened to a record or because of it. */
export const TimelineItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('change'),
    ...at,
    operation: z.enum(['insert', 'update', 'delete']),
    by: z.object({ id: Uuid, name: z.string().nullable() }).nullable(),
    /** The workflow that changed it, as that person. */
    workflow: workflow.nullable(),
    /** Columns whose value changed; of records that they point to, the titles. `isKnown` is false where only that is on record. */
    fields: z.array(z.object({ column: z.string(), before: z.json(), after: z.json(), isKnown: z.boolean() })),
  }),
  z.object({ kind: z.literal('event'), ...at, type: z.string(), title: z.string() }),
  z.object({
    kind: z.literal('run'),
    ...at,
    workflow,
    status: z.enum(RUN_STATUSES),
    eventTitle: z.string().nullable(),
    /** What it is about, where that is not the record itself but belongs to it. */
    about: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('email'),
    ...at,
    subject: z.string(),
    to: z.string(),
    status: z.enum(EMAIL_STATUSES),
    runId: Uuid,
  }),
  z.object({ kind: z.literal('notification'), ...at, title: z.string(), runId: Uuid }),
])
export const Timeline = listOf(TimelineItem)
export const ReadTimeline = z.object(pageQuery)

export type TimelineItem = z.infer<typeof TimelineItem>
