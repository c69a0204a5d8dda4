import { DefinitionSchema } from '@hubflow/core'
import { z } from 'zod'
import { listOf } from './common.ts'

/** What a template leaves open: asked once, when a workflow is made from it. */
export const TemplateInput = z.object({
  key: z.string(),
  label: z.string(),
  help: z.string().optional(),
  kind: z.enum(['email-template', 'people', 'url', 'time', 'number']),
  /** The settings that take the answer. */
  places: z.array(z.object({ nodeId: z.string(), field: z.array(z.union([z.string(), z.number()])) })),
  /** The name of the mail template that fits; it is chosen where the hub has one of this name. */
  suggestion: z.string().optional(),
  /** The steps that are left out when nothing is answered. Without any, an answer is needed. */
  leavesOut: z.array(z.string()).optional(),
})

export const WorkflowTemplate = z.object({
  id: z.string(),
  name: z.string(),
  summary: z.string(),
  category: z.string(),
  definition: DefinitionSchema,
  inputs: z.array(TemplateInput),
})
export const WorkflowTemplateList = listOf(WorkflowTemplate)

export type TemplateInput = z.infer<typeof TemplateInput>
export type WorkflowTemplate = z.infer<typeof WorkflowTemplate>
