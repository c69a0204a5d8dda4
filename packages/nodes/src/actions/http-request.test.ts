import type { ServerResponse } from 'node:http'
import { type Json, resolveConfig } from '@hubflow/core'
import { expect, test } from 'vitest'
import { catalog } from '../catalog.ts'
import { createOutboundClient } from '../outbound/client.ts'
import { loopbackServer } from '../testing/loopback-server.ts'
import { recordingServices, SCOPE } from '../testing/recording-services.ts'
import { httpRequest } from './http-request.ts'

const SECRET_ID = '0199aaaa-0000-7000-8000-000000000050'

const { services } = recordingServices({ http: createOutboundClient({ allow: ['127.0.0.1'] }) })

test('sends method, query, headers and key, and gives status, headers and parsed JSON', async () => {
  const url = await echo()
  const result = await httpRequest.run(
    filledIn({
      method: 'PUT',
      url: `${url}/leads/{{subject.client.first_name}}?a=1`,
      query: [{ name: 'who', value: '{{subject.client.last_name}} & co' }],
      headers: [{ name: 'X-Policy', value: '{{subject.policy_number}}' }],
    }),
    services,
  )
  expect(result).toMatchObject({
    status: 'completed',
    output: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: {
        method: 'PUT',
        url: '/leads/Maria%20%22M%22%20%3Cb%3E?a=1&who=Lopez+%26+co',
        headers: { 'x-policy': 'P-1001', 'idempotency-key': 'key-1' },
      },
    },
    effects: [{ kind: 'request', method: 'PUT', status: 200, idempotencyKey: 'key-1' }],
  })
})

test.each([
  [{ kind: 'json', value: '{"n":"{{subject.client.first_name}}"}' }, 'application/json', '{"n":"Maria \\"M\\" <b>"}'],
  [
    { kind: 'json', value: { n: '{{subject.client.first_name}}', c: '{{subject.client}}' } },
    'application/json',
    JSON.stringify({ n: 'Maria "M" <b>', c: SCOPE.subject?.client }),
  ],
  [{ kind: 'json', value: [1, '{{subject.status}}'] }, 'application/json', '[1,"pending"]'],
  [
    { kind: 'form', value: 'name={{subject.client.first_name}}\nkind=a&b=c d' },
    'application/x-www-form-urlencoded',
    'name=Maria+%22M%22+%3Cb%3E&kind=a&b=c+d',
  ],
  [{ kind: 'text', value: 'Hello {{subject.client.first_name}}' }, 'text/plain; charset=utf-8', 'Hello Maria "M" <b>'],
])('a body %o goes out as %s', async (body, type, text) => {
  const url = await echo()
  const result = await httpRequest.run(filledIn({ method: 'POST', url, body }), services)
  expect(result.output.body).toMatchObject({ body: text, headers: { 'content-type': type } })
})

test('a form value that is inserted splits nothing', async () => {
  const url = await echo()
  const scope = { ...SCOPE, trigger: { body: { name: 'a&admin=1\nrole=boss' } } }
  const config = filledIn({ method: 'POST', url, body: { kind: 'form', value: 'name={{trigger.body.name}}' } }, scope)
  const result = await httpRequest.run(config, services)
  expect(result.output.body).toMatchObject({ body: 'name=a%26admin%3D1%0Arole%3Dboss' })
})

test('a content type of one’s own takes the place of the body’s', async () => {
  const url = await echo()
  const headers = [{ name: 'content-type', value: 'application/vnd.api+json' }]
  const result = await httpRequest.run(
    filledIn({ method: 'POST', url, headers, body: { kind: 'json', value: {} } }),
    services,
  )
  expect(result.output.body).toMatchObject({ headers: { 'content-type': 'application/vnd.api+json' } })
})

test('JSON that is broken once data is inserted is not sent', async () => {
  const { services, recorded } = recordingServices()
  const config = filledIn({
    method: 'POST',
    url: 'https://example.com/',
    body: { kind: 'json', value: '{"n": {{subject.status}} }' },
  })
  await expect(httpRequest.run(config, services)).rejects.toMatchObject({ code: 'config-invalid', retryable: false })
  expect(recorded).toEqual([])
})

test.each([
  [302, false],
  [400, false],
  [401, false],
  [404, false],
  [408, true],
  [409, false],
  [425, true],
  [429, true],
  [500, true],
  [503, true],
])('an answer of %i is a failure; tried again: %s', async (status, retryable) => {
  const url = await answering((response) => response.writeHead(status, { location: '/x' }).end('the reason'))
  const run = httpRequest.run(filledIn({ method: 'GET', url, retries: 5 }), services)
  await expect(run).rejects.toMatchObject({
    name: 'StepFailure',
    code: 'answer-error',
    retryable,
    retryAfterMs: null,
    maxRetries: 5,
    detail: 'the reason',
    message: expect.stringContaining(`(${status})`),
  })
})

test.each([
  ['7', 7000],
  ['Sun, 01 Mar 2026 08:01:00 GMT', 60_000],
  ['Sun, 01 Mar 2026 07:00:00 GMT', 0],
  ['999999999', 86_400_000],
  ['soon', null],
])('Retry-After: %s is %s ms', async (header, expected) => {
  const url = await answering((response) => response.writeHead(503, { 'retry-after': header }).end())
  await expect(httpRequest.run(filledIn({ method: 'GET', url }), services)).rejects.toMatchObject({
    retryAfterMs: expected,
  })
})

test('the attempts that the step allows go with every failure, and a refused address is not tried again', async () => {
  const fail = (config: { [field: string]: Json }) => httpRequest.run(filledIn({ method: 'GET', ...config }), services)
  await expect(fail({ url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({
    code: 'request-failed',
    retryable: true,
    maxRetries: 3,
  })
  await expect(fail({ url: 'http://10.0.0.1/', retries: 0 })).rejects.toMatchObject({
    code: 'request-refused',
    retryable: false,
    maxRetries: 0,
  })
  const silent = await answering(() => undefined)
  await expect(fail({ url: silent, timeoutSeconds: 1 })).rejects.toMatchObject({
    code: 'request-timeout',
    retryable: true,
  })
})

test('a body that says it is JSON and is none is given as it came', async () => {
  const url = await answering((response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{oops'),
  )
  expect((await httpRequest.run(filledIn({ method: 'GET', url }), services)).output.body).toBe('{oops')
})

test.each([
  [
    { method: 'GET', url: 'https://example.com', body: { kind: 'text', value: 'x' } },
    'GET and HEAD carry no body. Remove the body, or choose POST.',
  ],
  [
    { method: 'GET', url: 'example.com' },
    'Write a whole address that begins with https:// or http://, without a user name in it.',
  ],
  [
    { method: 'GET', url: 'https://a:b@example.com' },
    'Write a whole address that begins with https:// or http://, without a user name in it.',
  ],
  [
    { method: 'GET', url: 'https://example.com', headers: [{ name: 'Host', value: 'x' }] },
    '“Host” is set by the hub itself. Remove it.',
  ],
  [
    { method: 'GET', url: 'https://example.com', headers: [{ name: 'X-A', value: 'a\r\nX-B: b' }] },
    'A header’s value is one line of plain letters.',
  ],
  [
    { method: 'GET', url: 'https://example.com', cookies: 'a=b' },
    '“cookies” cannot be set here. Remove it, or check how it is spelled.',
  ],
  [{ method: 'GET', url: 'https://example.com', auth: { kind: 'basic' } }, 'Choose a secret.'],
  [
    { method: 'GET', url: 'https://example.com', auth: { kind: 'header', name: 'Webhook-Id', secretId: SECRET_ID } },
    '“Webhook-Id” is set by the hub itself. Take another one.',
  ],
])('%o is refused', (config, message) => {
  expect(httpRequest.config.safeParse(config).error?.issues.map((issue) => issue.message)).toContain(message)
})

function filledIn(config: { [field: string]: Json }, scope = SCOPE) {
  const schema = catalog().find((entry) => entry.type === 'http-request')?.configSchema
  return httpRequest.config.parse(resolveConfig(config, schema ?? {}, scope))
}

function answering(answer: (response: ServerResponse) => void): Promise<string> {
  return loopbackServer((_request, response) => answer(response))
}

function echo(): Promise<string> {
  return loopbackServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    const { method, url, headers } = request
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ method, url, headers, body }))
  })
}

test.each([
  [{ kind: 'bearer' }, 'key', { authorization: 'Bearer key' }],
  [{ kind: 'basic', name: 'hub' }, 'pässword', { authorization: `Basic ${base64('hub:pässword')}` }],
  [{ kind: 'basic' }, 'hub:word', { authorization: `Basic ${base64('hub:word')}` }],
  [{ kind: 'basic' }, 'sk_live', { authorization: `Basic ${base64('sk_live:')}` }],
  [{ kind: 'header', name: 'X-Api-Key' }, 'key', { 'x-api-key': 'key' }],
])('signs in with %o', async (auth, secret, headers) => {
  const url = await echo()
  const config = filledIn({ method: 'POST', url, auth: { ...auth, secretId: SECRET_ID } })
  const result = await httpRequest.run(config, { ...services, readSecret: async () => secret })
  expect(result.output.body).toMatchObject({ headers })
})

test('signs the raw bytes as the official example of Standard Webhooks is signed', async () => {
  const url = await echo()
  const body = { kind: 'text', value: '{"test": 2432232314}' }
  const config = filledIn({ method: 'POST', url, body, sign: { secretId: SECRET_ID } })
  const result = await httpRequest.run(config, {
    ...services,
    idempotencyKey: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    now: new Date(1_614_265_330_000),
    readSecret: async () => 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  expect(result.output.body).toMatchObject({
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
  })
})

test.each([
  ['sign', { sign: { secretId: SECRET_ID } }, 'not base64!', 'base64'],
  ['a header', { auth: { kind: 'bearer', secretId: SECRET_ID } }, 'key\r\nX-Admin: 1', 'line break'],
])('a secret that is none for %s sends nothing', async (_, proof, secret, reason) => {
  const { services, recorded } = recordingServices({ readSecret: async () => secret })
  const sending = httpRequest.run(filledIn({ method: 'POST', url: 'https://example.com/', ...proof }), services)
  await expect(sending).rejects.toMatchObject({ code: 'config-invalid', message: expect.stringContaining(reason) })
  await expect(sending).rejects.not.toMatchObject({ message: expect.stringContaining(secret) })
  expect(recorded).toEqual([])
})

test('a header that signing in sets is not set twice, and a preview reads no secret', async () => {
  const auth = { kind: 'bearer', secretId: SECRET_ID }
  const config = { method: 'POST', url: 'https://example.com/', auth }
  const twice = httpRequest.config.safeParse({ ...config, headers: [{ name: 'authorization', value: 'x' }] })
  expect(twice.error?.issues.map(({ path }) => path)).toEqual([['headers', 0, 'name']])
  const { services } = recordingServices({ readSecret: () => Promise.reject(new Error('read')) })
  const preview = await httpRequest.preview(filledIn(config), services)
  expect(JSON.stringify(preview.detail)).toContain('"authorization","value":"(filled in when it is sent)"')
})

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
