import { HUB_TABLE_NAMES } from '@hubflow/core'
import { z } from 'zod'
import { listOf } from './common.ts'

/** A record of the hub: columns in snake_case; `title` names it; `titles` names the records that it points to, by column. */
export const HubRecordView = z.looseObject({
  id: z.uuid(),
  title: z.string(),
  titles: z.record(z.string(), z.string()),
})
export const HubRecordList = listOf(HubRecordView)
export const HubTableParam = z.object({ table: z.enum(HUB_TABLE_NAMES) })
export type HubRecordView = z.infer<typeof HubRecordView>
