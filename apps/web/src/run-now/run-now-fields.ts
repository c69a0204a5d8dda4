import type { HubRecordView, TriggerEventType } from '@hubflow/api/client'
import { HUB_TABLE_NAMES, type HubTableName, type Json, type WorkflowNode } from '@hubflow/core'
import { z } from 'zod'

/** One question of the form that starts a run. */
export interface RunField {
  key: string
  label: string
  type: 'text' | 'number' | 'date' | 'choice' | 'record' | 'json'
  required: boolean
  options?: string[]
  /** Of a record, where its kind is known. */
  table?: HubTableName
  /** What the field begins with. */
  initial: string
}

export interface RunForm {
  /** The table of the record that the run is about, which the person chooses. */
  subjectTable: HubTableName | null
  fields: RunField[]
}

const Inputs = z.array(
  z.object({
    key: z.string(),
    label: z.string(),
    type: z.enum(['text', 'number', 'date', 'choice', 'record']),
    required: z.boolean().optional(),
    options: z.array(z.string()).optional(),
    table: z.enum(HUB_TABLE_NAMES).optional(),
  }),
)

/** What a person is asked to fill the trigger's own part of the context. */
export function runFormOf(trigger: WorkflowNode, eventType: TriggerEventType | undefined): RunForm {
  switch (trigger.type) {
    case 'manual':
      return { subjectTable: null, fields: inputFields(trigger.config.inputs) }
    case 'event':
      return eventForm(eventType)
    case 'webhook':
      return {
        subjectTable: null,
        fields: [
          {
            key: 'body',
            label: 'What the other system would send (JSON)',
            type: 'json',
            required: false,
            initial: '{}',
          },
        ],
      }
    default:
      return { subjectTable: null, fields: [] }
  }
}

/** The trigger's part as the API takes it: `trigger.inputs`, `trigger.data` or `trigger.body`. */
export function contextOf(
  trigger: WorkflowNode,
  eventType: TriggerEventType | undefined,
  values: Record<string, string>,
  subject: HubRecordView | null,
): Record<string, Json> {
  if (trigger.type === 'webhook') {
    const body = z.record(z.string(), z.json()).safeParse(JSON.parse(values.body || '{}'))
    return body.success ? body.data : {}
  }
  const { fields } = runFormOf(trigger, eventType)
  const typed = fields.flatMap((field): [string, Json][] => {
    const value = values[field.key] ?? ''
    if (value === '') return []
    return [[field.key, field.type === 'number' ? Number(value) : value]]
  })
  return { ...(subject ? subjectFields(eventType, subject) : {}), ...Object.fromEntries(typed) }
}

function inputFields(inputs: Json | undefined): RunField[] {
  const parsed = Inputs.safeParse(inputs)
  if (!parsed.success) return []
  return parsed.data.map(({ key, label, type, required = false, options, table }) => ({
    key,
    label,
    type,
    required,
    initial: '',
    ...(options ? { options } : {}),
    ...(table ? { table } : {}),
  }))
}

/** An event about a record is told by choosing that record; only what does not follow from it is asked. */
function eventForm(eventType: TriggerEventType | undefined): RunForm {
  if (!eventType) return { subjectTable: null, fields: [] }
  const subjectTable = HUB_TABLE_NAMES.find((name) => name === eventType.subjectTable) ?? null
  const asked = eventType.fields.filter(({ key }) => subjectTable === null || !key.endsWith('_id'))
  const fields = asked.map(
    ({ key, label, type }): RunField => ({
      key,
      label,
      type: type === 'number' ? 'number' : 'text',
      required: true,
      initial: String(eventType.sample[key] ?? ''),
    }),
  )
  return { subjectTable, fields }
}

/** `policy_id` of a policy is its own id; `client_id` is its column. */
function subjectFields(eventType: TriggerEventType | undefined, subject: HubRecordView): Record<string, Json> {
  const ids = (eventType?.fields ?? []).filter(({ key }) => key.endsWith('_id'))
  return Object.fromEntries(
    ids.map(({ key }) => {
      const column = subject[key]
      return [key, typeof column === 'string' ? column : subject.id]
    }),
  )
}
