import { DefinitionSchema } from '@hubflow/core'
import { z } from 'zod'
import { Uuid } from './common.ts'
import { WorkflowProblem } from './workflow.ts'

export const REFERENCE_KINDS = ['email-template', 'person', 'secret'] as const

/** A workflow as a file: what it does, and the names of what it refers to by id, so that another hub finds its own. */
export const ExportedWorkflow = z.object({
  format: z.literal('hubflow-workflow'),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  maxRunsPerDay: z.number().int().nullable(),
  priority: z.number().int(),
  definition: DefinitionSchema,
  /** `name`: a template's or a secret's; of a person, the address. Never what a secret holds. */
  references: z.array(z.object({ kind: z.enum(REFERENCE_KINDS), id: z.string(), name: z.string() })),
})

/** Without a version: the draft. */
export const ExportParam = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() })

/** `content`: an exported workflow, or a definition alone. `check`: only tell what would become of it. */
export const ImportWorkflow = z.strictObject({
  content: z.json(),
  name: z.string().trim().min(1).max(120).optional(),
  check: z.boolean().optional(),
})

export const ImportReport = z.object({
  /** The new draft; null where it was only checked. */
  workflowId: Uuid.nullable(),
  name: z.string(),
  steps: z.number().int(),
  /** What was found here under its name, one sentence each. */
  found: z.array(z.string()),
  /** What could not be taken, and what to do about it. */
  notTaken: z.array(z.string()),
  /** What keeps it from being published, as the editor will show it. */
  problems: z.array(WorkflowProblem),
})

export type ExportedWorkflow = z.infer<typeof ExportedWorkflow>
export type ImportReport = z.infer<typeof ImportReport>
