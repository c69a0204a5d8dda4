import { HUB_TABLE_NAMES, RUN_STATUSES } from '@hubflow/core'
import { z } from 'zod'

/**
 * What `GET /api/live` sends, one JSON object per server-sent event named by its `kind`: ids and states only. After every
 * (re)connect comes `hello`, and the client refetches what is on screen.
 */
export const LiveMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello') }),
  z.object({ kind: z.literal('workflow'), workflowId: z.uuid() }),
  /** The run or a step of it: no step changes without its run. */
  z.object({ kind: z.literal('run'), runId: z.uuid(), workflowId: z.uuid(), status: z.enum(RUN_STATUSES) }),
  z.object({ kind: z.literal('notification'), userId: z.uuid() }),
  z.object({ kind: z.literal('email'), emailId: z.uuid() }),
  /** A record of the hub; null: many of its table at once. */
  z.object({ kind: z.literal('record'), table: z.enum(HUB_TABLE_NAMES), recordId: z.uuid().nullable() }),
  /** A window that has the workflow open to edit; told again every few seconds, stored nowhere. */
  z.object({
    kind: z.literal('editing'),
    workflowId: z.uuid(),
    userId: z.uuid(),
    window: z.string(),
    state: z.enum(['open', 'here', 'closed']),
  }),
  /** The session has ended: sign in again. */
  z.object({ kind: z.literal('bye') }),
])
export type LiveMessage = z.infer<typeof LiveMessage>
