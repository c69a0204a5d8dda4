import { createMiddleware } from 'hono/factory'
import { checkJsonLimits, MAX_BODY_BYTES } from './json-limits.ts'
import { HttpProblem } from './problem.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Lets in JSON of bearable size and shape only. A form of another site cannot send JSON, so this also guards sessions. */
export const jsonBodies = createMiddleware(async (c, next) => {
  if (SAFE_METHODS.has(c.req.method)) return next()
  const bytes = await readBody(c.req.raw)
  if (bytes.length > 0 && !isJson(c.req.header('content-type'))) {
    throw new HttpProblem(415, 'Send the body as JSON, with the header Content-Type: application/json.')
  }
  const text = bytes.length > 0 ? decode(bytes) : '{}'
  checkJsonLimits(text)
  c.req.raw = new Request(c.req.raw, { body: text })
  return next()
})

/** The whole body, or a refusal as soon as it is known to be compressed or too large; nothing beyond the limit is kept. */
export async function readBody(request: Request): Promise<Uint8Array> {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity') {
    throw new HttpProblem(415, 'Compressed bodies are not taken. Send the body as it is, without Content-Encoding.')
  }
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(): HttpProblem {
  return new HttpProblem(413, 'The body is larger than 1 MB. Send less at once.', { headers: { connection: 'close' } })
}

export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new HttpProblem(400, 'The body is not UTF-8 text.', { cause })
  }
}

export function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType ?? '')
}
