import { Fieldset } from '@mantine/core'
import { FieldList } from './field-list.tsx'
import type { FieldProps } from './inspector-context.ts'
import { recordOf } from './record-of.ts'

/** An object that may be left out is left out again when its last field is emptied. */
export function ObjectField({ field, value, onChange, path }: FieldProps) {
  if (field.shape.kind !== 'object') return null
  const change = (next: Readonly<Record<string, unknown>>) =>
    onChange(!field.required && Object.keys(next).length === 0 ? undefined : next)
  return (
    <Fieldset legend={field.title}>
      <FieldList fields={field.shape.fields} value={recordOf(value)} onChange={change} path={path} />
    </Fieldset>
  )
}
