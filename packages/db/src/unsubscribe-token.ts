import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** What an unsubscribe link carries: the address in lower case, and a proof that this hub made it. The same each time. */
export function unsubscribeToken(address: string, hubSecret: string): string {
  const lower = address.toLowerCase()
  return `${Buffer.from(lower, 'utf8').toString('base64url')}.${proofOf(lower, hubSecret).toString('base64url')}`
}

/** The address of a token that `unsubscribeToken` made with this hub secret, else null. */
export function unsubscribedAddress(token: string, hubSecret: string): string | null {
  const [name = '', proof = ''] = token.split('.')
  const address = Buffer.from(name, 'base64url').toString('utf8')
  const [given, expected] = [Buffer.from(proof, 'base64url'), proofOf(address, hubSecret)]
  return given.length === expected.length && timingSafeEqual(given, expected) ? address : null
}

function proofOf(address: string, hubSecret: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', hubSecret, '', 'hubflow unsubscribe links', 32))
  return createHmac('sha256', key).update(address).digest()
}
