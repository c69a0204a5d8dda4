import { field, fields } from '@hubflow/core'
import { z } from 'zod'
import type { StepServices } from '../node.ts'
import { StepFailure } from '../step-failure.ts'
import { isReservedHeader } from './reserved-header.ts'
import { messageSignature, signingKey } from './standard-webhooks.ts'

const kind = <Kind extends string>(value: Kind) => field(z.literal(value), { title: 'How' })
const SecretId = field(z.uuid('Choose a secret.'), {
  title: 'Secret',
  help: 'The password or key that the other system gave you. It is stored once, kept encrypted, and chosen here by its name.',
  widget: 'secret',
})

/** How a request proves who sends it; the secret stands here by its id only. */
export const SignIn = z.discriminatedUnion('kind', [
  fields({ kind: kind('bearer'), secretId: SecretId }),
  fields({
    kind: kind('basic'),
    name: field(
      z
        .string()
        .trim()
        .min(1)
        .max(200)
        .regex(/^[^:\p{Cc}]+$/u, 'A user name holds no “:”.'),
      {
        title: 'User name',
        help: 'The name that belongs to the password, as the other system gave it to you.',
        description: 'Leave it empty when the secret holds both, as name:password.',
      },
    ).optional(),
    secretId: SecretId,
  }),
  fields({
    kind: kind('header'),
    name: field(
      z
        .string({ error: 'Write the name of the header, such as X-Api-Key.' })
        .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'Write the name of a header, such as X-Api-Key.')
        .refine((name) => !isReservedHeader(name) && !isOfSignature(name), {
          error: ({ input }) => `“${input}” is set by the hub itself. Take another one.`,
        }),
      {
        title: 'Header',
        help: 'The name under which the other system expects its key, such as X-Api-Key; its manual says it.',
        placeholder: 'X-Api-Key',
      },
    ),
    secretId: SecretId,
  }),
])
export type SignIn = z.output<typeof SignIn>

export const Signing = fields({ secretId: SecretId })

const SIGNATURE_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature']

function isOfSignature(name: string): boolean {
  return SIGNATURE_HEADERS.includes(name.toLowerCase())
}

interface Proofs {
  auth?: SignIn | undefined
  sign?: z.output<typeof Signing> | undefined
}

/** The headers that signing in and signing set, in small letters: nobody else may set them. */
export function provenBy({ auth, sign }: Proofs): string[] {
  const own = auth === undefined ? [] : [auth.kind === 'header' ? auth.name.toLowerCase() : 'authorization']
  return [...own, ...(sign === undefined ? [] : SIGNATURE_HEADERS)]
}

/** The same headers with their values. Throws StepFailure when a secret is gone or cannot be what it is used for. */
export async function proofHeaders(
  { auth, sign }: Proofs,
  body: string,
  { readSecret, idempotencyKey, now }: Pick<StepServices, 'readSecret' | 'idempotencyKey' | 'now'>,
): Promise<{ name: string; value: string }[]> {
  const headers = auth === undefined ? [] : [signInHeader(auth, await readSecret(auth.secretId))]
  if (sign === undefined) return headers
  const key = signingKey(await readSecret(sign.secretId))
  if (key === null)
    throw new StepFailure(
      'config-invalid',
      'The secret to sign with is none for signatures. Store one that is base64, like whsec_….',
      { concerns: { kind: 'secret', key: sign.secretId, field: 'sign' } },
    )
  const message = { id: idempotencyKey, timestamp: String(Math.floor(now.getTime() / 1000)), bytes: body }
  return [
    ...headers,
    { name: 'webhook-id', value: message.id },
    { name: 'webhook-timestamp', value: message.timestamp },
    { name: 'webhook-signature', value: `v1,${messageSignature(key, message).toString('base64')}` },
  ]
}

function signInHeader(auth: SignIn, secret: string): { name: string; value: string } {
  if (auth.kind === 'basic') {
    const pair = auth.name !== undefined ? `${auth.name}:${secret}` : secret.includes(':') ? secret : `${secret}:`
    return { name: 'Authorization', value: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }
  }
  // A line break would end the header; what is beyond Latin-1 cannot stand in one.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(secret))
    throw new StepFailure(
      'config-invalid',
      'The secret holds a line break or a letter that no header can hold. Store it again, without spaces around it.',
      { concerns: { kind: 'secret', key: auth.secretId, field: 'auth' } },
    )
  return auth.kind === 'bearer'
    ? { name: 'Authorization', value: `Bearer ${secret}` }
    : { name: auth.name, value: secret }
}
