import { Anchor, Input } from '@mantine/core'
import { useState } from 'react'
import { formOfRows, jsonOfRows, rowsOfForm, rowsOfJson } from './body-rows.ts'
import { type FieldProps, useFieldErrors } from './inspector-context.ts'
import { NameValueRows, useRows } from './name-value-rows.tsx'
import { textOf } from './record-of.ts'
import { TemplateField } from './template-field.tsx'

const FORMS = {
  json: { read: rowsOfJson, write: jsonOfRows, asText: 'Write it as JSON' },
  form: { read: rowsOfForm, write: formOfRows, asText: 'Write it as lines' },
}

/** The body of a request: rows while it is no more than names and values, else the text that it is. */
export function RowsOrTextField(props: FieldProps & { form: keyof typeof FORMS }) {
  const { field, value, onChange, path, form } = props
  const { read, write, asText } = FORMS[form]
  const error = useFieldErrors(path)
  const text = textOf(value)
  const { rows, setRows } = useRows(text, read, write, onChange)
  const [wantsText, setWantsText] = useState(false)

  if (rows === null || wantsText) {
    return (
      <div>
        <TemplateField {...props} value={text} lines={5} monospace error={error} />
        {rows !== null && (
          <Anchor component="button" type="button" size="xs" mt={4} onClick={() => setWantsText(false)}>
            Show it as rows
          </Anchor>
        )}
      </div>
    )
  }
  return (
    <Input.Wrapper label="Fields" required={field.required} error={error} labelElement="div">
      <NameValueRows what="field" rows={rows} onChange={setRows} />
      <Anchor component="button" type="button" size="xs" mt={6} onClick={() => setWantsText(true)}>
        {asText}
      </Anchor>
    </Input.Wrapper>
  )
}
