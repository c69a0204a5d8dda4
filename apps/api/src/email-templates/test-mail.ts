import { randomUUID } from 'node:crypto'
import { asPerson } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { QueuedTestMail, SendTestMail } from '../contract/email-template.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'
import { renderMail } from './render.ts'

/** Queues what a preview shows, marked as a test; it goes out as any other mail does. */
export async function sendTestMail(
  services: Services,
  caller: Caller,
  { to = caller.email, templateId, ...mail }: z.output<typeof SendTestMail>,
): Promise<z.output<typeof QueuedTestMail>> {
  return asPerson(services.database, caller.id, async (tx) => {
    const { subject, bodyHtml, bodyText } = await renderMail(services, tx, mail)
    // Only these columns may be written, and drizzle's own insert names all.
    const [queued] = await tx.execute<{ id: string }>(sql`
      insert into hubflow.email_queue
        (template_id, to_address, subject, body_html, body_text, is_marketing, is_test, message_id)
      select (select id from hubflow.email_templates where id = ${templateId ?? null}), ${to}, ${`[Test] ${subject}`},
        ${bodyHtml}, ${bodyText}, ${mail.isMarketing}, true, ${`<test-${randomUUID()}@hubflow>`}
      returning id`)
    if (!queued) throw new Error('the insert of a test mail gave no row back')
    await writeAudit(tx, caller, 'email.tested', { type: 'email', id: queued.id }, { to, subject })
    return { id: queued.id, to }
  })
}
