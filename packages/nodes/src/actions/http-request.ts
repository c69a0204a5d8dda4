import { type FailureConcern, field, fields, isTemplate } from '@hubflow/core'
import { z } from 'zod'
import { defineAction, type StepServices } from '../node.ts'
import type { OutboundAnswer, OutboundRequest } from '../outbound/client.ts'
import { isReservedHeader } from '../outbound/reserved-header.ts'
import { retryAfterMs } from '../outbound/retry-after.ts'
import { proofHeaders, provenBy, SignIn, Signing } from '../outbound/sign-in.ts'
import { StepFailure } from '../step-failure.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const
const LATER_STATUSES = new Set([408, 425, 429])

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

const config = fields({
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
type Config = z.output<typeof config>

export const httpRequest = defineAction({
  type: 'http-request',
  title: 'Call a web address',
  summary: 'Sends data to another system, or asks it for some.',
  group: 'Other systems',
  icon: 'world-upload',
  sentence: '{{method}} {{url}}',
  effect: 'remote',
  config,
  initialConfig: { method: 'POST', url: '' },
  example: {
    method: 'POST',
    url: 'https://example.com/api/leads',
    headers: [{ name: 'X-Source', value: 'hubflow' }],
    body: { kind: 'json', value: '{ "name": "{{subject.client.first_name}}", "policy": "{{subject.policy_number}}" }' },
  },
  output: z.object({
    status: z.number().int().meta({ title: 'Status', description: '200 means that all went well.' }),
    headers: z.record(z.string(), z.string()).meta({ title: 'Headers', description: 'By name, in small letters.' }),
    body: z.unknown().meta({ title: 'Body', description: 'What came back; JSON can be looked into.' }),
  }),
  async run(config, services) {
    const request = requestOf(config, services.idempotencyKey)
    const proofs = await proofHeaders(config, request.body ?? '', services)
    const headers = [...request.headers, ...proofs]
    const answer = await withinRetries(config, request, services.http.send({ ...request, headers }))
    if (answer.status < 200 || answer.status > 299) throw refusedBy(answer, request, config, services)
    return {
      status: 'completed',
      output: { status: answer.status, headers: answer.headers, body: bodyOf(answer) },
      effects: [
        {
          kind: 'request',
          method: request.method,
          url: request.url,
          status: answer.status,
          idempotencyKey: services.idempotencyKey,
        },
      ],
    }
  },
  async preview(config, services) {
    const { method, url, headers, body } = requestOf(config, services.idempotencyKey)
    const proofs = provenBy(config).map((name) => ({ name, value: '(filled in when it is sent)' }))
    return {
      sentence: `Would send ${method} ${url}`,
      detail: { method, url, headers: [...headers, ...proofs], body: body ?? null },
      output: { status: 200, headers: {}, body: {} },
      isSample: true,
    }
  },
})

function requestOf(config: Config, idempotencyKey: string): OutboundRequest {
  const body = config.body && encode(config.body)
  const headers = (config.headers ?? []).map(({ name, value }) => ({ name, value }))
  const namesItsType = headers.some(({ name }) => name.toLowerCase() === 'content-type')
  if (body && !namesItsType) headers.push({ name: 'Content-Type', value: body.type })
  headers.push({ name: 'Idempotency-Key', value: idempotencyKey })
  return {
    method: config.method,
    url: withQuery(config.url, config.query ?? []),
    headers,
    ...(body && { body: body.text }),
    timeoutMs: config.timeoutSeconds * 1000,
  }
}

function encode(body: NonNullable<Config['body']>): { type: string; text: string } {
  switch (body.kind) {
    case 'json':
      return {
        type: 'application/json',
        text: typeof body.value === 'string' ? checkedJson(body.value) : JSON.stringify(body.value),
      }
    case 'form':
      return { type: 'application/x-www-form-urlencoded', text: formOf(body.value) }
    case 'text':
      return { type: 'text/plain; charset=utf-8', text: body.value }
  }
}

function checkedJson(value: string): string {
  try {
    JSON.parse(value)
    return value
  } catch (error) {
    throw new StepFailure(
      'config-invalid',
      'The body is no JSON once data is inserted. Put inserted text between quotes.',
      {
        detail: `${String(error)}\n${value.slice(0, 2000)}`,
        concerns: { kind: 'field', key: 'body' },
        cause: error,
      },
    )
  }
}

/** Inserted values are URL-encoded already, so a line end or an `&` of theirs splits nothing. */
function formOf(lines: string): string {
  return new URLSearchParams(
    lines
      .trim()
      .split(/\s*\r?\n\s*/)
      .join('&'),
  ).toString()
}

function withQuery(address: string, query: { name: string; value: string }[]): string {
  const url = URL.parse(address)
  if (!url)
    throw new StepFailure(
      'config-invalid',
      `“${address}” is no address once data is inserted. Check what is inserted.`,
      { concerns: { kind: 'field', key: 'url' } },
    )
  for (const { name, value } of query) url.searchParams.append(name, value)
  return url.href
}

/** The step's own number of attempts, and the host, go with whatever the client throws. */
async function withinRetries(
  config: Config,
  request: OutboundRequest,
  exchange: Promise<OutboundAnswer>,
): Promise<OutboundAnswer> {
  try {
    return await exchange
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error
    throw new StepFailure(error.code, error.message, {
      retryable: error.retryable,
      maxRetries: config.retries,
      concerns: { kind: 'host', key: URL.parse(request.url)?.host ?? '', field: 'url' },
      ...(error.detail !== null && { detail: error.detail }),
      cause: error,
    })
  }
}

function refusedBy(
  answer: OutboundAnswer,
  request: OutboundRequest,
  config: Config,
  services: StepServices,
): StepFailure {
  const retryable = LATER_STATUSES.has(answer.status) || answer.status >= 500
  const delayMs = retryable ? retryAfterMs(answer.headers['retry-after'], services.now) : null
  const { host } = new URL(request.url)
  return new StepFailure('answer-error', sentenceFor(answer, host), {
    retryable,
    maxRetries: config.retries,
    concerns: concernOf(answer, host, config),
    ...(delayMs !== null && { retryAfterMs: delayMs }),
    detail: answer.body.slice(0, 4000),
  })
}

/** Who is not let in has the wrong secret; anything else is between this step and that system. */
function concernOf({ status }: OutboundAnswer, host: string, { auth, sign }: Config): FailureConcern {
  if (status !== 401 && status !== 403) return { kind: 'host', key: `${host} ${status}`, field: 'url' }
  const secretId = auth?.secretId ?? sign?.secretId
  if (secretId === undefined) return { kind: 'host', key: `${host} ${status}`, field: 'auth' }
  return { kind: 'secret', key: secretId, field: auth === undefined ? 'sign' : 'auth' }
}

function sentenceFor({ status, headers }: OutboundAnswer, host: string): string {
  if (status >= 500) return `${host} had a fault of its own (${status}). Try again later, or ask who runs it.`
  if (status === 429) return `${host} had too many requests (429). Run this less often, or ask who runs it for more.`
  if (status === 401 || status === 403)
    return `${host} did not let the hub in (${status}). Check the secret that it signs in with.`
  if (status === 404 || status === 410) return `${host} knows no such address (${status}). Check the address.`
  if (status >= 300 && status < 400)
    return `${host} sent the hub on to ${headers.location ?? 'another address'} (${status}), and the hub does not follow. Use that address in this step.`
  return `${host} refused the request (${status}). Its answer says why.`
}

function bodyOf(answer: OutboundAnswer): unknown {
  const type = answer.headers['content-type'] ?? ''
  if (answer.truncated || !/^application\/([\w.+-]+\+)?json\b/i.test(type)) return answer.body
  try {
    return JSON.parse(answer.body)
  } catch {
    // Said to be JSON and is none: what came is still the best to show.
    return answer.body
  }
}

function isAddress(value: string): boolean {
  if (isTemplate(value)) return true
  const url = URL.parse(value)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
