import { HUB_TABLE_NAMES, WORKFLOW_STATUSES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, Time, Uuid } from './common.ts'

const Somebody = z.object({ id: Uuid, name: z.string() })

/** What a mail template says; all three texts may hold `{{…}}`. */
const content = {
  subject: z.string().trim().min(1, 'Write a subject.').max(500),
  bodyHtml: z.string().max(200_000),
  /** The plain-text part; null: it is made from the HTML. */
  bodyText: z.string().max(200_000).nullable(),
  /** Its mail says how to unsubscribe, and is not sent to those who did. */
  isMarketing: z.boolean(),
}

/** The hub table of the records that it is about; null while nobody said. */
const subjectTable = z.enum(HUB_TABLE_NAMES).nullable()
const name = z.string().trim().min(1, 'Give it a name.').max(120)
const category = z.string().trim().max(60)
const description = z.string().trim().max(500)

export const EmailTemplateView = z.object({
  id: Uuid,
  name: z.string(),
  description: z.string(),
  category: z.string(),
  subjectTable,
  subject: z.string(),
  bodyHtml: z.string(),
  bodyText: z.string().nullable(),
  /** When the plain-text part was written by hand last. */
  bodyTextEditedAt: Time.nullable(),
  isMarketing: z.boolean(),
  /** To be sent back when saving: an older one is refused. */
  revision: z.number().int(),
  /** How many workflows use it, in their draft or live. */
  usedBy: z.number().int(),
  updatedAt: Time,
  updatedBy: Somebody.nullable(),
})
export const EmailTemplateList = listOf(EmailTemplateView)
export const EmailTemplateParam = z.object({ id: Uuid })

export const CreateEmailTemplate = z.strictObject({ name, category: category.default('') })
export const DuplicateEmailTemplate = z.strictObject({ name: name.optional() })
export const SaveEmailTemplate = z.strictObject({
  name,
  description,
  category,
  subjectTable,
  ...content,
  revision: z.number().int(),
})

/** A workflow that a template is used by: in its draft, live, or by runs of older versions that are not finished. */
export const TemplateUse = z.object({
  workflowId: Uuid,
  name: z.string(),
  status: z.enum(WORKFLOW_STATUSES),
  inDraft: z.boolean(),
  isLive: z.boolean(),
  inRuns: z.boolean(),
})
export const TemplateUseList = listOf(TemplateUse)

const record = z.object({ table: z.enum(HUB_TABLE_NAMES), id: Uuid }).nullable()

export const PreviewMail = z.strictObject({ ...content, record })
/** A mail as it would go out. */
export const MailPreview = z.object({
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** Paths that have no value and no fallback: a run would stop at the first. Their names stand in square brackets. */
  missing: z.array(z.string()),
})

export const SendTestMail = z.strictObject({
  ...content,
  record,
  templateId: Uuid.optional(),
  /** Without one, it goes to the caller. */
  to: z.email('Write an address like ann@example.com.').max(254).optional(),
})
export const QueuedTestMail = z.object({ id: Uuid, to: z.string() })

export type EmailTemplateView = z.infer<typeof EmailTemplateView>
export type TemplateUse = z.infer<typeof TemplateUse>
export type MailPreview = z.infer<typeof MailPreview>
export type PreviewMail = z.infer<typeof PreviewMail>
export type SaveEmailTemplate = z.infer<typeof SaveEmailTemplate>
