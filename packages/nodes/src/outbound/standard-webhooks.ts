import { createHmac } from 'node:crypto'

const SECRET_PREFIX = 'whsec_'

/** The key behind a Standard Webhooks secret (base64, with or without `whsec_`), or null when it is none. */
export function signingKey(secret: string): Buffer | null {
  const text = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null
}

/** The v1 signature (HMAC-SHA256, raw bytes) of a message; `timestamp` in seconds, as its header says it. */
export function messageSignature(
  key: Buffer,
  message: { id: string; timestamp: string; bytes: Uint8Array | string },
): Buffer {
  return createHmac('sha256', key).update(`${message.id}.${message.timestamp}.`).update(message.bytes).digest()
}
