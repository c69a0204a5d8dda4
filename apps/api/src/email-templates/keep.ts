import { checkTemplate } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type {
  CreateEmailTemplate,
  EmailTemplateList,
  EmailTemplateView,
  SaveEmailTemplate,
} from '../contract/email-template.ts'
import { databaseFault } from '../http/database-fault.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { countUses } from './uses.ts'

const { emailTemplates, userProfiles } = tables

export async function listEmailTemplates(
  services: Services,
  caller: Caller,
): Promise<z.output<typeof EmailTemplateList>> {
  return asPerson(services.database, caller.id, async (tx) => ({ items: await read(tx), nextCursor: null }))
}

export async function readEmailTemplate(services: Services, caller: Caller, id: string): Promise<EmailTemplateView> {
  return asPerson(services.database, caller.id, (tx) => readOne(tx, id))
}

export async function createEmailTemplate(
  services: Services,
  caller: Caller,
  { name, category }: z.output<typeof CreateEmailTemplate>,
): Promise<EmailTemplateView> {
  return add(services, caller, { name, category, subject: name, bodyHtml: '<p>Hello,</p>' })
}

/** A copy with a name of its own, which nothing uses yet. */
export async function duplicateEmailTemplate(
  services: Services,
  caller: Caller,
  id: string,
  wantedName: string | undefined,
): Promise<EmailTemplateView> {
  const { original, names } = await asPerson(services.database, caller.id, async (tx) => ({
    original: await readOne(tx, id),
    names: (await tx.select({ name: emailTemplates.name }).from(emailTemplates)).map((row) => row.name),
  }))
  const { description, category, subjectTable, subject, bodyHtml, bodyText, bodyTextEditedAt, isMarketing } = original
  return add(services, caller, {
    name: wantedName ?? freeName(`Copy of ${original.name}`.slice(0, 110), names),
    description,
    category,
    subjectTable,
    subject,
    bodyHtml,
    bodyText,
    bodyTextEditedAt: bodyTextEditedAt === null ? null : new Date(bodyTextEditedAt),
    isMarketing,
  })
}

/** Saves if nobody saved a newer one meanwhile; 409 with that one otherwise. Mail of live workflows says the new text at once. */
export async function saveEmailTemplate(
  services: Services,
  caller: Caller,
  id: string,
  { revision, ...content }: SaveEmailTemplate,
): Promise<EmailTemplateView> {
  requireReadable(content)
  const edited = sql`${emailTemplates.bodyText} is distinct from ${content.bodyText}`
  return whereNameIsFree(content.name, () =>
    asPerson(services.database, caller.id, async (tx) => {
      const [saved] = await tx
        .update(emailTemplates)
        .set({
          ...content,
          bodyTextEditedAt:
            content.bodyText === null
              ? null
              : sql`case when ${edited} then hubflow.now() else ${emailTemplates.bodyTextEditedAt} end`,
          revision: sql`${emailTemplates.revision} + 1`,
          updatedBy: caller.id,
          updatedAt: sql`hubflow.now()`,
        })
        .where(and(eq(emailTemplates.id, id), eq(emailTemplates.revision, revision)))
        .returning({ id: emailTemplates.id })
      const template = await readOne(tx, id)
      if (!saved) throw stale(template)
      await writeAudit(tx, caller, 'email-template.changed', { type: 'email-template', id }, { name: content.name })
      return template
    }),
  )
}

async function add(
  services: Services,
  caller: Caller,
  values: Omit<typeof emailTemplates.$inferInsert, 'createdBy' | 'updatedBy'>,
): Promise<EmailTemplateView> {
  return whereNameIsFree(values.name, () =>
    asPerson(services.database, caller.id, async (tx) => {
      const [created] = await tx
        .insert(emailTemplates)
        .values({ ...values, createdBy: caller.id, updatedBy: caller.id })
        .returning({ id: emailTemplates.id })
      if (!created) throw new Error('the insert of a mail template gave no row back')
      const object = { type: 'email-template' as const, id: created.id }
      await writeAudit(tx, caller, 'email-template.created', object, { name: values.name })
      return readOne(tx, created.id)
    }),
  )
}

async function readOne(tx: Transaction, id: string): Promise<EmailTemplateView> {
  const [template] = await read(tx, eq(emailTemplates.id, id))
  if (!template) throw notFound()
  return template
}

async function read(tx: Transaction, which?: SQL): Promise<EmailTemplateView[]> {
  const rows = await tx
    .select({
      id: emailTemplates.id,
      name: emailTemplates.name,
      description: emailTemplates.description,
      category: emailTemplates.category,
      subjectTable: emailTemplates.subjectTable,
      subject: emailTemplates.subject,
      bodyHtml: emailTemplates.bodyHtml,
      bodyText: emailTemplates.bodyText,
      bodyTextEditedAt: emailTemplates.bodyTextEditedAt,
      isMarketing: emailTemplates.isMarketing,
      revision: emailTemplates.revision,
      updatedAt: emailTemplates.updatedAt,
      updatedBy: { id: userProfiles.id, name: userProfiles.name },
    })
    .from(emailTemplates)
    .leftJoin(userProfiles, eq(userProfiles.id, emailTemplates.updatedBy))
    .where(which)
    .orderBy(sql`lower(${emailTemplates.name})`)
  const uses = await countUses(tx)
  return rows.map((row) => ({
    ...row,
    bodyTextEditedAt: row.bodyTextEditedAt?.toISOString() ?? null,
    usedBy: uses.get(row.id) ?? 0,
    updatedAt: row.updatedAt.toISOString(),
  }))
}

/** What cannot be read would stop every workflow that uses it. */
function requireReadable(texts: Pick<SaveEmailTemplate, 'subject' | 'bodyHtml' | 'bodyText'>): void {
  const errors = (['subject', 'bodyHtml', 'bodyText'] as const).flatMap((field) => {
    const detail = checkTemplate(texts[field] ?? '')
    return detail === null ? [] : [{ pointer: `/${field}`, detail }]
  })
  const [first] = errors
  if (first) throw new HttpProblem(422, first.detail, { errors })
}

function stale(template: EmailTemplateView): HttpProblem {
  const who = template.updatedBy?.name ?? 'Somebody'
  return new HttpProblem(409, `${who} saved this template meanwhile. Take that one, or save yours over it.`, {
    members: { template },
  })
}

async function whereNameIsFree<Result>(name: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (databaseFault(error)?.constraint !== 'email_templates_name_unique') throw error
    throw new HttpProblem(409, `There is a mail template named "${name}" already. Choose another name.`, {
      errors: [{ pointer: '/name', detail: 'Choose another name.', code: 'name-taken' }],
      cause: error,
    })
  }
}

function freeName(name: string, taken: readonly string[]): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name} ${count}`
    if (!taken.includes(candidate)) return candidate
  }
}
