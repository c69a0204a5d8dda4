/**
 * Links of the hub's own mail begin with a slash where it is queued: only who sends it knows where the hub is reached. Where
 * nobody does, their words stay without a link.
 */
export function withHubAddress(html: string, hubUrl: string | null): string {
  if (hubUrl === null) return html.replaceAll(/<a href="\/[^"]*">(.*?)<\/a>/g, '$1')
  return html.replaceAll('<a href="/', `<a href="${hubUrl}/`)
}
