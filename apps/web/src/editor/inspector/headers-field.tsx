import { Input } from '@mantine/core'
import { type FieldProps, useFieldError } from './inspector-context.ts'
import { NameValueRows } from './name-value-rows.tsx'
import { listOf, recordOf, textOf } from './record-of.ts'

const HEADERS = ['Accept', 'Accept-Language', 'Content-Language', 'Prefer', 'X-Api-Version', 'X-Request-Source']

/** Headers, or the parts of a query: names with values. */
export function HeadersField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const rows = listOf(value)
    .map(recordOf)
    .map((row) => ({ name: textOf(row.name), value: textOf(row.value) }))
  return (
    <Input.Wrapper label={field.title} description={field.help} error={error} labelElement="div">
      <NameValueRows
        what={field.key === 'headers' ? 'header' : 'parameter'}
        rows={rows}
        onChange={onChange}
        path={path}
        suggestions={field.key === 'headers' ? HEADERS : []}
      />
    </Input.Wrapper>
  )
}
