import { z } from 'zod'
import type { FieldMeta } from './node-type.ts'

/** A config field with what the inspector shows for it; the meta travels through `z.toJSONSchema`. */
export function field<Schema extends z.ZodType>(schema: Schema, meta: FieldMeta): Schema {
  return schema.meta({ ...meta })
}

/** The settings of a node, or of one part of them: every field has a label, and one that is not named is refused. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: unknownFieldSentence })
}

function unknownFieldSentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined
  const names = (issue.keys as string[]).map((key) => `“${key}”`).join(', ')
  return `${names} cannot be set here. Remove it, or check how it is spelled.`
}
