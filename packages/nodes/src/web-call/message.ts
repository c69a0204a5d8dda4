import type { OutboundRequest } from '../outbound/client.ts'
import { StepFailure } from '../step-failure.ts'
import type { HttpRequestConfig } from './config.ts'

/** What is sent, but for the headers that sign in; a body or an address that data has broken is a `config-invalid` failure. */
export function requestOf(config: HttpRequestConfig, idempotencyKey: string): OutboundRequest {
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

function encode(body: NonNullable<HttpRequestConfig['body']>): { type: string; text: string } {
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
