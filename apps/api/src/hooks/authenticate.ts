import { createHash, timingSafeEqual } from 'node:crypto'
import { openSecret } from '@hubflow/db'
import { HttpProblem } from '../http/problem.ts'
import type { CallRules } from './find-hook.ts'
import { refusalOfSignature } from './standard-webhooks.ts'

/** Refuses a call that does not prove what the hook asks for. Where the secret is gone, nobody may call. */
export function authenticate(hook: CallRules, headers: Headers, bytes: Uint8Array, hubSecret: string): void {
  const refusal = refusalOf(hook, headers, bytes, hubSecret)
  if (refusal !== null) throw new HttpProblem(401, refusal)
}

/** True where `authenticate` would let in. */
export function isFromCaller(hook: CallRules, headers: Headers, bytes: Uint8Array, hubSecret: string): boolean {
  return refusalOf(hook, headers, bytes, hubSecret) === null
}

function refusalOf(
  { auth, secretCiphertext }: CallRules,
  headers: Headers,
  bytes: Uint8Array,
  hubSecret: string,
): string | null {
  if (auth.kind === 'none') return null
  if (secretCiphertext === null) {
    return 'This webhook asks for a secret that does not exist any more. Whoever owns the workflow must choose another one.'
  }
  const secret = openSecret(secretCiphertext, hubSecret)
  if (auth.kind === 'header') {
    const given = headers.get(auth.name)
    return given !== null && isSame(given, secret)
      ? null
      : `The header ${auth.name} does not hold the secret of this webhook.`
  }
  return refusalOfSignature(
    {
      id: headers.get('webhook-id') ?? undefined,
      timestamp: headers.get('webhook-timestamp') ?? undefined,
      signature: headers.get('webhook-signature') ?? undefined,
      bytes,
    },
    secret,
    new Date(),
  )
}

/** In the same time whatever they hold. Headers arrive as Latin-1, and senders write UTF-8 into them. */
function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(digest(Buffer.from(given, 'latin1')), digest(Buffer.from(secret, 'utf8')))
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
