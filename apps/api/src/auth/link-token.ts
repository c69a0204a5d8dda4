import { createHash } from 'node:crypto'

/** What is kept of the token in a link to a password: better-auth looks it up by this hash, and the link is nowhere stored. */
export function hashOfLink(token: string): string {
  return createHash('sha256').update(`reset-password:${token}`).digest('base64url')
}
