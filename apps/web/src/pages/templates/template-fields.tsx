import { HUB_TABLE_NAMES, HUB_TABLES } from '@hubflow/core'
import { Select, SimpleGrid, Switch, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { InspectorContext } from '../../editor/inspector/inspector-context.ts'
import { TemplateField } from '../../editor/inspector/template-field.tsx'
import type { Field } from '../../editor/schema-field.ts'
import { variablesOf } from './template-variables.ts'
import { TextPart } from './text-part.tsx'
import type { TemplateForm } from './use-template-form.ts'

const FIELD: Field = {
  key: 'subject',
  title: 'Subject',
  help: undefined,
  explanation: undefined,
  placeholder: 'What the mail is about',
  required: true,
  template: true,
  advanced: false,
  widget: undefined,
  labels: {},
  shape: { kind: 'text', format: undefined, maxLength: 500 },
}
const SUBJECT = FIELD
const BODY: Field = { ...FIELD, key: 'bodyHtml', title: 'Text', placeholder: 'Dear …', widget: 'html' }
const TABLES = HUB_TABLE_NAMES.map((value) => ({ value, label: HUB_TABLES[value].singular }))

/** All that can be written of a template; texts are edited as those of a step are. */
export function TemplateFields({ form: { content, change, saved, error } }: { form: TemplateForm }) {
  const errors: Record<string, string> = error?.fieldErrors() ?? {}
  const { subjectTable, subject, bodyHtml, bodyText } = content
  const variables = useMemo(
    () => variablesOf({ subjectTable, subject, bodyHtml, bodyText }),
    [subjectTable, subject, bodyHtml, bodyText],
  )
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return (
    <InspectorContext value={{ nodeId: '', problems: [], variables, endGesture: () => undefined }}>
      <SimpleGrid cols={2} spacing="sm">
        <TextInput
          label="Name"
          required
          maxLength={120}
          error={errors.name}
          value={content.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Category"
          placeholder="Sales"
          maxLength={60}
          value={content.category}
          onChange={(event) => change({ category: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Select
        label="What it is about"
        description="Which data can be inserted: that of the record which the workflow runs for."
        placeholder="Not said: the data of every table is offered"
        data={TABLES}
        clearable
        value={subjectTable}
        onChange={(value) => change({ subjectTable: HUB_TABLE_NAMES.find((table) => table === value) ?? null })}
      />
      <TemplateField
        field={SUBJECT}
        path={['subject']}
        owner={{}}
        lines={1}
        reads={false}
        error={errors.subject}
        value={subject}
        onChange={(value) => change({ subject: text(value) })}
      />
      <TemplateField
        field={BODY}
        path={['bodyHtml']}
        owner={{}}
        lines={10}
        html
        error={errors.bodyHtml}
        value={bodyHtml}
        onChange={(value) => change({ bodyHtml: text(value) })}
      />
      <TextPart
        text={bodyText}
        editedAt={saved.bodyTextEditedAt}
        error={errors.bodyText}
        onChange={(next) => change({ bodyText: next })}
      />
      <Switch
        label="It is marketing"
        description="Says how to unsubscribe, and is not sent to who unsubscribed or is not to be contacted."
        checked={content.isMarketing}
        onChange={(event) => change({ isMarketing: event.currentTarget.checked })}
      />
    </InspectorContext>
  )
}
