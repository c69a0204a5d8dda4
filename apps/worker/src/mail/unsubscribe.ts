/** Why a queued mail was not sent to somebody who gets no marketing mail. */
export const UNSUBSCRIBED = 'unsubscribed'

/** The mail with a link to unsubscribe, which people see, and with the headers of one click (RFC 8058) for mail programs. */
export function withUnsubscribeLink({
  bodyHtml,
  unsubscribeUrl,
}: {
  bodyHtml: string
  unsubscribeUrl: string | null
}): {
  html: string
  headers: Record<string, string>
} {
  if (unsubscribeUrl === null) return { html: bodyHtml, headers: {} }
  const line = `<p style="font-size:12px;color:#667085">If you want no more mail of this kind, <a href="${unsubscribeUrl}" style="color:#667085">unsubscribe</a>.</p>`
  const end = bodyHtml.search(/<\/body\s*>/i)
  return {
    html: end === -1 ? bodyHtml + line : bodyHtml.slice(0, end) + line + bodyHtml.slice(end),
    headers: { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  }
}
