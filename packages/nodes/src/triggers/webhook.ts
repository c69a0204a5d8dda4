import { field, fields } from '@hubflow/core'
import { z } from 'zod'
import { defineTrigger } from '../node.ts'

const Method = field(z.enum(['POST', 'PUT', 'GET']), {
  title: 'Kind of call',
  labels: { POST: 'POST', PUT: 'PUT', GET: 'GET' },
})

const HeaderName = field(
  z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'Write the name of a header, such as X-Api-Key.')
    .refine((name) => !RESERVED_HEADERS.has(name.toLowerCase()), 'This header has a meaning of its own. Take another.'),
  {
    title: 'Header',
    help: 'The name of the header in which the other system sends the secret, such as X-Api-Key. Tell its support the name and the secret.',
    placeholder: 'X-Api-Key',
  },
)

const RESERVED_HEADERS = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'transfer-encoding',
  'webhook-id',
])

const SecretId = field(z.uuid('Choose a secret.'), {
  title: 'Secret',
  help: 'What the other system must know. It is stored once, kept encrypted, and chosen here by its name.',
  widget: 'secret',
})

export const webhook = defineTrigger({
  type: 'webhook',
  title: 'Another system calls',
  summary: 'Starts when another system calls this workflow’s own web address.',
  group: 'When',
  icon: 'webhook',
  sentence: 'When another system calls its web address',
  config: fields({
    methods: field(z.array(Method).min(1, 'Choose at least one.').max(3), {
      title: 'Kinds of call',
      help: 'How the other system may call. Leave it as it is unless its manual says GET or PUT.',
      description: 'POST is right for nearly every system.',
      advanced: true,
    }).optional(),
    auth: field(
      z.discriminatedUnion('kind', [
        fields({ kind: field(z.literal('none'), { title: 'Check' }) }),
        fields({ kind: field(z.literal('header'), { title: 'Check' }), name: HeaderName, secretId: SecretId }),
        fields({ kind: field(z.literal('standard-webhooks'), { title: 'Check' }), secretId: SecretId }),
      ]),
      {
        title: 'Who may call',
        help: 'Whoever finds out the address could start the workflow. With a secret or a signature only the system that knows it can.',
        widget: 'webhook-auth',
        labels: {
          none: 'Everyone who knows the address',
          header: 'Who sends a secret in a header',
          'standard-webhooks': 'Who signs the call (Standard Webhooks)',
        },
      },
    ).optional(),
    respond: field(
      z.discriminatedUnion('kind', [
        fields({ kind: field(z.literal('accepted'), { title: 'Answer' }) }),
        fields({
          kind: field(z.literal('when-done'), { title: 'Answer' }),
          nodeId: field(z.string().min(1).max(200), {
            title: 'With what this step gave',
            help: 'The caller gets the output of this step as the answer, for example what another system said.',
            description: 'Leave it empty for the last step of the run.',
            widget: 'step',
          }).optional(),
          timeoutSeconds: field(z.number().int('Use a whole number.').min(1).max(60, 'Choose 60 at most.'), {
            title: 'Wait at most (seconds)',
            help: 'How long the caller is kept waiting. Few systems wait longer than 30 seconds.',
            description: 'A run that takes longer goes on; its caller is told its number. 30 if you leave it empty.',
          }).optional(),
        }),
      ]),
      {
        title: 'Answer to the caller',
        help: 'Most systems only want to hear that the call arrived. Answer when the run has ended only where the caller needs the result.',
        advanced: true,
        labels: { accepted: 'At once, with the number of the run', 'when-done': 'When the run has ended' },
      },
    ).optional(),
  }),
  initialConfig: {},
  example: { methods: ['POST'] },
  output: z.object({
    body: z.unknown().meta({ title: 'Body', description: 'What the other system sent.' }),
    headers: z.record(z.string(), z.string()).meta({ title: 'Headers', description: 'By name, in small letters.' }),
    query: z
      .record(z.string(), z.string())
      .meta({ title: 'Query', description: 'What stood behind the “?” of the address.' }),
    method: z.string().meta({ title: 'Kind of call' }),
  }),
})
