import { type HubColumn, isTemplate } from '@hubflow/core'
import { Anchor, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { writableColumns } from './hub-column.ts'
import { type FieldProps, useFieldErrors } from './inspector-context.ts'
import { textOf } from './record-of.ts'
import { TemplateField } from './template-field.tsx'

const PLACEHOLDERS: Readonly<Partial<Record<HubColumn['type'], string>>> = {
  date: '2026-03-31, or insert data',
  datetime: '2026-03-31T09:00, or insert data',
  number: '100, or insert data',
  money: '1250.00, or insert data',
}

/** A value of the field that is chosen beside it: from its list where it has one, written or inserted otherwise. */
export function FieldValueField(props: FieldProps) {
  const { field, value, onChange, path, owner } = props
  const error = useFieldErrors(path)
  const column = writableColumns(owner).find(({ name }) => name === owner.field)
  const [writes, setWrites] = useState(typeof value === 'string' && isTemplate(value))
  const options = column && optionsOf(column)
  if (!options || writes) {
    const placeholder = (column && PLACEHOLDERS[column.type]) ?? field.placeholder
    const lines = column?.type === 'multiline' ? 3 : 1
    return (
      <Stack gap={4}>
        <TemplateField {...props} field={{ ...field, placeholder }} value={textOf(value)} lines={lines} error={error} />
        {options && (
          <Anchor component="button" type="button" size="xs" ta="left" onClick={() => setWrites(false)}>
            Choose from the list instead
          </Anchor>
        )}
      </Stack>
    )
  }
  const chosen = options.find((option) => option.value === value)
  return (
    <Stack gap={4}>
      <Select
        data-field={path.join('.')}
        label={field.title}
        description={field.help}
        placeholder="Choose"
        required={field.required}
        error={error}
        data={options.map(({ label }) => label)}
        value={chosen?.label ?? null}
        onChange={(next) => onChange(options.find(({ label }) => label === next)?.value)}
        allowDeselect={false}
        checkIconPosition="right"
      />
      <Anchor component="button" type="button" size="xs" ta="left" onClick={() => setWrites(true)}>
        Insert data instead
      </Anchor>
    </Stack>
  )
}

function optionsOf(column: HubColumn): { value: string | boolean; label: string }[] | undefined {
  if (column.type === 'choice') return column.options
  if (column.type !== 'boolean') return undefined
  return [
    { value: true, label: 'Yes' },
    { value: false, label: 'No' },
  ]
}
