import { z } from 'zod'

const whole = (least: number, most: number) =>
  z.number().int('write a whole number').min(least, `at least ${least}`).max(most, `at most ${most}`)

/** The state of a workflow that somebody is told of. Test runs make and end none. */
export const AlertCondition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('failures-in-row'), count: whole(1, 100) }),
  /** Of the runs that completed or failed in the last hours. */
  z.strictObject({
    kind: z.literal('failure-rate'),
    percent: whole(1, 99),
    minRuns: whole(1, 10_000),
    hours: whole(1, 48),
  }),
  /** No run began though the workflow is active; of all workflows: in none of them. */
  z.strictObject({ kind: z.literal('silence'), hours: whole(1, 8760) }),
])
export type AlertCondition = z.infer<typeof AlertCondition>

/** Roles that may see workflows, and so may be told of them. */
export const ALERTED_ROLES = ['admin', 'trainer', 'manager'] as const

/** `owner` (of the workflow; of the rule where it is about all workflows together), `role:trainer` or `user:<id>`. */
export const AlertRecipient = z
  .string()
  .regex(
    new RegExp(`^(owner|role:(${ALERTED_ROLES.join('|')})|user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`),
    'choose the owner, a role that sees workflows, or a person',
  )
export type AlertRecipient = z.infer<typeof AlertRecipient>
