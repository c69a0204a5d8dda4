import { findTrigger, HUB_TABLES, type HubTableName } from '@hubflow/core'
import { Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { recordQuery } from '../../api/hub-queries.ts'
import { RecordSelect } from '../../components/record-select.tsx'
import { useDefinition, useEditor } from '../editor-context.ts'
import { type FieldProps, useFieldError } from './inspector-context.ts'
import { textOf } from './record-of.ts'
import { TemplateField } from './template-field.tsx'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Stand in the list beside what they are not: paths. */
const CERTAIN = 'certain'
const BY_DATA = 'by-data'

/** Which record: the one that the workflow is about or one that belongs to it, a certain one, or one that data names. */
export function RecordIdField(props: FieldProps) {
  const { field, value, onChange, owner } = props
  const error = useFieldError(props.path)
  const table = tableOf(owner.table)
  const choices = useRecordChoices(table)
  const text = textOf(value)
  const isListed = choices.some((choice) => choice.value === text)
  const [way, setWay] = useState<string | null>(null)
  const shown = way ?? (isListed ? text : UUID.test(text) ? CERTAIN : text === '' ? null : BY_DATA)
  const singular = table ? HUB_TABLES[table].singular.toLowerCase() : 'record'

  function choose(next: string | null): void {
    if (next === null) return
    const isPath = choices.some((choice) => choice.value === next)
    setWay(isPath ? null : next)
    if (isPath) onChange(next)
    else if (isListed || (next === CERTAIN) !== UUID.test(text)) onChange('')
  }

  return (
    <Stack gap={6}>
      <Select
        label={field.title}
        description={field.help}
        placeholder="Choose the record"
        required={field.required}
        error={shown === CERTAIN || shown === BY_DATA ? undefined : error}
        data={[
          ...choices,
          ...(table ? [{ value: CERTAIN, label: `A certain ${singular}` }] : []),
          { value: BY_DATA, label: `The ${singular} that data names` },
        ]}
        value={shown}
        onChange={choose}
        allowDeselect={false}
        checkIconPosition="right"
      />
      {shown === CERTAIN && table && (
        <CertainRecord table={table} id={UUID.test(text) ? text : null} error={error} onChange={onChange} />
      )}
      {shown === BY_DATA && (
        <TemplateField
          {...props}
          field={{ ...field, title: 'Its id', help: undefined }}
          value={text}
          lines={1}
          error={error}
        />
      )}
    </Stack>
  )
}

function CertainRecord({
  table,
  id,
  error,
  onChange,
}: {
  table: HubTableName
  id: string | null
  error: string | undefined
  onChange(id: unknown): void
}) {
  const { data: record, isError } = useQuery({ ...recordQuery(table, id ?? ''), enabled: id !== null })
  return (
    <RecordSelect
      table={table}
      aria-label={`Which ${HUB_TABLES[table].singular.toLowerCase()}`}
      error={isError ? 'This record is gone, or not yours to see. Choose another one.' : error}
      value={id}
      valueTitle={record?.title}
      onChange={(next) => onChange(next ?? '')}
    />
  )
}

/** Records of a table that the trigger's event leads to: its subject, and what the subject points to. */
function useRecordChoices(table: HubTableName | undefined): { value: string; label: string }[] {
  const { eventTypes } = useEditor()
  const eventName = useDefinition((definition) => findTrigger(definition)?.config.eventType)
  const subject = tableOf(eventTypes.find(({ name }) => name === eventName)?.subjectTable)
  if (!subject || !table) return []
  const { singular, columns } = HUB_TABLES[subject]
  const related = columns.flatMap((column) =>
    column.type === 'record' && column.table === table
      ? [{ value: `{{subject.${column.name}}}`, label: `${column.label} of the ${singular.toLowerCase()}` }]
      : [],
  )
  const itself = { value: '{{subject.id}}', label: `The ${singular.toLowerCase()} that the workflow is about` }
  return subject === table ? [itself, ...related] : related
}

function tableOf(name: unknown): HubTableName | undefined {
  return typeof name === 'string' && Object.hasOwn(HUB_TABLES, name) ? (name as HubTableName) : undefined
}
