import type { Definition } from './definition.ts'
import type { CatalogEntry, NodeTypeRules } from './node-type.ts'
import type { Problem } from './problem.ts'
import type { EventTypeInfo } from './scope.ts'

/** What a definition is checked against. Without `eventTypes` or `catalog`, paths into their data are accepted. */
export interface CheckContext {
  nodeTypes: readonly NodeTypeRules[]
  eventTypes?: readonly EventTypeInfo[]
  catalog?: readonly CatalogEntry[]
}

/** Everything that keeps a definition from being published; empty when it may be. Never throws. */
export function checkDefinition(definition: Definition, context: CheckContext): Problem[] {
  void definition
  void context
  return []
}
