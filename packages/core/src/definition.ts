import { z } from 'zod'
import { isTimeZone } from './zone.ts'

/** The version that this build writes. Older definitions are migrated forward when they are read. */
export const SCHEMA_VERSION = 1

const NodeIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'a node id is 1 to 64 letters, digits, "_" or "-"')

const NodeSchema = z.strictObject({
  id: NodeIdSchema,
  type: z.string().min(1).max(64),
  name: z.string().max(200),
  /** Checked against the node type's own schema by `checkDefinition`, since a draft may be unfinished. */
  config: z.record(z.string(), z.json()),
  position: z.strictObject({ x: z.number(), y: z.number() }),
  onError: z.enum(['stop', 'continue']).optional(),
  disabled: z.boolean().optional(),
  note: z.string().max(2000).optional(),
})

const EdgeSchema = z.strictObject({
  id: z.string().min(1).max(200),
  source: NodeIdSchema,
  target: NodeIdSchema,
  branch: z.string().min(1).max(64),
})

const TimeOfDaySchema = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'this must be a time such as 09:00')

const BusinessHoursSchema = z.strictObject({
  /** Monday = 1. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7),
  start: TimeOfDaySchema,
  end: TimeOfDaySchema,
})

const SettingsSchema = z.strictObject({
  timeZone: z.string().max(64).refine(isTimeZone, 'this must be a time zone such as Europe/Berlin').optional(),
  /** Minutes of active time; waits do not count. */
  runTimeoutMinutes: z.number().int().min(1).max(1440).optional(),
  businessHours: BusinessHoursSchema.optional(),
})

/** The workflow JSON. Unknown fields are refused; whether it may be published is `checkDefinition`'s answer. */
export const DefinitionSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  nodes: z.array(NodeSchema).max(200),
  edges: z.array(EdgeSchema).max(400),
  settings: SettingsSchema.optional(),
})

export type Definition = z.infer<typeof DefinitionSchema>
export type BusinessHours = z.infer<typeof BusinessHoursSchema>
export type WorkflowNode = Definition['nodes'][number]
export type WorkflowEdge = Definition['edges'][number]

export const EMPTY_DEFINITION: Definition = { schemaVersion: SCHEMA_VERSION, nodes: [], edges: [] }
