import { HUB_TABLE_NAMES, HUB_TABLES } from '@hubflow/core'
import { Select } from '@mantine/core'
import { type FieldProps, useFieldError } from './inspector-context.ts'

/** A table of the hub; only those that the schema names, and that have something to write. */
export function TableField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const allowed: readonly unknown[] = field.shape.kind === 'choice' ? field.shape.values : HUB_TABLE_NAMES
  const tables = HUB_TABLE_NAMES.filter(
    (name) => allowed.includes(name) && HUB_TABLES[name].columns.some(({ writable }) => writable),
  )
  return (
    <Select
      label={field.title}
      description={field.help}
      placeholder="Choose a kind of record"
      required={field.required}
      error={error}
      data={tables.map((name) => ({ value: name, label: HUB_TABLES[name].plural }))}
      value={typeof value === 'string' ? value : null}
      onChange={(next) => next && onChange(next)}
      allowDeselect={false}
      checkIconPosition="right"
    />
  )
}
