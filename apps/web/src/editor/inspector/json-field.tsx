import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { type FieldProps, useFieldErrors, useInspector } from './inspector-context.ts'
import { textOf } from './record-of.ts'
import { RowsOrTextField } from './rows-or-text-field.tsx'

/** Data written as JSON: as a template where something may be inserted, else as the value that it means. */
export function JsonField(props: FieldProps) {
  return props.field.template ? <RowsOrTextField {...props} form="json" /> : <PlainJson {...props} />
}

/** Fields as a web form sends them. */
export function FormField(props: FieldProps) {
  return <RowsOrTextField {...props} form="form" />
}

function PlainJson({ field, value, onChange, path }: FieldProps) {
  const problem = useFieldErrors(path)
  const { endGesture } = useInspector()
  const [text, setText] = useState(() => textOf(value))
  const [isBroken, setBroken] = useState(false)

  function type(next: string): void {
    setText(next)
    try {
      onChange(next.trim() === '' ? undefined : JSON.parse(next))
      setBroken(false)
    } catch {
      setBroken(true)
    }
  }

  return (
    <Textarea
      label={field.title}
      description={field.help}
      placeholder={field.placeholder}
      required={field.required}
      error={isBroken ? 'This is no JSON yet; what was there before still counts.' : problem}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={endGesture}
      autosize
      minRows={3}
      maxRows={14}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
    />
  )
}
