import { findTrigger, HUB_TABLES, type HubTableName } from '@hubflow/core'
import { Anchor, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { useDefinition, useEditor } from '../editor-context.ts'
import { type FieldProps, useFieldError } from './inspector-context.ts'
import { textOf } from './record-of.ts'
import { TemplateField } from './template-field.tsx'

/** Which record: the one that the workflow is about or one that belongs to it, in words; any other as a text with data. */
export function RecordIdField(props: FieldProps) {
  const { field, value, onChange, path, owner } = props
  const error = useFieldError(path)
  const choices = useRecordChoices(owner.table)
  const isListed = value === '' || value === undefined || choices.some((choice) => choice.value === value)
  const [writes, setWrites] = useState(!isListed)
  if (writes || choices.length === 0) {
    return (
      <Stack gap={4}>
        <TemplateField {...props} value={textOf(value)} lines={1} error={error} />
        {choices.length > 0 && (
          <Anchor component="button" type="button" size="xs" ta="left" onClick={() => setWrites(false)}>
            Choose from the list instead
          </Anchor>
        )}
      </Stack>
    )
  }
  return (
    <Stack gap={4}>
      <Select
        label={field.title}
        description={field.help}
        placeholder="Choose the record"
        required={field.required}
        error={error}
        data={choices}
        value={choices.some((choice) => choice.value === value) ? textOf(value) : null}
        onChange={(next) => next && onChange(next)}
        allowDeselect={false}
        checkIconPosition="right"
      />
      <Anchor component="button" type="button" size="xs" ta="left" onClick={() => setWrites(true)}>
        Another record
      </Anchor>
    </Stack>
  )
}

/** Records of a table that the trigger's event leads to: its subject, and what the subject points to. */
function useRecordChoices(table: unknown): { value: string; label: string }[] {
  const { eventTypes } = useEditor()
  const eventName = useDefinition((definition) => findTrigger(definition)?.config.eventType)
  const subject = eventTypes.find(({ name }) => name === eventName)?.subjectTable
  if (!subject || !Object.hasOwn(HUB_TABLES, subject)) return []
  const { singular, columns } = HUB_TABLES[subject as HubTableName]
  const related = columns.flatMap((column) =>
    column.type === 'record' && column.table === table
      ? [{ value: `{{subject.${column.name}}}`, label: `${column.label} of the ${singular.toLowerCase()}` }]
      : [],
  )
  const itself = { value: '{{subject.id}}', label: `The ${singular.toLowerCase()} that the workflow is about` }
  return subject === table ? [itself, ...related] : related
}
