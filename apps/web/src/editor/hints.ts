import { type Definition, isTriggerType } from '@hubflow/core'

/** What a hint looks at to know whether its moment has come. */
export interface Moment {
  definition: Definition
  /** The chosen node, where there is exactly one. */
  chosenId: string | undefined
  problems: number
  /** Whether anything was tested. */
  isTested: boolean
  isPublished: boolean
}

export interface Hint {
  id: string
  words: string
  /** Whether it helps now. When it does no more, the person has found the way, and it does not come back. */
  helps(moment: Moment): boolean
}

/** What a person is told the first time, one thing at a moment; the first that helps is the one that is shown. */
export const HINTS: readonly Hint[] = [
  {
    id: 'first-step',
    words: 'Now add what should be done: press the plus below the start, or drag a step from this list.',
    helps: ({ definition }) => definition.nodes.length === 1 && triggersOf(definition) === 1,
  },
  {
    id: 'data',
    words:
      'In a text, type “/” to put in data, such as the client’s first name. It is filled in when the workflow runs.',
    helps: ({ definition, chosenId }) =>
      definition.nodes.some(
        ({ id, type }) => id === chosenId && (type === 'send-email' || type === 'create-notification'),
      ),
  },
  {
    id: 'test',
    words: 'Press Test to see what each step would do for a record that you choose. Nothing is sent or changed.',
    helps: ({ definition, problems, isTested }) => definition.nodes.length > 1 && problems === 0 && !isTested,
  },
  {
    id: 'publish',
    words: 'It works. Press Publish when you are sure: until then it never starts by itself.',
    helps: ({ problems, isTested, isPublished }) => isTested && problems === 0 && !isPublished,
  },
  {
    id: 'outline',
    words:
      'Click beside the steps to read the whole workflow as sentences on the right. All of it can be built there, too.',
    helps: ({ definition, chosenId }) => definition.nodes.length > 3 && chosenId !== undefined,
  },
]

function triggersOf({ nodes }: Definition): number {
  return nodes.filter(({ type }) => isTriggerType(type)).length
}

/** The hint of this moment among those not seen yet. */
export function hintFor(moment: Moment, seen: ReadonlySet<string>): Hint | undefined {
  return HINTS.find((hint) => !seen.has(hint.id) && hint.helps(moment))
}

const keyFor = (personId: string) => `hubflow:hints:${personId}`

/** The hints that a person has seen in this browser. */
export function seenHints(personId: string, storage: Pick<Storage, 'getItem'>): Set<string> {
  try {
    const seen: unknown = JSON.parse(storage.getItem(keyFor(personId)) ?? '[]')
    return new Set(Array.isArray(seen) ? seen.filter((id) => typeof id === 'string') : [])
  } catch {
    return new Set()
  }
}

/** Keeps them; where the browser keeps nothing, they come again. */
export function keepSeenHints(personId: string, seen: ReadonlySet<string>, storage: Pick<Storage, 'setItem'>): void {
  try {
    storage.setItem(keyFor(personId), JSON.stringify([...seen]))
  } catch {
    // A full or closed storage is no reason to stop anybody.
  }
}
