import { timingSafeEqual } from 'node:crypto'
import { messageSignature, signingKey } from '@hubflow/nodes'

/** How far a message's timestamp may lie from now, either way. */
const TOLERANCE_SECONDS = 300

export interface SignedMessage {
  /** The headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. */
  id: string | undefined
  timestamp: string | undefined
  signature: string | undefined
  /** The body as it came, before anything was read from it. */
  bytes: Uint8Array
}

/** Checks a Standard Webhooks (v1) signature; gives why it is refused, or null when it is good. */
export function refusalOfSignature(message: SignedMessage, secret: string, now: Date): string | null {
  const { id, timestamp, signature, bytes } = message
  if (id === undefined || timestamp === undefined || signature === undefined) {
    return 'This webhook takes signed calls only. Sign it, and send webhook-id, webhook-timestamp and webhook-signature.'
  }
  const key = signingKey(secret)
  if (key === null) {
    return 'The secret of this webhook is none for signatures. Whoever owns the workflow must store one that is base64, like whsec_….'
  }
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) {
    return 'The webhook-timestamp is more than five minutes from now. Set the clock of the sender, and send the call anew.'
  }
  const expected = messageSignature(key, { id, timestamp, bytes })
  // Several stand there while the sender changes its secret.
  const isSigned = signature.split(' ').some((each) => isSignature(each, expected))
  return isSigned ? null : 'The webhook-signature is not right. Check that both sides use the same secret.'
}

function isSignature(text: string, expected: Buffer): boolean {
  const [version, value = ''] = text.split(',', 2)
  const given = Buffer.from(value, 'base64')
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
}
