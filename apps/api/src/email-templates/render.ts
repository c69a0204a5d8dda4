import {
  formatPath,
  type HubTableName,
  type JsonObject,
  pathsIn,
  resolveText,
  TemplateError,
  type TemplateEscape,
  type TemplateScope,
} from '@hubflow/core'
import { relatedRecordSql, type Transaction } from '@hubflow/db'
import { mailHtml, mailParts, oneLine } from '@hubflow/nodes'
import { sql } from 'drizzle-orm'
import { businessTime } from '../business-time.ts'
import type { MailPreview, PreviewMail } from '../contract/email-template.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { HUB_PG_TABLES } from '../records/tables.ts'
import type { Services } from '../services.ts'

/** More than this in one mail are a mistake elsewhere. */
const MOST_MISSING = 100

/** A mail's texts with everything inserted; `bodyText` is null where it is made from the HTML. */
export interface RenderedMail {
  subject: string
  bodyHtml: string
  bodyText: string | null
  missing: string[]
}

/** The mail as it would go out for this record, with its link to unsubscribe where it is marketing. */
export async function previewMail(services: Services, tx: Transaction, mail: PreviewMail): Promise<MailPreview> {
  const { subject, missing, ...body } = await renderMail(services, tx, mail)
  const unsubscribeUrl = mail.isMarketing ? `${services.publicUrl()}/unsubscribe/…` : null
  const { html, text } = mailParts({ ...body, unsubscribeUrl })
  return { subject, html, text, missing }
}

/** As a step sends it; what has no value is named in brackets instead of stopping everything. 422 for what cannot be read. */
export async function renderMail(services: Services, tx: Transaction, mail: PreviewMail): Promise<RenderedMail> {
  const now = (await businessTime(tx)).toISOString()
  const scope: TemplateScope = {
    trigger: {},
    steps: {},
    subject: mail.record && (await readSubject(tx, mail.record)),
    workflow: { id: '', name: 'Name of the workflow' },
    run: { id: '', started_at: now, is_test: true },
    now,
  }
  const missing: string[] = []
  const fill = (field: string, text: string, escaping: TemplateEscape) =>
    filledIn(text, scope, escaping, { field, missing, timeZone: services.config.timeZone })
  const subject = oneLine(fill('subject', mail.subject, 'none'))
  const bodyHtml = mailHtml(fill('bodyHtml', mail.bodyHtml, 'html'))
  const bodyText = mail.bodyText === null ? null : fill('bodyText', mail.bodyText, 'none')
  return { subject, bodyHtml, bodyText, missing }
}

async function readSubject(tx: Transaction, ref: { table: HubTableName; id: string }): Promise<JsonObject> {
  const [row] = await tx.execute<{ record: JsonObject }>(
    sql`select ${sql.raw(relatedRecordSql(ref.table))} as record from ${HUB_PG_TABLES[ref.table]} t where t.id = ${ref.id}`,
  )
  if (!row) throw notFound()
  return row.record
}

function filledIn(
  text: string,
  scope: TemplateScope,
  escaping: TemplateEscape,
  { field, missing, timeZone }: { field: string; missing: string[]; timeZone: string },
): string {
  for (;;) {
    try {
      return resolveText(text, scope, escaping, { timeZone })
    } catch (error) {
      const path = error instanceof TemplateError ? error.path : undefined
      if (path === undefined || missing.length >= MOST_MISSING || !nameMissing(scope, path)) throw refused(field, error)
      missing.push(path)
    }
  }
}

/** Puts a name in brackets where a value is missing; false where there is no place for one. */
function nameMissing(scope: TemplateScope, path: string): boolean {
  const [keys = []] = pathsIn(`{{${path}}}`)
  const last = keys.at(-1)
  let at: Record<string, unknown> = scope as unknown as Record<string, unknown>
  for (const key of keys.slice(0, -1)) {
    at[key] ??= {}
    const inner = at[key]
    if (typeof inner !== 'object' || inner === null) return false
    at = inner as Record<string, unknown>
  }
  if (last === undefined || (at[last] !== undefined && at[last] !== null)) return false
  at[last] = `[${formatPath(keys.slice(1)).replaceAll(/[._]/g, ' ')}]`
  return true
}

function refused(field: string, error: unknown): HttpProblem {
  const { message } = TemplateError.from(error)
  return new HttpProblem(422, message, { errors: [{ pointer: `/${field}`, detail: message }], cause: error })
}
