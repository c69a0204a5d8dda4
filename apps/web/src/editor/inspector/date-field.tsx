import { TextInput } from '@mantine/core'
import { type FieldProps, useFieldError, useInspector } from './inspector-context.ts'
import { textOf } from './record-of.ts'

/** A day of the calendar; one that was written with its time keeps it. */
export function DateField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const { endGesture } = useInspector()
  const text = textOf(value)
  return (
    <TextInput
      type={text.includes('T') ? 'datetime-local' : 'date'}
      label={field.title}
      description={field.help}
      required={field.required}
      error={error}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      onBlur={endGesture}
    />
  )
}
