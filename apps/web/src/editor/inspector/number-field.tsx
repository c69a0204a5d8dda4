import { NumberInput } from '@mantine/core'
import { type FieldProps, useFieldError, useInspector } from './inspector-context.ts'

export function NumberField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const { endGesture } = useInspector()
  const { shape } = field
  return (
    <NumberInput
      label={field.title}
      description={field.help}
      placeholder={field.placeholder}
      required={field.required}
      error={error}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(next) => onChange(next === '' ? undefined : next)}
      onBlur={endGesture}
      allowDecimal={!(shape.kind === 'number' && shape.integer)}
    />
  )
}
