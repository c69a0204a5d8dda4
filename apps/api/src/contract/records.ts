import { HUB_TABLE_NAMES, RulesSchema } from '@hubflow/core'
import { z } from 'zod'
import { listOf, pageQuery, Uuid } from './common.ts'

/** A record of the hub: columns in snake_case; `title` names it; `titles` names the records that it points to, by column. */
export const HubRecordView = z.looseObject({
  id: z.uuid(),
  title: z.string(),
  titles: z.record(z.string(), z.string()),
})
export const HubRecordList = listOf(HubRecordView)
export const HubTableParam = z.object({ table: z.enum(HUB_TABLE_NAMES) })
export const HubRecordParam = HubTableParam.extend({ id: Uuid })
export const ListHubRecords = z.object({
  ...pageQuery,
  q: z.string().max(200).optional(),
  /** A column, with `-` before it the other way round; without it the newest first. */
  sort: z
    .string()
    .regex(/^-?[a-z_]{1,40}$/)
    .optional(),
})
/** Columns by their names; which there are, and of what type, follows from the table. */
export const HubRecordBody = z.record(z.string(), z.json())

/** Rules, and the event whose record or data they read. */
export const FindMatches = z.strictObject({ rules: RulesSchema, eventType: z.string().min(1).max(200) })
export const Matches = z.object({
  /** `nothing`: the rules read what only a run knows, or the event is about no record. */
  of: z.enum(['records', 'events', 'nothing']),
  table: z.enum(HUB_TABLE_NAMES).nullable(),
  looked: z.number().int(),
  matched: z.number().int(),
  /** True where there were more than were looked at. */
  isCapped: z.boolean(),
  /** Titles of some records that match. */
  examples: z.array(z.string()),
})
export type Matches = z.infer<typeof Matches>
export type HubRecordView = z.infer<typeof HubRecordView>
