import { checkConfig } from './config-check.ts'
import { configSchemaOf, placeAt, rootPlace, type SchemaPlace } from './config-schema.ts'
import type { Definition, WorkflowNode } from './definition.ts'
import { findNode } from './graph.ts'
import { checkGraph, nameOf } from './graph-check.ts'
import type { NodeTypeRules } from './node-type.ts'
import { checkPath } from './path-check.ts'
import type { Problem } from './problem.ts'
import { type DataContext, eventTypeOf, scopeShapeAt } from './scope-shape.ts'
import type { ShapeField } from './shape.ts'
import { checkTemplate, isTemplate, pathsIn } from './template.ts'

/** What a definition is checked against. Without `eventTypes` or `catalog`, paths into their data are accepted. */
export interface CheckContext extends DataContext {
  nodeTypes: readonly NodeTypeRules[]
}

interface FoundText {
  text: string
  field: (string | number)[]
  place: SchemaPlace
}

/** Everything that keeps a definition from being published; empty when it may be. Never throws. */
export function checkDefinition(definition: Definition, context: CheckContext): Problem[] {
  const rules = new Map(context.nodeTypes.map((type) => [type.type, type]))
  return [
    ...checkGraph(definition, rules),
    ...definition.nodes.flatMap((node) => {
      const type = rules.get(node.type)
      if (!type) return []
      return [
        ...checkConfig(node, type),
        ...checkEventType(node, context),
        ...checkTexts(definition, node, rules, context),
      ]
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

function checkTexts(
  definition: Definition,
  node: WorkflowNode,
  rules: ReadonlyMap<string, NodeTypeRules>,
  context: CheckContext,
): Problem[] {
  const type = rules.get(node.type)
  const texts = type ? textsIn(node, type) : []
  // Most nodes insert nothing, and what they could insert is the costly part.
  if (texts.length === 0) return []
  const roots = scopeShapeAt(definition, node.id, context)
  const explain = (path: string[]) => explainStep(path, definition, node, rules, roots) ?? checkPath(path, roots)
  return texts.flatMap(({ text, field, place }) =>
    checkText(text, place, explain).map((problem) => ({ ...problem, nodeId: node.id, field })),
  )
}

function checkText(text: string, place: SchemaPlace, explain: (path: string[]) => string | null): Problem[] {
  if (!place.template) {
    return [
      { code: 'template-syntax', message: 'Nothing can be inserted into this field. Write it out, without {{ and }}.' },
    ]
  }
  const wrong = checkTemplate(text)
  if (wrong !== null) return [{ code: 'template-syntax', message: wrong }]
  return pathsIn(text).flatMap((path) => {
    const message = explain(path)
    return message === null ? [] : [{ code: 'template-unknown-path', message }]
  })
}

/** Why the data of a step is not there, in words about that step; null when it may be, or when no step is meant. */
function explainStep(
  path: string[],
  definition: Definition,
  node: WorkflowNode,
  rules: ReadonlyMap<string, NodeTypeRules>,
  roots: ReadonlyMap<string, ShapeField>,
): string | null {
  const [root, stepId] = path
  if (root !== 'steps' || stepId === undefined) return null
  const step = findNode(definition, stepId)
  const before = roots.get('steps')?.shape
  if (!step) return `There is no step "${stepId}" any more. Insert the data of another step, or take this out.`
  if (step.id === node.id) return 'A step cannot use its own result: it is not there yet. Take this out.'
  if (rules.get(step.type)?.kind === 'trigger')
    return 'What started the workflow is inserted as {{trigger…}}, not as a step.'
  if (before?.kind === 'record' && before.fields.has(step.id)) return null
  return `"${nameOf(step, rules)}" does not run before this step, so it has no result yet. Insert the data of an earlier one.`
}

/** Every text of a config that holds something to insert, with where it stands. */
function textsIn(node: WorkflowNode, type: NodeTypeRules): FoundText[] {
  const found: FoundText[] = []
  collect(node.config, [], rootPlace(configSchemaOf(type)), found)
  return found
}

function collect(value: unknown, field: (string | number)[], place: SchemaPlace, found: FoundText[]): void {
  if (typeof value === 'string') {
    // What the schema does not know is told as an unknown field already.
    if (isTemplate(value) && place.variants.length) found.push({ text: value, field, place })
    return
  }
  if (typeof value !== 'object' || value === null) return
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  for (const [key, child] of entries) collect(child, [...field, key], placeAt(place, key, value), found)
}
