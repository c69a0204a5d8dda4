import { Switch } from '@mantine/core'
import { type FieldProps, useFieldError } from './inspector-context.ts'

export function SwitchField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  return (
    <Switch
      label={field.title}
      description={field.help}
      error={error}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
