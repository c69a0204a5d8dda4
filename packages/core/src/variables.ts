import type { Definition } from './definition.ts'
import type { CatalogEntry } from './node-type.ts'
import type { EventTypeInfo } from './scope.ts'

/** One thing that can be inserted: `path` goes between the braces, `label` is what people read. */
export interface VariableItem {
  label: string
  path: string
  type: string
  sample?: string
}

export interface VariableGroup {
  label: string
  items: VariableItem[]
}

/** The data that a node's fields can insert, grouped for the picker. */
export function variablesAt(
  definition: Definition,
  nodeId: string,
  context: { catalog: readonly CatalogEntry[]; eventTypes: readonly EventTypeInfo[] },
): VariableGroup[] {
  void definition
  void nodeId
  void context
  return []
}
