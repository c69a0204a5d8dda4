import type { z } from 'zod'

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'an email address such as ann@example.com',
  uuid: 'an id, which is a UUID',
  url: 'an address such as https://example.com',
  datetime: 'a time such as 2026-03-01T09:00:00Z',
  date: 'a day such as 2026-03-01',
  time: 'a time of day such as 09:00',
}

/** What is wrong in a request, as a sentence that says what would be right. What a schema says in its own words stays. */
export function issueSentence(issue: z.core.$ZodIssue): string {
  const field = issue.path.length === 0 ? 'The body' : `"${issue.path.map(String).join('.')}"`
  const isOwn = issue.code === 'custom' || !/^(?:Too (?:small|big)|Invalid)\b/.test(issue.message)
  return isOwn ? `${field}: ${closed(issue.message)}` : `${field} ${wish(issue)}.`
}

function wish(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'is missing'
      return `must be ${TYPES[issue.expected] ?? issue.expected}`
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) === 1) return 'is empty: fill it in'
      return `${has(issue.origin, 'needs')} ${issue.inclusive === false ? 'more than' : 'at least'} ${counted(issue.minimum, issue.origin)}`
    case 'too_big':
      return `${has(issue.origin, 'can have')} ${issue.inclusive === false ? 'less than' : 'at most'} ${counted(issue.maximum, issue.origin)}`
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? 'written in another way'}`
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    default:
      return 'is not right: see the description of this request at /api/openapi.json'
  }
}

const UNITS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
}

/** A text or a list has so many of something; a number is so much. */
function has(origin: string, verb: string): string {
  return UNITS[origin] ? verb : 'must be'
}

function counted(count: number | bigint, origin: string): string {
  const unit = UNITS[origin]
  return unit ? `${count} ${unit[Number(count) === 1 ? 0 : 1]}` : String(count)
}

function closed(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}
