import type { FailureConcern } from '@hubflow/core'
import { z } from 'zod'
import { defineAction, type StepServices } from '../node.ts'
import type { OutboundAnswer, OutboundRequest } from '../outbound/client.ts'
import { retryAfterMs } from '../outbound/retry-after.ts'
import { proofHeaders, provenBy } from '../outbound/sign-in.ts'
import { StepFailure } from '../step-failure.ts'
import { config, type HttpRequestConfig } from '../web-call/config.ts'
import { requestOf } from '../web-call/message.ts'

const LATER_STATUSES = new Set([408, 425, 429])

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

/** The step's own number of attempts, and the host, go with whatever the client throws. */
async function withinRetries(
  config: HttpRequestConfig,
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
  config: HttpRequestConfig,
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
function concernOf({ status }: OutboundAnswer, host: string, { auth, sign }: HttpRequestConfig): FailureConcern {
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
