import { HUB_TABLE_NAMES, HUB_TABLES, type HubTableName } from '@hubflow/core'
import { Group, JsonInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { RecordSelect } from '../components/record-select.tsx'
import type { RunField } from './run-now-fields.ts'

interface RunFieldInputProps {
  field: RunField
  value: string
  onChange(value: string): void
}

export function RunFieldInput({ field, value, onChange }: RunFieldInputProps) {
  const { label, required } = field
  switch (field.type) {
    case 'choice':
      return (
        <Select
          label={label}
          required={required}
          data={field.options ?? []}
          value={value || null}
          onChange={(next) => onChange(next ?? '')}
        />
      )
    case 'record':
      if (field.table === undefined)
        return <AnyRecordSelect label={label} required={required} value={value} onChange={onChange} />
      return (
        <RecordSelect
          table={field.table}
          label={label}
          required={required}
          value={value || null}
          onChange={(id) => onChange(id ?? '')}
        />
      )
    case 'json':
      return (
        <JsonInput
          label={label}
          required={required}
          autosize
          minRows={4}
          maxRows={12}
          formatOnBlur
          validationError="This is not JSON yet: check quotes and commas."
          value={value}
          onChange={onChange}
        />
      )
    default:
      return (
        <TextInput
          label={label}
          required={required}
          type={field.type}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}

/** An older version's question for a record does not say of which table: that is chosen first. */
function AnyRecordSelect({
  label,
  required,
  value,
  onChange,
}: Omit<RunFieldInputProps, 'field'> & Pick<RunField, 'label' | 'required'>) {
  const [table, setTable] = useState<HubTableName>('clients')
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <Select
        label={label}
        aria-label={`${label}: kind of record`}
        w={150}
        allowDeselect={false}
        data={HUB_TABLE_NAMES.map((name) => ({ value: name, label: HUB_TABLES[name].singular }))}
        value={table}
        onChange={(next) => {
          setTable(HUB_TABLE_NAMES.find((name) => name === next) ?? 'clients')
          onChange('')
        }}
      />
      <RecordSelect
        table={table}
        aria-label={label}
        required={required}
        style={{ flex: 1 }}
        value={value || null}
        onChange={(id) => onChange(id ?? '')}
      />
    </Group>
  )
}
