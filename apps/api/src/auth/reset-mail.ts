import { randomUUID } from 'node:crypto'
import { type Database, tables } from '@hubflow/db'
import { escapeHtml } from '../http/escape-html.ts'

/** Queues the mail with the link; it is the system's own, so it belongs to no run. */
export async function queueResetMail(
  database: Database,
  person: { id: string; name: string; email: string },
  link: string,
): Promise<void> {
  const url = escapeHtml(link)
  await database.orm.insert(tables.emailQueue).values({
    recipientId: person.id,
    toAddress: person.email,
    toName: person.name,
    subject: 'Choose a new password for Hubflow',
    bodyHtml: `<p>Hello ${escapeHtml(person.name)},</p>
<p>somebody, probably you, asked for a new password for your account. <a href="${url}">Choose a new password</a> within the next hour.</p>
<p>If the link does not open, copy this address: ${url}</p>
<p>If it was not you, leave this mail alone: your password stays as it is.</p>`,
    messageId: `<${randomUUID()}@hubflow>`,
  })
}
