import { HUB_TABLE_NAMES, HUB_TABLES } from '@hubflow/core'
import { z } from 'zod'
import { listOf } from './common.ts'

/** A change of the hub's own tables that gives an event; with `column`, an update of that column only. */
export const EventWatch = z.strictObject({
  table: z.enum(HUB_TABLE_NAMES),
  operation: z.enum(['insert', 'update', 'delete']),
  column: z.string().optional(),
})

export const TriggerEventType = z.object({
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  group: z.string(),
  fields: z.array(z.object({ key: z.string(), label: z.string(), type: z.string() })),
  sample: z.record(z.string(), z.unknown()),
  subjectTable: z.string().nullable(),
  enabled: z.boolean(),
  /** Present where an admin registered it. */
  watch: EventWatch.optional(),
})
export const TriggerEventTypeList = listOf(TriggerEventType)

/** `policy.created`: what, and what happened to it. */
const Name = z
  .string()
  .max(60)
  .regex(
    /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/,
    'write it as what.happened in small letters, like client.contact_changed',
  )
const Title = z.string().trim().min(1).max(80)
const Summary = z.string().trim().max(300)

export const CreateEventType = EventWatch.extend({ name: Name, title: Title, summary: Summary.default('') })
  .refine(({ operation, column }) => column === undefined || operation === 'update', {
    path: ['column'],
    message: 'a column can be watched for updates only',
  })
  .refine(
    ({ table, column }) => column === undefined || HUB_TABLES[table].columns.some(({ name }) => name === column),
    {
      path: ['column'],
      message: 'the table has no such column',
    },
  )
export const UpdateEventType = z.strictObject({
  title: Title.optional(),
  summary: Summary.optional(),
  enabled: z.boolean().optional(),
})
export const EventTypeParam = z.object({ name: z.string().max(100) })
export const ListEventTypes = z.object({
  all: z.enum(['true', 'false']).default('false').meta({ description: 'With those that are switched off.' }),
})

export type TriggerEventType = z.infer<typeof TriggerEventType>
