import { type HubColumn, isTemplate } from '@hubflow/core'
import { Anchor, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { writableColumns } from './hub-column.ts'
import { type FieldProps, useFieldErrors, useInspector } from './inspector-context.ts'
import { textOf } from './record-of.ts'
import { TemplateField } from './template-field.tsx'

const TYPED: ReadonlySet<HubColumn['type']> = new Set(['choice', 'boolean', 'number', 'money', 'date', 'datetime'])

/** A value of the field that is chosen beside it, by the control that fits its type; or inserted data. */
export function FieldValueField(props: FieldProps) {
  const { field, value, path, owner } = props
  const error = useFieldErrors(path)
  const column = writableColumns(owner).find(({ name }) => name === owner.field)
  const [inserts, setInserts] = useState(typeof value === 'string' && isTemplate(value))
  if (!column || !TYPED.has(column.type)) {
    const lines = column?.type === 'multiline' ? 3 : 1
    return <TemplateField {...props} value={textOf(value)} lines={lines} error={error} />
  }
  const title = `${field.title}: ${column.label}`
  return (
    <Stack gap={4}>
      {inserts ? (
        <TemplateField {...props} field={{ ...field, title }} value={textOf(value)} lines={1} error={error} />
      ) : (
        <TypedValue {...props} field={{ ...field, title }} column={column} error={error} />
      )}
      <Anchor
        component="button"
        type="button"
        size="xs"
        ta="left"
        onClick={() => {
          setInserts(!inserts)
          props.onChange('')
        }}
      >
        {inserts ? 'Give a fixed value instead' : 'Insert data instead'}
      </Anchor>
    </Stack>
  )
}

function TypedValue({
  field,
  value,
  onChange,
  column,
  error,
}: FieldProps & { column: HubColumn; error: string | undefined }) {
  const { endGesture } = useInspector()
  const common = {
    label: field.title,
    description: field.help,
    required: field.required,
    error,
    onBlur: endGesture,
  }
  if (column.type === 'number' || column.type === 'money') {
    return (
      <NumberInput
        {...common}
        thousandSeparator
        {...(column.type === 'money' ? { prefix: '$', decimalScale: 2 } : {})}
        value={typeof value === 'number' || typeof value === 'string' ? value : ''}
        onChange={onChange}
      />
    )
  }
  if (column.type === 'date' || column.type === 'datetime') {
    return (
      <TextInput
        {...common}
        type={column.type === 'date' ? 'date' : 'datetime-local'}
        value={textOf(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  const options = optionsOf(column)
  const chosen = options.find((option) => option.value === value)
  return (
    <Select
      {...common}
      placeholder="Choose"
      data={options.map(({ label }) => label)}
      value={chosen?.label ?? null}
      onChange={(next) => onChange(options.find(({ label }) => label === next)?.value)}
      allowDeselect={false}
      checkIconPosition="right"
    />
  )
}

function optionsOf(column: HubColumn): { value: string | boolean; label: string }[] {
  if (column.type === 'choice') return column.options
  return [
    { value: true, label: 'Yes' },
    { value: false, label: 'No' },
  ]
}
