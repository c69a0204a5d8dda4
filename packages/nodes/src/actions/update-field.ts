import { field, fields, HUB_TABLE_NAMES, HUB_TABLES, type HubColumn, type HubTableName, type Json } from '@hubflow/core'
import { z } from 'zod'
import { defineAction, type HubRecord, type RecordChange, type StepServices } from '../node.ts'
import { StepFailure } from '../step-failure.ts'

const WRITABLE_TABLES = HUB_TABLE_NAMES.filter((table) => writableColumns(table).length > 0)

const config = fields({
  table: field(z.enum(WRITABLE_TABLES), {
    title: 'Record type',
    help: 'A policy, a commission, a recruit and so on. Which fields can be changed follows from it.',
    description: 'What kind of record to change.',
    widget: 'table',
    labels: Object.fromEntries(WRITABLE_TABLES.map((table) => [table, HUB_TABLES[table].singular])),
  }),
  recordId: field(z.string().trim().min(1, 'Choose the record.').max(500), {
    title: 'Record',
    help: 'Which one is changed. Put it in from the data, such as the policy that the run is about, or its client.',
    description: 'Usually the record that the workflow is about.',
    widget: 'record-id',
    placeholder: '{{subject.id}}',
    template: true,
  }),
  field: field(z.string().min(1, 'Choose the field.').max(64), {
    title: 'Field',
    help: 'What is changed of the record. Names and amounts are changed by people alone.',
    description: 'Workflows may change these fields only.',
    widget: 'table-field',
  }),
  value: field(z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]), {
    title: 'New value',
    help: 'What stands there afterwards: one of the choices, or what you write, with data put in.',
    widget: 'field-value',
    template: true,
  }),
  ifUnchanged: field(z.boolean(), {
    title: 'Only if nobody changed it meanwhile',
    help: 'Use it where people and workflows change the same field, so that nobody’s work is overwritten.',
    description: 'The step fails when somebody changes the field at the same moment.',
    widget: 'switch',
    advanced: true,
  }).optional(),
}).superRefine(({ table, field: name }, context) => {
  if (name === '' || writableColumns(table).some((column) => column.name === name)) return
  const message = `A workflow may change ${labelsOf(table)} of a ${HUB_TABLES[table].singular.toLowerCase()}, and nothing else. Choose one of them.`
  context.addIssue({ code: 'custom', path: ['field'], message })
})
type Config = z.output<typeof config>

export const updateField = defineAction({
  type: 'update-field',
  title: 'Change a record',
  summary: 'Sets one field of a record of the hub.',
  group: 'Records',
  icon: 'pencil',
  sentence: 'Set {{field}} of the {{table}} to “{{value}}”',
  effect: 'local',
  config,
  initialConfig: { table: 'policies', recordId: '{{subject.id}}', field: '', value: '' },
  example: { table: 'policies', recordId: '{{subject.id}}', field: 'status', value: 'active' },
  output: z.object({
    before: z.json().meta({ title: 'Old value' }),
    after: z.json().meta({ title: 'New value' }),
  }),
  async run(config, services) {
    const record = await findRecord(config, services)
    const before = record[config.field] ?? null
    const isWritten = await services.updateRecord(changeOf(config, record.id, before))
    if (!isWritten) throw notWritten(config)
    const after = (await findRecord(config, services))[config.field] ?? null
    return {
      status: 'completed',
      output: { before, after },
      effects: [{ kind: 'field', table: config.table, recordId: record.id, field: config.field, before, after }],
    }
  },
  async preview(config, services) {
    const record = await findRecord(config, services)
    const before = record[config.field] ?? null
    const written = await services.tryUpdate(changeOf(config, record.id, before))
    if (!written) throw notWritten(config)
    const { after } = written
    return {
      sentence: `Would set ${labelOf(config)} from “${before ?? ''}” to “${after ?? ''}”`,
      detail: { table: config.table, recordId: record.id, field: config.field, before, after },
      output: { before, after },
      change: { table: config.table, id: record.id, column: config.field, after },
    }
  },
})

function changeOf({ table, field: column, value, ifUnchanged }: Config, id: string, before: Json): RecordChange {
  return { table, id, column, value, ...(ifUnchanged === true ? { ifValue: before } : {}) }
}

function writableColumns(table: HubTableName): HubColumn[] {
  return HUB_TABLES[table].columns.filter((column) => column.writable)
}

function labelsOf(table: HubTableName): string {
  return writableColumns(table)
    .map((column) => `“${column.label}”`)
    .join(', ')
}

function labelOf({ table, field: name }: Config): string {
  return HUB_TABLES[table].columns.find((column) => column.name === name)?.label ?? name
}

async function findRecord({ table, recordId }: Config, services: StepServices): Promise<HubRecord> {
  const record = await services.readRecord(table, recordId)
  if (record !== null) return record
  const kind = HUB_TABLES[table].singular.toLowerCase()
  throw new StepFailure(
    'record-missing',
    `There is no ${kind} “${recordId}” that the workflow’s owner may see. Check which record the step is given.`,
    { concerns: { kind: 'field', key: 'recordId' } },
  )
}

function notWritten(config: Config): StepFailure {
  const label = labelOf(config)
  return config.ifUnchanged === true
    ? new StepFailure(
        'record-missing',
        `“${label}” was changed by somebody else at the same moment. Look at the record, then retry.`,
        { concerns: { kind: 'field', key: 'ifUnchanged' } },
      )
    : new StepFailure(
        'not-permitted',
        `The workflow’s owner may not change “${label}” of this record. Give the workflow to somebody who may.`,
        { concerns: { kind: 'field', key: 'field' } },
      )
}
