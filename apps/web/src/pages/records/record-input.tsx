import type { HubColumn } from '@hubflow/core'
import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../../api/hub-queries.ts'
import { RecordSelect } from '../../components/record-select.tsx'

interface RecordInputProps {
  column: HubColumn
  value: string | boolean
  /** What the record is called that the value points to. */
  valueTitle: string | undefined
  error: string | undefined
  onChange(value: string | boolean): void
}

/** The right control for a column, by its type. */
export function RecordInput({ column, value, valueTitle, error, onChange }: RecordInputProps) {
  const text = typeof value === 'string' ? value : ''
  const shared = { label: column.label, required: column.required === true, error, name: column.name }
  switch (column.type) {
    case 'boolean':
      return (
        <Switch
          label={column.label}
          name={column.name}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <Select
          {...shared}
          allowDeselect={false}
          data={column.options}
          value={text || null}
          onChange={(next) => onChange(next ?? '')}
        />
      )
    case 'record':
      return (
        <RecordSelect
          {...shared}
          table={column.table}
          value={text || null}
          valueTitle={valueTitle}
          onChange={(id) => onChange(id ?? '')}
        />
      )
    case 'person':
      return <PersonSelect {...shared} value={text} onChange={onChange} />
    case 'money':
    case 'number':
      return (
        <NumberInput
          {...shared}
          {...(column.type === 'money'
            ? { prefix: '$', decimalScale: 2, fixedDecimalScale: true }
            : { decimalScale: 2 })}
          thousandSeparator=","
          hideControls
          value={text}
          onChange={(next) => onChange(String(next))}
        />
      )
    case 'multiline':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={3}
          maxRows={8}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'date':
    case 'email':
    case 'text':
    case 'datetime':
      return (
        <TextInput
          {...shared}
          type={column.type === 'datetime' ? 'datetime-local' : column.type}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}

function PersonSelect({ value, onChange, ...props }: { label: string; value: string; onChange(value: string): void }) {
  const { data: people } = useQuery(peopleQuery)
  return (
    <Select
      {...props}
      description="The account by which this agent signs in."
      searchable
      clearable
      data={(people ?? []).map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
    />
  )
}
