import { checkConfig } from './config-check.ts'
import type { Definition, WorkflowNode } from './definition.ts'
import { checkGraph } from './graph-check.ts'
import type { NodeTypeRules } from './node-type.ts'
import type { Problem } from './problem.ts'
import { type DataContext, eventTypeOf, scopeShapes } from './scope-shape.ts'
import { checkTexts } from './text-check.ts'

/** What a definition is checked against. Without `eventTypes` or `catalog`, paths into their data are accepted. */
export interface CheckContext extends DataContext {
  nodeTypes: readonly NodeTypeRules[]
}

/** Everything that keeps a definition from being published; empty when it may be. Never throws. */
export function checkDefinition(definition: Definition, context: CheckContext): Problem[] {
  const rules = new Map(context.nodeTypes.map((type) => [type.type, type]))
  const surroundings = { definition, rules, shapesAt: scopeShapes(definition, context) }
  return [
    ...checkGraph(definition, rules),
    ...definition.nodes.flatMap((node) => {
      const type = rules.get(node.type)
      if (!type) return []
      return [...checkConfig(node, type), ...checkEventType(node, context), ...checkTexts(node, type, surroundings)]
    }),
  ]
}

function checkEventType(node: WorkflowNode, context: CheckContext): Problem[] {
  const { eventType } = node.config
  if (node.type !== 'event' || !context.eventTypes || typeof eventType !== 'string' || eventType === '') return []
  if (eventTypeOf(node, context)) return []
  const message = `This hub has no event "${eventType}". Choose one from the list.`
  return [{ code: 'reference-missing', nodeId: node.id, field: ['eventType'], message }]
}
