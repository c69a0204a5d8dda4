import type { Definition } from './definition.ts'
import { findTrigger } from './graph.ts'
import { HUB_TABLES, type HubTableName } from './hub-tables.ts'
import type { CatalogEntry } from './node-type.ts'
import type { EventTypeInfo } from './scope.ts'
import { eventTypeOf, fixedRoots, scopeShapes, type WebhookSample } from './scope-shape.ts'
import { humanLabel, type Shape, type ShapeField, tableShape } from './shape.ts'
import { formatPath } from './template-path.ts'

/** One thing that can be inserted: `path` goes between the braces, `label` is what people read. */
export interface VariableItem {
  /** `Client → First name` */
  label: string
  path: string
  /** `text`, `number`, `money`, `date`, `datetime`, `boolean`, `email`, `id`, `list` or `json`. */
  type: string
  sample?: string
}

export interface VariableGroup {
  label: string
  items: VariableItem[]
}

/** Deeper relations are accepted when written, but a list of them all would hide the near ones. */
const OFFERED_DEPTH = 3

/** The data that a node's fields can insert, grouped for the picker: the trigger's, the subject's, the earlier steps'. */
export function variablesAt(
  definition: Definition,
  nodeId: string,
  context: {
    catalog: readonly CatalogEntry[]
    eventTypes: readonly EventTypeInfo[]
    webhookSample?: WebhookSample | null
  },
): VariableGroup[] {
  const roots = scopeShapes(definition, context)(nodeId)
  const trigger = findTrigger(definition)
  const eventTitle = eventTypeOf(trigger, context)?.title
  const steps = roots.get('steps')?.shape
  const subject = roots.get('subject')?.shape
  const groups = [
    ...(subject?.kind === 'record' ? [group(subject.name ?? 'Subject', subject, ['subject'])] : []),
    ...(trigger && trigger.id !== nodeId
      ? [group(eventTitle ?? (trigger.name || humanLabel(trigger.type)), roots.get('trigger')?.shape, ['trigger'])]
      : []),
    ...(steps?.kind === 'record'
      ? [...steps.fields].map(([id, { label, shape }]) => group(label, shape, ['steps', id]))
      : []),
    group('This run', { kind: 'record', fields: runFields(roots), open: false }, []),
  ]
  return groups.filter(({ items }) => items.length > 0)
}

/** The data that a text without a workflow can insert: of the record that it will be about, and what every run knows. */
export function tableVariables(tables: readonly HubTableName[]): VariableGroup[] {
  return [
    ...tables.map((table) => group(HUB_TABLES[table].singular, tableShape(table), ['subject'])),
    group('This run', { kind: 'record', fields: fixedRoots(), open: false }, []),
  ]
}

function runFields(roots: ReadonlyMap<string, ShapeField>): Map<string, ShapeField> {
  return new Map([...roots].filter(([root]) => root === 'workflow' || root === 'run' || root === 'now'))
}

function group(label: string, shape: Shape | undefined, path: string[]): VariableGroup {
  return { label, items: shape ? itemsOf({ label, shape }, path, []) : [] }
}

function itemsOf(field: ShapeField, path: string[], labels: string[]): VariableItem[] {
  const { shape } = field
  if (shape.kind === 'record') {
    const offered = labels.length < OFFERED_DEPTH ? [...shape.fields].filter(([, inner]) => !inner.isQuiet) : []
    const items = offered.flatMap(([key, inner]) => itemsOf(inner, [...path, key], [...labels, inner.label]))
    // Of a record that may hold more than is known, the whole is offered too: what is inside can be added by hand.
    return shape.open && items.length === 0 && labels.length > 0 ? [item(field, 'json', path, labels)] : items
  }
  const type = shape.kind === 'value' ? shape.type : shape.kind === 'list' ? 'list' : 'json'
  return [item(field, type, path, labels)]
}

function item(field: ShapeField, type: string, path: string[], labels: string[]): VariableItem {
  const label = labels.length ? joined(labels) : 'Everything'
  return { label, path: formatPath(path), type, ...(field.sample === undefined ? {} : { sample: field.sample }) }
}

/** The fixed roots already say what they are: not `Workflow → Workflow name`. */
function joined(labels: string[]): string {
  const [first, second] = labels
  const repeats = first !== undefined && second?.startsWith(first)
  return (repeats ? labels.slice(1) : labels).filter((label) => label !== '').join(' → ')
}
