import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Says how it was sealed, so that another way may come later. */
const PREFIX = 'v1.'

/** Encrypts a secret for storing it. Sealing the same text again gives another ciphertext. */
export function sealSecret(text: string, hubSecret: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, keyFrom(hubSecret), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return PREFIX + Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')
}

/**
 * Gives back what `sealSecret` was given. Throws when the ciphertext was changed, or was sealed with another hub secret
 * (`HUBFLOW_SECRET`); the message says what to do and holds nothing of the secret.
 */
export function openSecret(ciphertext: string, hubSecret: string): string {
  const bytes = Buffer.from(ciphertext.slice(PREFIX.length), 'base64url')
  try {
    if (!ciphertext.startsWith(PREFIX)) throw new Error('not sealed by sealSecret')
    const decipher = createDecipheriv(CIPHER, keyFrom(hubSecret), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new Error(
      'A stored secret cannot be opened: HUBFLOW_SECRET is another one than when it was stored. Store it again.',
      {
        cause,
      },
    )
  }
}

function keyFrom(hubSecret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', hubSecret, '', 'hubflow stored secrets', KEY_BYTES))
}
