import { TextInput } from '@mantine/core'
import { type FieldProps, useFieldError, useInspector } from './inspector-context.ts'
import { textOf } from './record-of.ts'

/** A time of day, by the browser's own control: it knows how people here write it. */
export function TimeField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const { endGesture } = useInspector()
  const help = [field.help, !field.required && field.placeholder ? `Without one, ${field.placeholder}.` : undefined]
  return (
    <TextInput
      type="time"
      maw={150}
      label={field.title}
      description={help.filter(Boolean).join(' ')}
      required={field.required}
      error={error}
      value={textOf(value)}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      onBlur={endGesture}
    />
  )
}
