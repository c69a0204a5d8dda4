import type { Json } from '@hubflow/core'
import { decode, isJson } from '../http/body.ts'
import { checkJsonLimits } from '../http/json-limits.ts'
import { HttpProblem } from '../http/problem.ts'

/** What a webhook call becomes in the run's context: `trigger` of templates. */
export type HookTrigger = { body: Json; headers: Record<string, string>; query: Record<string, string>; method: string }

/** A call as the run's trigger. `secretHeaders`: those that callers prove themselves with, which no run is to hold. */
export function readTrigger(
  request: Request,
  query: Record<string, string>,
  bytes: Uint8Array,
  secretHeaders: string[],
): HookTrigger {
  const body = readHookBody(bytes, request.headers.get('content-type') ?? '')
  const headers = safeHeaders(request.headers, secretHeaders)
  return { body, headers, query, method: request.method }
}

function readHookBody(bytes: Uint8Array, contentType: string): Json {
  if (bytes.length === 0) return {}
  const text = decode(bytes)
  if (text.includes('\0') || ESCAPED_NUL.test(text))
    throw new HttpProblem(400, 'The body holds the NUL character. Leave it out.')
  if (isJson(contentType)) return readJson(text)
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return readForm(text)
  if (/^text\//i.test(contentType) || contentType === '') return text
  throw new HttpProblem(415, 'Send JSON, a form (application/x-www-form-urlencoded) or plain text.')
}

/** `\u0000` in JSON, unless the backslash is itself escaped. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/

function readJson(text: string): Json {
  checkJsonLimits(text)
  try {
    const json: Json = JSON.parse(text)
    return json
  } catch (cause) {
    throw new HttpProblem(
      400,
      'The body is not JSON that can be read. Check it for a missing quote, comma or bracket.',
      { cause },
    )
  }
}

/** A field that stands there more than once becomes a list. */
function readForm(text: string): Json {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const known = fields.get(name)
    fields.set(name, known === undefined ? value : [known, value].flat())
  }
  return Object.fromEntries(fields)
}

/** Headers that say who the sender is, or how the message travelled, stay outside of the run's data. */
const KEPT_OUT =
  /^(cookie|authorization|proxy-.*|connection|host|content-length|transfer-encoding|keep-alive|te|upgrade|hubflow-chain|sec-.*)$/

function safeHeaders(headers: Headers, secretHeaders: string[]): Record<string, string> {
  const secret = new Set(secretHeaders.map((name) => name.toLowerCase()))
  const safe = [...headers].filter(([name]) => !KEPT_OUT.test(name) && !secret.has(name))
  return Object.fromEntries(safe.slice(0, 100))
}
