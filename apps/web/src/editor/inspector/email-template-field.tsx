import type { VariableGroup } from '@hubflow/core'
import { Paper, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { emailTemplatesQuery } from '../../api/mail-queries.ts'
import { templateParts } from '../template-text.ts'
import classes from './inspector.module.css'
import { type FieldProps, useFieldError, useInspector } from './inspector-context.ts'
import { MailPreview } from './mail-preview.tsx'
import { TemplatePreview } from './template-preview.tsx'

/** A prepared mail with a look at what it says. */
export function EmailTemplateField({ field, value, onChange, path }: FieldProps) {
  const { data: templates, isPending } = useQuery(emailTemplatesQuery)
  const error = useFieldError(path)
  const { variables } = useInspector()
  const chosen = templates?.find(({ id }) => id === value)
  return (
    <Stack gap="xs">
      <Select
        label={field.title}
        description={field.help}
        placeholder={isPending ? 'Loading…' : 'Choose a template'}
        nothingFoundMessage="No template is called that."
        searchable
        clearable={!field.required}
        error={error}
        renderOption={({ option }) => (
          <div>
            <Text size="sm">{option.label}</Text>
            <Text size="xs" c="dimmed" lineClamp={1}>
              <TemplatePreview
                text={templates?.find(({ id }) => id === option.value)?.subject ?? ''}
                groups={variables}
              />
            </Text>
          </div>
        )}
        data={templates?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => onChange(next ?? undefined)}
        checkIconPosition="right"
      />
      {chosen && (
        <Paper className={classes.preview} aria-label="Preview of the mail">
          <Text size="xs" c="dimmed">
            Subject
          </Text>
          <Text size="sm" fw={600} mb={6}>
            <TemplatePreview text={chosen.subject} groups={variables} />
          </Text>
          <MailPreview html={chosen.bodyHtml} groups={variables} />
          {!allKnown(`${chosen.subject} ${chosen.bodyHtml}`, variables) && (
            <Text size="xs" c="red" mt={6}>
              This template uses data that this workflow does not have. Choose another one, or start the workflow with
              an event that has it.
            </Text>
          )}
        </Paper>
      )}
    </Stack>
  )
}

function allKnown(text: string, groups: readonly VariableGroup[]): boolean {
  return templateParts(text, groups).every((part) => part.kind === 'text' || part.isKnown || part.path === '')
}
