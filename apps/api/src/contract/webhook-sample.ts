import { z } from 'zod'
import { Time } from './common.ts'

export const ListenForCall = z.strictObject({ listen: z.boolean() })

/** The call that an editor waits for, or has caught: what later steps find under `trigger`. */
export const WebhookSample = z.object({
  /** Calls are caught until then; null while nobody listens. */
  listeningUntil: Time.nullable(),
  capturedAt: Time.nullable(),
  sample: z
    .object({
      body: z.json(),
      headers: z.record(z.string(), z.string()),
      query: z.record(z.string(), z.string()),
      method: z.string(),
    })
    .nullable(),
})

export type WebhookSample = z.infer<typeof WebhookSample>
