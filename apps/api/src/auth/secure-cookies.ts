/**
 * Cookies get `Secure` where the hub was reached by its public https address, and not by `http://localhost` on the same
 * machine, where they would be lost.
 */
export function withSecureCookies(cookies: string[], host: string | undefined, publicUrl: string | null): string[] {
  const url = publicUrl === null ? null : new URL(publicUrl)
  if (url?.protocol !== 'https:' || url.host !== host) return cookies
  return cookies.map((cookie) => (/;\s*secure/i.test(cookie) ? cookie : `${cookie}; Secure`))
}
