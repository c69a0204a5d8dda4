import type { EmailTemplate } from '@hubflow/nodes'
import type { Row } from 'postgres'
import { isId } from './hub-records.ts'
import type { Owner, OwnerGate } from './owner.ts'

/** A stored mail template; null when there is none that the owner may see. */
export async function findEmailTemplate(ask: OwnerGate, owner: Owner, id: string): Promise<EmailTemplate | null> {
  if (!isId(id)) return null
  const { rows } = await ask<EmailTemplate & Row>(
    owner,
    (sql) => sql<(EmailTemplate & Row)[]>`
      select id, name, subject, body_html as "bodyHtml", body_text as "bodyText", is_marketing as "isMarketing"
      from hubflow.email_templates where id = ${id}`,
  )
  return rows[0] ?? null
}
