import { z } from 'zod'

/** A time on the wire: ISO 8601 in UTC. */
export const Time = z.iso.datetime()
export const Uuid = z.uuid()

/** What every list takes; `cursor` is the `nextCursor` of the page before. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
}

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** RFC 9457, with `errors[]` naming fields by JSON pointer. */
export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  errors: z
    .array(
      z.object({ pointer: z.string(), detail: z.string(), code: z.string().optional(), nodeId: z.string().optional() }),
    )
    .optional(),
})
export type ProblemDetails = z.infer<typeof ProblemDetails>
