import type { CatalogEntry, Definition, WorkflowNode } from '@hubflow/core'
import { inOrder } from '../editor/in-order.ts'
import { nodeSentence } from './node-sentence.ts'
import type { SentenceNames } from './sentence-names.ts'

/** Nodes whose name, sentence, kind or note holds every word of the search, in the order that a run comes to them. */
export function findNodes(
  definition: Definition,
  query: string,
  entries: ReadonlyMap<string, CatalogEntry>,
  names: SentenceNames,
): WorkflowNode[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return inOrder(definition, entries).filter((node) => {
    const entry = entries.get(node.type)
    const sentence = entry ? `${entry.title} ${nodeSentence(node, entry, names)}` : ''
    const text = `${node.name} ${sentence} ${node.note ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
