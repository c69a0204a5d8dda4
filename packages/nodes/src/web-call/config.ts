import { field, fields, isTemplate } from '@hubflow/core'
import { z } from 'zod'
import { isReservedHeader } from '../outbound/reserved-header.ts'
import { provenBy, SignIn, Signing } from '../outbound/sign-in.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const

const text = z.string().max(20_000)

const Header = fields({
  name: field(
    z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'A header’s name is letters, digits and “-”, like X-Api-Version.')
      .refine((name) => !isReservedHeader(name), {
        error: ({ input }) => `“${input}” is set by the hub itself. Remove it.`,
      }),
    {
      title: 'Name',
      help: 'The name of the header as the other system’s manual writes it, such as X-Source.',
      placeholder: 'X-Source',
    },
  ),
  value: field(text.regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header’s value is one line of plain letters.'), {
    title: 'Value',
    help: 'What the header says. Data can be put in; passwords and keys belong under “Sign in”.',
    template: true,
  }),
})

const QueryPart = fields({
  name: field(z.string().min(1, 'Write a name.').max(200), {
    title: 'Name',
    help: 'The word before the “=”, such as page in …?page=2.',
    placeholder: 'page',
  }),
  value: field(text, {
    title: 'Value',
    help: 'What stands behind the “=”. Spaces and special letters are taken care of.',
    template: true,
  }),
})

const Body = z.discriminatedUnion('kind', [
  fields({
    kind: field(z.literal('json'), { title: 'Form of the body' }),
    value: field(z.union([z.string().max(200_000), z.record(z.string(), z.unknown()), z.array(z.unknown())]), {
      title: 'JSON',
      help: 'The data in the form that most systems take: names and values in quotes, between { and }. Copy the example of their manual and put your data in place of theirs.',
      widget: 'json',
      template: true,
      placeholder: '{ "name": "{{subject.client.first_name}}" }',
    }),
  }),
  fields({
    kind: field(z.literal('form'), { title: 'Form of the body' }),
    value: field(z.string().max(200_000), {
      title: 'Fields',
      help: 'As if a web form were sent: one line for each field, its name, then “=”, then what is filled in.',
      description: 'One on each line, like name=value.',
      widget: 'form',
      template: true,
      placeholder: 'name={{subject.client.first_name}}',
    }),
  }),
  fields({
    kind: field(z.literal('text'), { title: 'Form of the body' }),
    value: field(z.string().max(200_000), {
      title: 'Text',
      help: 'Sent exactly as it stands, with data put in. Take it only where the other system’s manual asks for plain text.',
      widget: 'multiline',
      template: true,
    }),
  }),
])

/** What a trainer fills in for a call of a web address. */
export const config = fields({
  method: field(z.enum(METHODS), {
    title: 'Method',
    help: 'What kind of call it is. If the manual does not say: POST to hand something over, GET to ask.',
    description: 'GET asks for something, POST hands something over; the other system’s manual says which.',
    labels: Object.fromEntries(METHODS.map((method) => [method, method])),
  }),
  url: field(
    z.string({ error: 'Write the address.' }).min(1, 'Write the address.').max(4000).refine(isAddress, {
      error: 'Write a whole address that begins with https:// or http://, without a user name in it.',
    }),
    {
      title: 'Address',
      help: 'Where the other system is reached; its manual or its support gives you the address. Data can be put in, such as a policy number.',
      widget: 'url',
      placeholder: 'https://example.com/api/leads',
      template: true,
    },
  ),
  query: field(z.array(QueryPart).max(50), {
    title: 'Query',
    help: 'What some systems want behind the address, such as …?status=new. One row for each.',
    description: 'Put behind the “?” of the address.',
    widget: 'headers',
    advanced: true,
  }).optional(),
  headers: field(z.array(Header).max(50), {
    title: 'Headers',
    help: 'Notes that travel with the call and that few systems ask for. Leave it empty unless the other system’s manual names one.',
    widget: 'headers',
    advanced: true,
  }).optional(),
  body: field(Body, {
    title: 'Body',
    help: 'The data itself, such as a new lead with name and phone. GET has none.',
    description: 'What is handed over.',
    labels: { json: 'JSON', form: 'Form fields', text: 'Plain text' },
  }).optional(),
  auth: field(SignIn, {
    title: 'Sign in',
    help: 'Most systems want to know who calls. Ask their support which of these they use; the key itself is kept as a secret and never shown again.',
    description: 'How the hub proves to the other system who it is.',
    labels: {
      bearer: 'With a token (Bearer)',
      basic: 'With a user name and a password',
      header: 'With a key in a header',
    },
  }).optional(),
  sign: field(Signing, {
    title: 'Sign the request',
    help: 'A seal made with a secret that both sides know: the other system can tell that nobody changed the call on its way.',
    description: 'So that the other system knows that it comes from this hub (Standard Webhooks).',
    advanced: true,
  }).optional(),
  timeoutSeconds: field(z.number().int('Use a whole number.').min(1).max(120), {
    title: 'Give up after (seconds)',
    help: 'How long to wait for an answer before it counts as none. 30 is right for nearly all.',
    advanced: true,
  }).default(30),
  retries: field(z.number().int('Use a whole number.').min(0).max(10), {
    title: 'Further attempts',
    help: 'How often to try again, with growing pauses, before the step fails. The other system can tell a repeat from a new call by its key.',
    description: 'When the other system cannot be reached or is busy.',
    advanced: true,
  }).default(3),
})
  .refine(({ method, body }) => body === undefined || (method !== 'GET' && method !== 'HEAD'), {
    path: ['body'],
    message: 'GET and HEAD carry no body. Remove the body, or choose POST.',
  })
  .superRefine(({ headers = [], auth, sign }, check) => {
    const proofs = provenBy({ auth, sign })
    headers.forEach(({ name }, index) => {
      if (!proofs.includes(name.toLowerCase())) return
      const message = `“${name}” is set by signing in or signing below. Remove it here.`
      check.addIssue({ code: 'custom', path: ['headers', index, 'name'], message })
    })
  })

export type HttpRequestConfig = z.output<typeof config>

function isAddress(value: string): boolean {
  if (isTemplate(value)) return true
  const url = URL.parse(value)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
