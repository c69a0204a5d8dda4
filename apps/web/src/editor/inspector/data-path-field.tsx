import type { VariableGroup } from '@hubflow/core'
import { Select } from '@mantine/core'
import { type FieldProps, useFieldError, useInspector } from './inspector-context.ts'
import { textOf } from './record-of.ts'

/** Data by its name, where text around it makes no sense. */
export function DataPathField(props: FieldProps) {
  return <DataPathSelect {...props} groups={useInspector().variables} nothing="Nothing here is called that." />
}

/** A date of the record that the workflow is about. */
export function SubjectDateField(props: FieldProps) {
  const { variables } = useInspector()
  const groups = variables.flatMap(({ label, items }) => {
    const dates = items.filter(({ path, type }) => path.startsWith('subject.') && /^date/.test(type))
    return dates.length ? [{ label, items: dates }] : []
  })
  return <DataPathSelect {...props} groups={groups} nothing="This workflow is about no record with a date." />
}

interface DataPathSelectProps extends FieldProps {
  groups: readonly VariableGroup[]
  nothing: string
}

function DataPathSelect({ field, value, onChange, path, groups, nothing }: DataPathSelectProps) {
  const error = useFieldError(path)
  const chosen = textOf(value)
  const isListed = groups.some(({ items }) => items.some((item) => item.path === chosen))
  const data = groups.map(({ label, items }) => ({
    group: label,
    items: items.map((item) => ({ value: item.path, label: item.label })),
  }))
  if (chosen !== '' && !isListed) data.push({ group: 'Other', items: [{ value: chosen, label: chosen }] })
  return (
    <Select
      label={field.title}
      description={field.help}
      placeholder="Choose"
      required={field.required}
      error={error}
      searchable
      clearable={!field.required}
      data={data}
      value={chosen === '' ? null : chosen}
      onChange={(next) => onChange(next ?? undefined)}
      nothingFoundMessage={nothing}
      checkIconPosition="right"
    />
  )
}
