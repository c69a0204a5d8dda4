import { convert } from 'html-to-text'

/** What a mail says, rendered. */
export interface MailBody {
  bodyHtml: string
  /** Null: made from the HTML. */
  bodyText: string | null
  /** Where its reader unsubscribes; null for mail that is no marketing. */
  unsubscribeUrl: string | null
}

/** For a text that says nothing of its looks: mail programs would set it in their own way, across the whole window. */
const LETTER =
  'max-width:600px;margin:0 auto;padding:8px 16px;font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:1.6;color:#1f2430'

/**
 * The two parts of a mail as they go out: a text without looks of its own is set like a letter. Marketing has a link to unsubscribe, which people see, and the headers of one
 * click (RFC 8058) for mail programs.
 */
export function mailParts({ bodyHtml, bodyText, unsubscribeUrl }: MailBody): {
  html: string
  text: string
  headers: Record<string, string>
} {
  const letter = asLetter(bodyHtml)
  const html = unsubscribeUrl === null ? letter : withUnsubscribeLink(letter, unsubscribeUrl)
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

function asLetter(html: string): string {
  const hasLooks = html === '' || /<(?:html|body|table|style)\b|\sstyle=/i.test(html)
  return hasLooks ? html : `<div style="${LETTER}">${html}</div>`
}

function withUnsubscribeLink(bodyHtml: string, url: string): string {
  const line = `<p style="font-size:12px;color:#667085">If you want no more mail of this kind, <a href="${url}" style="color:#667085">unsubscribe</a>.</p>`
  const end = bodyHtml.search(/<\/body\s*>/i)
  return end === -1 ? bodyHtml + line : bodyHtml.slice(0, end) + line + bodyHtml.slice(end)
}
