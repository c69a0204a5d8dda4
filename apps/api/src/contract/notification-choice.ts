import { NOTIFICATION_KINDS } from '@hubflow/core'
import { z } from 'zod'
import { listOf } from './common.ts'

/** How the caller is told of a kind of notification; both false: not at all. */
export const NotificationChoice = z.object({
  kind: z.enum(NOTIFICATION_KINDS),
  inApp: z.boolean(),
  byMail: z.boolean(),
  /** In the app it cannot be turned off. */
  isRequired: z.boolean(),
})
export const NotificationChoiceList = listOf(NotificationChoice)
export const KindParam = z.object({ kind: z.enum(NOTIFICATION_KINDS) })
export const ChooseNotification = z.strictObject({ inApp: z.boolean(), byMail: z.boolean() })

export type NotificationChoice = z.infer<typeof NotificationChoice>
