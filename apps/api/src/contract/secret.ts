import { z } from 'zod'
import { listOf, Time, Uuid } from './common.ts'

/** A stored secret as anybody may know it: its value is never given out again. */
export const Secret = z.object({
  id: Uuid,
  name: z.string(),
  createdBy: z.object({ id: Uuid, name: z.string() }),
  createdAt: Time,
  /** When its value was set last. */
  updatedAt: Time,
})
const value = z.string().min(1).max(8192)
export const CreateSecret = z.strictObject({ name: z.string().trim().min(1).max(120), value })
export const RotateSecret = z.strictObject({ value })
export const SecretParam = z.object({ id: Uuid })
export const SecretList = listOf(Secret)

export type Secret = z.infer<typeof Secret>
