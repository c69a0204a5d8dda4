import { HubSettings } from '@hubflow/core'
import { z } from 'zod'
import { Time, Uuid } from './common.ts'

export const Settings = z.object({
  settings: HubSettings,
  /** Who set each one last; what nobody has set is not named. */
  changes: z.array(z.object({ key: z.string(), by: z.object({ id: Uuid, name: z.string() }).nullable(), at: Time })),
})
export const ChangeSettings = HubSettings.partial()

export type Settings = z.infer<typeof Settings>
