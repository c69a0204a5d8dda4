import { DefinitionSchema } from '@hubflow/core'
import { z } from 'zod'
import { listOf, pageQuery, Time, Uuid } from './common.ts'

/** What an entry is about, for choosing: the actions of one kind are told by the pages in words of their own. */
export const AUDIT_KINDS = ['publishing', 'editing', 'status', 'runs', 'sign-in', 'people', 'settings'] as const

export const ListAudit = z.object({
  ...pageQuery,
  personId: Uuid.optional(),
  workflowId: Uuid.optional(),
  kind: z.enum(AUDIT_KINDS).optional(),
  from: Time.optional(),
  to: Time.optional(),
})

/** One thing that was done; entries are only ever added. */
export const AuditEntry = z.object({
  id: Uuid,
  at: Time,
  /** `workflow.published`; more may come. */
  action: z.string(),
  /** Null where it was the hub's own doing, or nobody's whom it knows. */
  by: z.object({ id: Uuid, name: z.string().nullable() }).nullable(),
  object: z.object({
    type: z.string(),
    id: z.string(),
    /** What it is called; null where that is not known any more. */
    name: z.string().nullable(),
  }),
  /** The workflow that it concerned, itself or by a run. */
  workflow: z.object({ id: Uuid, name: z.string().nullable(), isThere: z.boolean() }).nullable(),
  /** What else is known of it, by action. */
  detail: z.record(z.string(), z.json()),
  /** Whether the workflow was changed by it, so that before and after can be compared. */
  hasChange: z.boolean(),
})
export const AuditList = listOf(AuditEntry)
export const AuditParam = z.object({ id: Uuid })

/** A workflow before and after; `before` is null where there was nothing. */
export const AuditChange = z.object({
  before: DefinitionSchema.nullable(),
  after: DefinitionSchema,
})

export type AuditKind = (typeof AUDIT_KINDS)[number]
export type AuditEntry = z.infer<typeof AuditEntry>
export type AuditChange = z.infer<typeof AuditChange>
