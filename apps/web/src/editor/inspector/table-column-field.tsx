import { Select } from '@mantine/core'
import { writableColumns } from './hub-column.ts'
import { type FieldProps, useFieldError } from './inspector-context.ts'

/** A field of the table that is chosen beside it. */
export function TableColumnField({ field, value, onChange, path, owner }: FieldProps) {
  const error = useFieldError(path)
  const columns = writableColumns(owner)
  return (
    <Select
      label={field.title}
      description={field.help}
      placeholder={columns.length ? 'Choose a field' : 'Choose the kind of record first'}
      disabled={columns.length === 0}
      required={field.required}
      error={error}
      data={columns.map(({ name, label }) => ({ value: name, label }))}
      value={columns.some(({ name }) => name === value) ? String(value) : null}
      onChange={(next) => next && onChange(next)}
      allowDeselect={false}
      checkIconPosition="right"
    />
  )
}
