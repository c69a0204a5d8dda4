import { ActionIcon, Button, Group, Input, MultiSelect, Paper, Stack, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { humanKey } from '../../format/words.ts'
import { emptyValue, type Field } from '../schema-field.ts'
import { FieldInput } from './field-input.tsx'
import { FieldList } from './field-list.tsx'
import { type FieldProps, useFieldError } from './inspector-context.ts'
import { listOf, recordOf, textOf } from './record-of.ts'

/** A list: of choices as pills to choose, of everything else as rows to add and remove. */
export function ListField(props: FieldProps) {
  const { shape } = props.field
  if (shape.kind !== 'list') return null
  return shape.item.shape.kind === 'choice' ? (
    <ChoiceList {...props} item={shape.item} />
  ) : (
    <Rows {...props} item={shape.item} />
  )
}

function ChoiceList({ field, value, onChange, path, item }: FieldProps & { item: Field }) {
  const error = useFieldError(path)
  const values = item.shape.kind === 'choice' ? item.shape.values.map(String) : []
  return (
    <MultiSelect
      label={field.title}
      description={field.help}
      required={field.required}
      error={error}
      data={values.map((one) => ({ value: one, label: field.labels[one] ?? item.labels[one] ?? humanKey(one) }))}
      value={listOf(value).map(textOf)}
      onChange={onChange}
    />
  )
}

function Rows({ field, value, onChange, path, item }: FieldProps & { item: Field }) {
  const error = useFieldError(path)
  const rows = listOf(value)
  const what = item.title && item.title !== field.title ? item.title.toLowerCase() : 'row'
  const set = (index: number, next: unknown) => onChange(rows.map((row, at) => (at === index ? next : row)))

  return (
    <Input.Wrapper
      label={field.title}
      description={field.help}
      required={field.required}
      error={error}
      labelElement="div"
    >
      <Stack gap="xs" mt={6} role="group" aria-label={field.title}>
        {rows.map((row, index) => (
          // Rows have no id of their own; a row that is removed takes its place with it.
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is all that tells rows apart
          <Paper key={index} p="xs" radius="md" data-field={[...path, index].join('.')}>
            <Group gap="xs" align="flex-start" wrap="nowrap">
              <div style={{ flex: 1, minWidth: 0 }}>
                <Row item={item} value={row} onChange={(next) => set(index, next)} path={[...path, index]} />
              </div>
              <ActionIcon
                aria-label={`Remove ${what} ${index + 1}`}
                onClick={() => onChange(rows.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          </Paper>
        ))}
        {rows.length === 0 && (
          <Text size="sm" c="dimmed">
            None yet.
          </Text>
        )}
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...rows, emptyValue(item)])}
          >
            Add {what}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  )
}

function Row({
  item,
  value,
  onChange,
  path,
}: {
  item: Field
  value: unknown
  onChange(value: unknown): void
  path: FieldProps['path']
}) {
  if (item.shape.kind !== 'object')
    return <FieldInput field={item} value={value} onChange={onChange} path={path} owner={{}} />
  return <FieldList fields={item.shape.fields} value={recordOf(value)} onChange={onChange} path={path} />
}
