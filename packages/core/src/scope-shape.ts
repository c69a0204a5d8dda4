import type { Definition, WorkflowNode } from './definition.ts'
import { ancestorFinder, findTrigger } from './graph.ts'
import type { CatalogEntry } from './node-type.ts'
import type { Json } from './run.ts'
import { sampleField } from './sample-shape.ts'
import type { EventTypeInfo } from './scope.ts'
import { ANYTHING, humanLabel, isTableName, type Shape, type ShapeField, schemaShape, tableShape } from './shape.ts'

/** What is known about data beside the definition; where a list is absent, data of its kind may be anything. */
export interface DataContext {
  catalog?: readonly CatalogEntry[]
  eventTypes?: readonly EventTypeInfo[]
  /** A call of the workflow's webhook that was caught: its fields are known then. */
  webhookSample?: WebhookSample | null
}

export interface WebhookSample {
  body: Json
  headers: Record<string, string>
  query: Record<string, string>
}

/** The roots of `TemplateScope` with what is known of each, as the given node of the definition sees them. */
export function scopeShapes(definition: Definition, context: DataContext): (nodeId: string) => Map<string, ShapeField> {
  const trigger = findTrigger(definition)
  const stepsBefore = stepsShapes(definition, trigger, context)
  const roots: [string, ShapeField][] = [
    ...fixedRoots(),
    ['trigger', { label: trigger?.name || 'Trigger', shape: triggerShape(trigger, context) }],
    ['subject', { label: 'Subject', shape: subjectShape(trigger, context) }],
  ]
  return (nodeId) => new Map([...roots, ['steps', { label: 'Earlier steps', shape: stepsBefore(nodeId) }]])
}

/** The event type that a trigger waits for, when it is known. */
export function eventTypeOf(trigger: WorkflowNode | undefined, context: DataContext): EventTypeInfo | undefined {
  if (trigger?.type !== 'event') return undefined
  return context.eventTypes?.find((eventType) => eventType.name === trigger.config.eventType)
}

/** What every run knows, whatever starts it. */
export function fixedRoots(): Map<string, ShapeField> {
  const workflow: Shape = record([
    ['name', 'Workflow name', 'text', 'New policy welcome'],
    ['id', 'Workflow id', 'id'],
  ])
  const run: Shape = record([
    ['id', 'Run id', 'id'],
    ['started_at', 'Run started at', 'datetime'],
    ['is_test', 'Run is a test', 'boolean'],
  ])
  return new Map([
    ['workflow', { label: 'Workflow', shape: workflow }],
    ['run', { label: 'Run', shape: run }],
    ['now', { label: 'Now', shape: { kind: 'value', type: 'datetime' } }],
  ])
}

function triggerShape(trigger: WorkflowNode | undefined, context: DataContext): Shape {
  if (!trigger) return ANYTHING
  const entry = context.catalog?.find((one) => one.type === trigger.type)
  const described = entry ? schemaShape(entry.outputSchema) : BUILT_IN_TRIGGERS[trigger.type]
  if (described?.kind !== 'record') return ANYTHING
  const fields = new Map(described.fields)
  if (trigger.type === 'event') fields.set('data', dataField('Event data', eventShape(eventTypeOf(trigger, context))))
  if (trigger.type === 'webhook' && context.webhookSample) addSample(fields, context.webhookSample)
  if (trigger.type === 'manual') fields.set('inputs', dataField('Answers', inputsShape(trigger)))
  return { ...described, fields }
}

/** Of the headers only those of the sender's own are offered: the others bury what people look for. */
function addSample(fields: Map<string, ShapeField>, { body, headers, query }: WebhookSample): void {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-')))
  for (const [key, value] of Object.entries({ body, headers: own, query })) {
    const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
    if (!isEmpty) fields.set(key, sampleField(fields.get(key)?.label ?? humanLabel(key), value))
  }
}

/** Data whose fields are known needs no heading of its own between the trigger's name and theirs. */
function dataField(label: string, shape: Shape): ShapeField {
  return { label: shape.kind === 'record' && !shape.open ? '' : label, shape }
}

/** The contract's own words for what a trigger holds, for where no catalog is at hand. */
const BUILT_IN_TRIGGERS: Record<string, Shape> = {
  webhook: {
    kind: 'record',
    open: true,
    fields: new Map([
      ['body', { label: 'Request body', shape: ANYTHING }],
      ['query', { label: 'Query', shape: ANYTHING }],
      ['headers', { label: 'Headers', shape: ANYTHING }],
    ]),
  },
  event: record([['type', 'Event type', 'text']], true),
  manual: record([], true),
  schedule: record([['scheduledFor', 'Scheduled for', 'datetime']], true),
}

function eventShape(eventType: EventTypeInfo | undefined): Shape {
  if (!eventType) return ANYTHING
  const fields = eventType.fields.map(({ key, label, type }): [string, ShapeField] => {
    const sample = eventType.sample?.[key]
    const shape: Shape = ['json', 'object', 'list'].includes(type) ? ANYTHING : { kind: 'value', type }
    return [key, { label, shape, ...(sample === undefined || sample === null ? {} : { sample: String(sample) }) }]
  })
  return { kind: 'record', name: eventType.title ?? eventType.name, fields: new Map(fields), open: false }
}

/** What the person who runs the workflow is asked for. Without any question, the run may bring what it likes. */
function inputsShape(trigger: WorkflowNode): Shape {
  const inputs = Array.isArray(trigger.config.inputs) ? trigger.config.inputs : []
  const fields = new Map<string, ShapeField>()
  for (const input of inputs) {
    if (typeof input !== 'object' || input === null || Array.isArray(input) || typeof input.key !== 'string') continue
    const { key, label, type } = input
    const shape: Shape =
      type === 'record' ? ANYTHING : { kind: 'value', type: typeof type === 'string' ? type : 'text' }
    fields.set(key, { label: typeof label === 'string' && label ? label : humanLabel(key), shape })
  }
  return { kind: 'record', name: 'Inputs', fields, open: fields.size === 0 }
}

/** Only an event's kind tells what a run is about; with any other trigger, the run itself may say. */
function subjectShape(trigger: WorkflowNode | undefined, context: DataContext): Shape {
  const eventType = eventTypeOf(trigger, context)
  if (!eventType) return ANYTHING
  if (eventType.subjectTable === null) {
    return { kind: 'record', name: eventType.title ?? eventType.name, fields: new Map(), open: false }
  }
  return isTableName(eventType.subjectTable) ? tableShape(eventType.subjectTable) : ANYTHING
}

function stepsShapes(
  definition: Definition,
  trigger: WorkflowNode | undefined,
  context: DataContext,
): (nodeId: string) => Shape {
  const ancestorsOf = ancestorFinder(definition)
  const steps = new Map(
    definition.nodes.filter((node) => node !== trigger).map((node) => [node.id, stepField(node, context)]),
  )
  return (nodeId) => {
    const fields = new Map<string, ShapeField>()
    for (const id of ancestorsOf(nodeId)) {
      const field = steps.get(id)
      if (field) fields.set(id, field)
    }
    return { kind: 'record', fields, open: false }
  }
}

function stepField(node: WorkflowNode, context: DataContext): ShapeField {
  const entry = context.catalog?.find((one) => one.type === node.type)
  return { label: node.name || (entry?.title ?? node.type), shape: entry ? schemaShape(entry.outputSchema) : ANYTHING }
}

function record(fields: [key: string, label: string, type: string, sample?: string][], open = false): Shape {
  return {
    kind: 'record',
    open,
    fields: new Map(
      fields.map(([key, label, type, sample]) => [
        key,
        { label, shape: { kind: 'value', type }, ...(sample === undefined ? {} : { sample }) },
      ]),
    ),
  }
}
