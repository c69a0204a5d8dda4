import { checkJsonLimits } from '../http/json-limits.ts'
import { HttpProblem } from '../http/problem.ts'

/**
 * The event as it stands in an HTTP request: whole in the body (structured), or its attributes in `ce-*` headers and
 * its data in the body (binary). Not checked yet.
 */
export function readEnvelope(headers: Headers, body: string): unknown {
  const contentType = headers.get('content-type') ?? ''
  if (/^application\/cloudevents-batch\b/i.test(contentType)) {
    throw new HttpProblem(415, 'Batches of events are not taken. Send each event by itself.')
  }
  const json = parse(body)
  if (/^application\/cloudevents\+json\b/i.test(contentType)) return json
  const attributes = attributesIn(headers)
  if (attributes.length === 0) {
    throw new HttpProblem(
      400,
      'This is no CloudEvent. Send it with Content-Type: application/cloudevents+json, or its attributes as ce-id, ce-source, ce-type and ce-specversion headers.',
    )
  }
  return { ...Object.fromEntries(attributes), data: json }
}

const PREFIX = 'ce-'

function attributesIn(headers: Headers): [string, string][] {
  return [...headers]
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(PREFIX.length), decoded(value)])
}

/** Characters beyond ASCII are percent-encoded in headers. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function parse(text: string): unknown {
  checkJsonLimits(text)
  try {
    const json: unknown = JSON.parse(text)
    return json
  } catch (cause) {
    throw new HttpProblem(
      400,
      'The body is not JSON that can be read. Check it for a missing quote, comma or bracket.',
      { cause },
    )
  }
}
