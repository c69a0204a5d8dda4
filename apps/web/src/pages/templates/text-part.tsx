import { Anchor, Group, Text } from '@mantine/core'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TemplateField } from '../../editor/inspector/template-field.tsx'
import type { Field } from '../../editor/schema-field.ts'

const TEXT: Field = {
  key: 'bodyText',
  title: 'Plain text',
  help: 'For mail programs that show no HTML.',
  explanation: undefined,
  placeholder: 'The same in plain words',
  required: false,
  template: true,
  advanced: false,
  widget: undefined,
  labels: {},
  shape: { kind: 'text', format: undefined, maxLength: undefined },
}

interface TextPartProps {
  /** Null: it is made from the text above. */
  text: string | null
  editedAt: string | null
  error: string | undefined
  onChange(text: string | null): void
}

/** The plain-text part: made from the HTML, until somebody writes one. */
export function TextPart({ text, editedAt, error, onChange }: TextPartProps) {
  if (text === null)
    return (
      <Text size="sm" c="dimmed">
        The plain-text part is made from the text above as it is sent; the preview shows it.{' '}
        <Anchor component="button" type="button" size="sm" onClick={() => onChange('')}>
          Write it by hand
        </Anchor>
      </Text>
    )
  return (
    <div>
      <TemplateField
        field={TEXT}
        path={['bodyText']}
        owner={{}}
        lines={5}
        reads={false}
        error={error}
        value={text}
        onChange={(value) => onChange(typeof value === 'string' ? value : '')}
      />
      <Group gap={6} mt={4}>
        <Text size="xs" c="dimmed">
          {editedAt === null ? (
            'Written by hand, and not saved yet.'
          ) : (
            <>
              Written by hand <RelativeTime time={editedAt} />: changes of the text above do not reach it.
            </>
          )}
        </Text>
        <Anchor component="button" type="button" size="xs" onClick={() => onChange(null)}>
          Make it from the text again
        </Anchor>
      </Group>
    </div>
  )
}
