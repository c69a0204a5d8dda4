import { AlertCondition, AlertRecipient } from '@hubflow/core'
import { z } from 'zod'
import { listOf, Time, Uuid } from './common.ts'

const rule = {
  /** Null: all workflows. */
  workflowId: Uuid.nullable(),
  condition: AlertCondition,
  recipients: z.array(AlertRecipient).min(1, 'choose somebody to tell').max(50),
  byNotification: z.boolean(),
  byMail: z.boolean(),
  enabled: z.boolean(),
}

/** Whom to tell when a workflow, or any, comes into a state that somebody should look at. */
export const AlertRule = z.object({
  id: Uuid,
  ...rule,
  workflowName: z.string().nullable(),
  lastToldAt: Time.nullable(),
  /** The states that last now. */
  lasting: z.array(z.object({ workflowId: Uuid.nullable(), workflowName: z.string().nullable(), since: Time })),
  createdBy: z.object({ id: Uuid, name: z.string() }),
  createdAt: Time,
})

const isTold = ({ byNotification, byMail }: { byNotification: boolean; byMail: boolean }) => byNotification || byMail
const CHOOSE_WAY = { path: ['byNotification'], message: 'tell by notification, by mail, or both' }

export const CreateAlert = z
  .strictObject({
    ...rule,
    workflowId: Uuid.nullable().default(null),
    byNotification: z.boolean().default(true),
    byMail: z.boolean().default(false),
    enabled: z.boolean().default(true),
  })
  .refine(isTold, CHOOSE_WAY)
/** What happened before a change of the workflow or of the condition, or before it is switched on, is no news. */
export const ChangeAlert = z.strictObject(rule).partial()
export const AlertParam = z.object({ id: Uuid })
export const ListAlerts = z.object({
  workflowId: Uuid.optional().meta({ description: 'Rules of this workflow, and those of all workflows.' }),
})
export const AlertList = listOf(AlertRule)

export type AlertRule = z.infer<typeof AlertRule>
