import { Select } from '@mantine/core'
import { humanKey } from '../../format/words.ts'
import { type FieldProps, useFieldError } from './inspector-context.ts'

export function ChoiceField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  if (field.shape.kind !== 'choice') return null
  const { values } = field.shape
  const onlyOne = values.length === 1 ? values[0] : undefined
  return (
    <Select
      label={field.title}
      description={field.help}
      placeholder={field.placeholder ?? 'Choose'}
      required={field.required}
      error={error}
      data={values.map((one) => ({ value: String(one), label: field.labels[String(one)] ?? humanKey(String(one)) }))}
      value={value === undefined ? (onlyOne === undefined ? null : String(onlyOne)) : String(value)}
      onChange={(next) => onChange(values.find((one) => String(one) === next))}
      allowDeselect={!field.required}
      searchable={values.length > 8}
      checkIconPosition="right"
    />
  )
}
