import { Textarea, TextInput } from '@mantine/core'
import { type FieldProps, useFieldError, useInspector } from './inspector-context.ts'
import { textOf } from './record-of.ts'
import { TemplateField } from './template-field.tsx'

const LINES: Readonly<Record<string, number>> = { multiline: 4, html: 8 }

export function TextField(props: FieldProps) {
  const { field, value, onChange, path } = props
  const error = useFieldError(path)
  const { endGesture } = useInspector()
  const lines = LINES[field.widget ?? ''] ?? 1
  if (field.template)
    return (
      <TemplateField
        {...props}
        lines={lines}
        monospace={field.widget === 'html'}
        html={field.widget === 'html'}
        error={error}
      />
    )
  const common = {
    label: field.title,
    description: field.help,
    placeholder: field.placeholder ?? '',
    required: field.required,
    error,
    value: textOf(value),
    onBlur: endGesture,
  }
  if (lines === 1) return <TextInput {...common} onChange={(event) => onChange(event.currentTarget.value)} />
  return (
    <Textarea
      {...common}
      autosize
      minRows={lines}
      maxRows={16}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
