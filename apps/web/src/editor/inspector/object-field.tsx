import { Fieldset } from '@mantine/core'
import { FieldList } from './field-list.tsx'
import type { FieldProps } from './inspector-context.ts'
import { recordOf } from './record-of.ts'

export function ObjectField({ field, value, onChange, path }: FieldProps) {
  if (field.shape.kind !== 'object') return null
  return (
    <Fieldset legend={field.title}>
      <FieldList fields={field.shape.fields} value={recordOf(value)} onChange={onChange} path={path} />
    </Fieldset>
  )
}
