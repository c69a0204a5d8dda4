import { configSchemaOf, keywordAt, placeAt, rootPlace, type SchemaPlace } from './config-schema.ts'
import type { Definition, WorkflowNode } from './definition.ts'
import { findNode } from './graph.ts'
import { nameOf } from './graph-check.ts'
import type { NodeTypeRules } from './node-type.ts'
import { checkPath } from './path-check.ts'
import type { Problem } from './problem.ts'
import type { ShapeField } from './shape.ts'
import { checkTemplate, isTemplate, pathsIn } from './template.ts'
import { parsePath, subjectPath } from './template-path.ts'

interface Surroundings {
  definition: Definition
  rules: ReadonlyMap<string, NodeTypeRules>
  /** What is known of the roots at a node. */
  shapesAt: (nodeId: string) => ReadonlyMap<string, ShapeField>
}

interface FoundText {
  text: string
  /** A bare path, such as a rule compares, instead of a text with insertions. */
  path?: string[] | null
  field: (string | number)[]
  place: SchemaPlace
}

/** What a node's texts insert: whether they can be read, and whether what they read can be there. */
export function checkTexts(node: WorkflowNode, type: NodeTypeRules, surroundings: Surroundings): Problem[] {
  const texts = textsIn(node, type)
  // Most nodes insert nothing, and what they could insert is the costly part.
  if (texts.length === 0) return []
  const roots = surroundings.shapesAt(node.id)
  const explain = (path: string[]) => explainStep(path, node, surroundings, roots) ?? checkPath(path, roots)
  return texts.flatMap(({ text, path, field, place }) =>
    (path ? checkDataPath(path, explain) : checkText(text, place, explain)).map((problem) => ({
      ...problem,
      nodeId: node.id,
      field,
    })),
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
  return pathsIn(text).flatMap((path) => checkDataPath(path, explain))
}

function checkDataPath(path: string[], explain: (path: string[]) => string | null): Problem[] {
  const message = explain(path)
  return message === null ? [] : [{ code: 'template-unknown-path', message }]
}

/** Why the data of a step is not there, in words about that step; null when it may be, or when no step is meant. */
function explainStep(
  path: string[],
  node: WorkflowNode,
  { definition, rules }: Surroundings,
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

/** The path that a text is as a whole, without braces; null where texts are meant. */
function barePath(text: string, place: SchemaPlace): string[] | null {
  const widget = keywordAt(place, 'widget')
  if (widget === 'data-path') return parsePath(text)
  return widget === 'subject-field' ? subjectPath(text) : null
}

/** Every text of a config that holds something to insert, with where it stands. */
function textsIn(node: WorkflowNode, type: NodeTypeRules): FoundText[] {
  const found: FoundText[] = []
  collect(node.config, [], rootPlace(configSchemaOf(type)), found)
  return found
}

function collect(value: unknown, field: (string | number)[], place: SchemaPlace, found: FoundText[]): void {
  if (typeof value === 'string') {
    const path = barePath(value, place)
    // What the schema does not know is told as an unknown field already.
    if (path || (isTemplate(value) && place.variants.length)) found.push({ text: value, path, field, place })
    return
  }
  if (typeof value !== 'object' || value === null) return
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  for (const [key, child] of entries) collect(child, [...field, key], placeAt(place, key, value), found)
}
