import { convert } from 'html-to-text'

/** What a mail says, rendered. */
export interface MailBody {
  bodyHtml: string
  /** Null: made from the HTML. */
  bodyText: string | null
  /** Where its reader unsubscribes; null for mail that is no marketing. */
  unsubscribeUrl: string | null
}

/**
 * The two parts of a mail as they go out. Marketing has a link to unsubscribe, which people see, and the headers of one
 * click (RFC 8058) for mail programs.
 */
export function mailParts({ bodyHtml, bodyText, unsubscribeUrl }: MailBody): {
  html: string
  text: string
  headers: Record<string, string>
} {
  const html = unsubscribeUrl === null ? bodyHtml : withUnsubscribeLink(bodyHtml, unsubscribeUrl)
  const written = unsubscribeUrl === null ? bodyText : bodyText && `${bodyText}\n\nUnsubscribe: ${unsubscribeUrl}`
  return {
    html,
    text: written ?? convert(html, { wordwrap: 100 }),
    headers:
      unsubscribeUrl === null
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  }
}

function withUnsubscribeLink(bodyHtml: string, url: string): string {
  const line = `<p style="font-size:12px;color:#667085">If you want no more mail of this kind, <a href="${url}" style="color:#667085">unsubscribe</a>.</p>`
  const end = bodyHtml.search(/<\/body\s*>/i)
  return end === -1 ? bodyHtml + line : bodyHtml.slice(0, end) + line + bodyHtml.slice(end)
}
