import type { CatalogEntry, Definition } from '@hubflow/core'
import { nodeSentence } from '../../canvas/node-sentence.ts'
import type { SentenceNames } from '../../canvas/sentence-names.ts'
import { plural } from '../../format/words.ts'
import { diffDefinitions, diffSettings, type Mark } from './definition-diff.ts'

/** One thing that changed: the step as a sentence (null for the workflow's settings), and what became of it. */
export interface ChangeWords {
  step: string | null
  what: string
}

const WHAT: Record<Exclude<Mark, 'same' | 'changed'>, string> = {
  added: 'was added.',
  removed: 'was removed.',
  moved: 'has another place.',
}

/** What differs between two definitions, a line each, in the words of the review and of the versions. */
export function changesInWords(
  before: Definition | null,
  after: Definition,
  entries: ReadonlyMap<string, CatalogEntry>,
  names: SentenceNames,
): ChangeWords[] {
  if (before === null) return [{ step: null, what: `It began with ${plural(after.nodes.length, 'step')}.` }]
  const steps = diffDefinitions(before, after, entries).flatMap(({ mark, node, details }): ChangeWords[] => {
    if (mark === 'same') return []
    const entry = entries.get(node.type)
    const step = entry ? nodeSentence(node, entry, names) : node.name
    return [{ step, what: mark === 'changed' ? `was changed. ${details.join(' ')}` : WHAT[mark] }]
  })
  return [...steps, ...diffSettings(before, after).map((what) => ({ step: null, what }))]
}
