import type { LiveMessage } from '../contract/live.ts'
import type { Caller } from '../http/env.ts'

/** Messages as bytes of a stream, by who may see them. */
export interface Frames {
  for(caller: Caller): Uint8Array[]
}

/**
 * Encodes messages once for everybody who sees the same; of several about one thing, the last. The rule is the rows' own:
 * workflows, runs, mail and records are for all but agents, who see some records only; notifications for their owner.
 */
export function framesOf(messages: LiveMessage[]): Frames {
  const newest = [...new Map(messages.map((message) => [thingOf(message), message])).values()]
  const forOffice = encode(newest.filter(({ kind }) => OFFICE.has(kind)))
  const notifications = newest.filter((message) => message.kind === 'notification')
  const forPeople = new Map(notifications.map((message) => [message.userId, encode([message])]))
  return {
    for(caller) {
      const own = forPeople.get(caller.id)
      return [...(caller.role === 'agent' || forOffice.length === 0 ? [] : [forOffice]), ...(own ? [own] : [])]
    },
  }
}

const OFFICE = new Set<LiveMessage['kind']>(['workflow', 'run', 'email', 'record', 'editing'])

/** One message as an event of the stream. */
export function frameOf(message: LiveMessage): string {
  return `event: ${message.kind}\ndata: ${JSON.stringify(message)}\n\n`
}

function encode(messages: LiveMessage[]): Uint8Array {
  return new TextEncoder().encode(messages.map(frameOf).join(''))
}

function thingOf(message: LiveMessage): string {
  switch (message.kind) {
    case 'run':
      return `run ${message.runId}`
    case 'workflow':
      return `workflow ${message.workflowId}`
    case 'email':
      return `email ${message.emailId}`
    case 'record':
      return `record ${message.table} ${message.recordId}`
    case 'editing':
      return `editing ${message.workflowId} ${message.window}`
    case 'notification':
      return `notification ${message.userId}`
    case 'hello':
    case 'bye':
      return message.kind
  }
}
