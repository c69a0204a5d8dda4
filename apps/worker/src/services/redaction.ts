import type { OutboundClient } from '@hubflow/nodes'

const REDACTED = '(secret)'
/** A shorter beginning of a secret at the end of a cut text tells nothing, and would often be chance. */
const SHORTEST_PART = 4

/** What one step was given of secrets, and may let nobody see. */
export interface Redaction {
  /** From now on this value is taken out. */
  hide(secret: string): void
  /** The same text or data without what is hidden, however another system has encoded it. */
  redact<Value>(value: Value): Value
  /** A client whose answers hold nothing hidden, also where they were cut. */
  guard(http: OutboundClient): OutboundClient
}

export function createRedaction(): Redaction {
  const forms = new Set<string>()

  function clean(text: string): string {
    let cleaned = text
    for (const form of longestFirst(forms)) cleaned = cleaned.replaceAll(form, REDACTED)
    return cleaned
  }

  function redact<Value>(value: Value): Value {
    return forms.size === 0 ? value : (cleanAll(value, clean) as Value)
  }

  return {
    hide(secret) {
      for (const form of formsOf(secret)) forms.add(form)
    },
    redact,
    guard: (http) => ({
      async send(request) {
        const answer = await http.send(request)
        const body = answer.truncated ? withoutCutForm(answer.body, forms) : answer.body
        return { ...answer, headers: redact(answer.headers), body: redact(body) }
      },
    }),
  }
}

function cleanAll(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value)
  if (typeof value === 'number') return clean(String(value)) === String(value) ? value : REDACTED
  if (Array.isArray(value)) return value.map((item) => cleanAll(item, clean))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), cleanAll(inner, clean)]))
}

/** A secret as it is, as it stands in JSON, in an address, in HTML and in base64, and the parts that are secret by themselves. */
function formsOf(secret: string): string[] {
  const [, password = ''] = secret.split(/:(.*)/s)
  const parts = [secret, password, secret.replace(/^whsec_/, ''), secret.trim()].filter(
    (part) => part === secret || part.length >= SHORTEST_PART,
  )
  return parts.flatMap((part) => [
    part,
    escapedForJson(part),
    escapedForJson(escapedForJson(part)),
    encodeURIComponent(part),
    new URLSearchParams([['', part]]).toString().slice(1),
    part.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
    part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    ...base64Forms(Buffer.from(part, 'utf8')),
  ])
}

function escapedForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** Base64 of bytes that stand anywhere in others: at each of three places only the ends depend on the neighbours. */
function base64Forms(bytes: Buffer): string[] {
  const all = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const isWhole = (shift + bytes.length) % 3 === 0
    const inside = text.slice(Math.ceil((shift * 8) / 6), isWhole ? undefined : -1)
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return all.filter((form) => form.length >= SHORTEST_PART)
}

/** Where a text was cut in the middle of something hidden, its beginning goes too. */
function withoutCutForm(text: string, forms: ReadonlySet<string>): string {
  for (const form of longestFirst(forms)) {
    for (let length = Math.min(form.length - 1, text.length); length >= SHORTEST_PART; length--) {
      if (text.endsWith(form.slice(0, length))) return text.slice(0, -length)
    }
  }
  return text
}

/** The longest first, so that no form is broken up by another one that is part of it. */
function longestFirst(forms: ReadonlySet<string>): string[] {
  return [...forms].filter((form) => form !== '').sort((one, other) => other.length - one.length)
}
