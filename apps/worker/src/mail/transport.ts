import { type MailBody, mailParts } from '@hubflow/nodes'
import { createTransport } from 'nodemailer'

export interface OutgoingEmail extends MailBody {
  id: string
  toAddress: string
  toName: string | null
  subject: string
  messageId: string
}

/** How sending ended: a refusal for good says so itself, anything else may pass. */
export type Delivery = { status: 'sent' } | { status: 'refused' | 'postponed'; reason: string }

export interface MailTransport {
  deliver(email: OutgoingEmail): Promise<Delivery>
  close(): void
}

/** Sends by SMTP over a few connections that stay open. `from` is the address that mails come from. */
export function createMailTransport(smtpUrl: string, from: string): MailTransport {
  // By itself the pool would send again, five times in seconds, what a server took before it broke off: our rows say when.
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 5, maxRequeues: 0 }, { from })
  return {
    async deliver(email) {
      const { html, text, headers } = mailParts(email)
      try {
        await transport.sendMail({
          to: { name: email.toName ?? '', address: email.toAddress },
          subject: email.subject.replaceAll(/[\r\n]+/g, ' '),
          html,
          text,
          headers,
          messageId: email.messageId,
        })
        return { status: 'sent' }
      } catch (error) {
        return deliveryAfter(error)
      }
    },
    close: () => transport.close(),
  }
}

function deliveryAfter(error: unknown): Delivery {
  const reason = error instanceof Error ? error.message : String(error)
  const code: unknown = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined
  return { status: typeof code === 'number' && code >= 500 ? 'refused' : 'postponed', reason }
}
