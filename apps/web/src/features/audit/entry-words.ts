import type { AuditEntry } from '@hubflow/api/client'
import { humanKey, withArticle } from '../../format/words.ts'

/** An entry as a sentence in parts: `Tina` `published` *Welcome* `version 4`. */
export interface EntryWords {
  who: string
  did: string
  /** What it was done to; a workflow's name leads to it. */
  what: string | null
  rest: string
}

type Words = Omit<EntryWords, 'who' | 'rest'> & { who?: string; rest?: string }

/** Who did what, in words; of an action that this page does not know, its name read as words. */
export function entryInWords(entry: AuditEntry): EntryWords {
  const { by, detail } = entry
  const words = (WORDS[entry.action] ?? unknown)(entry)
  const who = words.who ?? (by === null ? 'Hubflow' : (by.name ?? 'Somebody who is gone'))
  const rest = [words.rest, detail.inBulk === true && '(with others)'].filter(Boolean).join(' ')
  return { ...words, who, rest }
}

const WORDS: Record<string, (entry: AuditEntry) => Words> = {
  'workflow.published': (entry) => workflow(entry, 'published', `version ${entry.detail.version}${note(entry)}`),
  'workflow.version-restored': (entry) =>
    workflow(entry, `took version ${entry.detail.version} of`, 'as the draft again'),
  'workflow.created': (entry) => workflow(entry, 'created'),
  'workflow.imported': (entry) => workflow(entry, 'imported'),
  'workflow.duplicated': (entry) => workflow(entry, 'made', 'as a copy of another workflow'),
  'workflow.edited': (entry) => workflow(entry, 'edited the draft of'),
  'workflow.details-changed': (entry) => workflow(entry, 'changed', changedDetails(entry)),
  'workflow.webhook-rotated': (entry) => workflow(entry, 'gave', 'a new webhook address'),
  'workflow.status-changed': (entry) => workflow(entry, STATUS_VERBS[String(entry.detail.to)] ?? 'changed'),
  'workflow.paused': (entry) => workflow(entry, 'paused', `after ${entry.detail.failuresInRow} failures in a row`),
  'workflow.deleted': (entry) => workflow(entry, 'put', 'into the bin'),
  'workflow.restored': (entry) => workflow(entry, 'took', 'out of the bin'),
  'workflow.purged': (entry) => workflow(entry, 'deleted', 'for good, with its runs'),
  'workflow.owner-changed': (entry) => workflow(entry, 'handed', 'to another owner'),
  'workflow.run-by-hand': (entry) => workflow(entry, 'started', 'by hand'),
  'failure.dismissed': (entry) => workflow(entry, 'put aside a failure of'),
  'run.cancelled': (entry) => workflow(entry, 'cancelled a run of', because(entry)),
  'run.retried': (entry) =>
    workflow(entry, 'retried a run of', entry.detail.version === 'live' ? 'on its live version' : ''),
  'run.released': (entry) => workflow(entry, 'released a held run of'),
  'run.wait-skipped': (entry) => workflow(entry, 'ended the wait of a run of'),
  'person.signed-in': () => ({ did: 'signed in', what: null }),
  'person.signed-out': () => ({ did: 'signed out', what: null }),
  'session.ended': ({ by, detail }) => ({
    did: detail.of === by?.id ? 'signed out another device of theirs' : 'signed out somebody else',
    what: null,
  }),
  'sign-in.refused': ({ object }) => ({
    who: 'Somebody',
    did: 'tried to sign in as',
    what: object.id,
    rest: 'and was refused',
  }),
  'person.added': (entry) => named(entry, 'added the person'),
  'person.invited': (entry) => named(entry, 'invited'),
  'person.disabled': (entry) => named(entry, 'disabled the account of'),
  'person.enabled': (entry) => named(entry, 'let in again'),
  'person.role-changed': (entry) => ({ ...named(entry, 'made'), rest: withArticle(String(entry.detail.to)) }),
  'secret.created': (entry) => named(entry, 'added the secret'),
  'secret.rotated': (entry) => named(entry, 'replaced the value of the secret'),
  'secret.deleted': (entry) => named(entry, 'deleted the secret'),
  'setting.changed': ({ object, detail }) => ({
    did: 'set',
    what: humanKey(object.id.replace('.', ' ')),
    rest: `from ${said(detail.before)} to ${said(detail.after)}`,
  }),
  'event-type.created': (entry) => named(entry, 'registered the event'),
  'event-type.changed': (entry) => named(entry, 'changed the event'),
  'event-type.deleted': (entry) => named(entry, 'deleted the event'),
  'email.tested': ({ detail }) => ({ did: 'sent a test mail to', what: String(detail.to) }),
  'email.retried': (entry) => mail(entry, 'retried'),
  'email.cancelled': (entry) => mail(entry, 'cancelled'),
  'address.suppressed': (entry) => named(entry, 'stopped marketing mail to'),
  'address.allowed': (entry) => named(entry, 'allowed marketing mail to'),
}

const STATUS_VERBS: Record<string, string> = { active: 'resumed', paused: 'paused', archived: 'archived' }

function workflow({ workflow: of }: AuditEntry, did: string, rest = ''): Words {
  return { did, what: of?.name ?? 'a workflow that is gone', rest }
}

function named({ object }: AuditEntry, did: string): Words {
  return { did, what: object.name ?? object.id }
}

function mail({ detail }: AuditEntry, did: string): Words {
  return { did: `${did} the mail “${detail.subject}” to`, what: String(detail.to) }
}

/** `alert.changed` reads as *changed the alert*. */
function unknown(entry: AuditEntry): Words {
  const [noun = '', verb = ''] = entry.action.replaceAll('-', ' ').split('.')
  const what = entry.object.name ?? entry.workflow?.name ?? null
  return { did: `${verb} the ${noun}`, what, rest: '' }
}

function note({ detail }: AuditEntry): string {
  return typeof detail.note === 'string' && detail.note !== '' ? ` (“${detail.note}”)` : ''
}

function because({ detail }: AuditEntry): string {
  return typeof detail.because === 'string' ? `because ${detail.because}` : ''
}

function changedDetails({ detail }: AuditEntry): string {
  const changes = Object.entries((detail.changes ?? {}) as Record<string, { before: unknown; after: unknown }>)
  const words = changes.map(([key, { before, after }]) => {
    const label = DETAIL_WORDS[key] ?? humanKey(key).toLowerCase()
    return key === 'description' ? label : `${label} ${said(before)} → ${said(after)}`
  })
  return `(${words.join(', ')})`
}

const DETAIL_WORDS: Record<string, string> = { maxRunsPerDay: 'runs a day' }

function said(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  return typeof value === 'string' ? `“${value}”` : String(value)
}
