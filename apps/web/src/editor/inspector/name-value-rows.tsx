import { ActionIcon, Autocomplete, Button, Group, Stack, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Field } from '../schema-field.ts'
import type { FieldPath } from '../view-store.ts'
import classes from './inspector.module.css'
import { useFieldError, useInspector } from './inspector-context.ts'
import { TemplateField } from './template-field.tsx'

export interface NameValue {
  name: string
  value: string
}

interface NameValueRowsProps {
  /** `header` in “Add a header”. */
  what: string
  rows: readonly NameValue[]
  onChange(rows: NameValue[]): void
  /** Where the rows stand in the config, for what is wrong with one of them; none where they are one text there. */
  path?: FieldPath
  suggestions?: readonly string[]
}

/** Names with values, one a row: values may hold data. */
export function NameValueRows({ what, rows, onChange, path, suggestions = [] }: NameValueRowsProps) {
  const set = (at: number, next: NameValue) => onChange(rows.map((row, index) => (index === at ? next : row)))
  return (
    <Stack gap={6} mt={4}>
      {rows.map((row, index) => (
        <Row
          // A row has no id of its own; one that is removed takes its place with it.
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is all that tells rows apart
          key={index}
          number={index + 1}
          what={what}
          row={row}
          path={path && [...path, index]}
          suggestions={suggestions}
          onChange={(next) => set(index, next)}
          onRemove={() => onChange(rows.filter((_, at) => at !== index))}
        />
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...rows, { name: '', value: '' }])}
        >
          Add a {what}
        </Button>
      </Group>
    </Stack>
  )
}

interface RowProps extends Pick<NameValueRowsProps, 'what'> {
  number: number
  row: NameValue
  path: FieldPath | undefined
  suggestions: readonly string[]
  onChange(row: NameValue): void
  onRemove(): void
}

const NOWHERE: FieldPath = ['', '']

function Row({ what, number, row, path, suggestions, onChange, onRemove }: RowProps) {
  const { endGesture } = useInspector()
  const nameError = useFieldError([...(path ?? NOWHERE), 'name'])
  const valueError = useFieldError([...(path ?? NOWHERE), 'value'])
  const error = nameError ?? valueError
  return (
    <div data-field={path?.join('.')}>
      <div className={classes.nameValue}>
        <Autocomplete
          size="xs"
          aria-label={`Name of ${what} ${number}`}
          placeholder="Name"
          error={nameError !== undefined}
          data={[...suggestions]}
          value={row.name}
          onChange={(name) => onChange({ ...row, name })}
          onBlur={endGesture}
        />
        <TemplateField
          field={valueField(`Value of ${what} ${number}`)}
          value={row.value}
          onChange={(value) => onChange({ ...row, value: String(value) })}
          path={[...(path ?? NOWHERE), 'value']}
          owner={{}}
          lines={1}
          compact
          error={undefined}
          reads={false}
        />
        <ActionIcon size={28} aria-label={`Remove ${what} ${number}`} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
      </div>
      {error !== undefined && (
        <Text size="xs" c="red" mt={2}>
          {error}
        </Text>
      )}
    </div>
  )
}

function valueField(title: string): Field {
  return {
    key: 'value',
    title,
    help: undefined,
    explanation: undefined,
    placeholder: 'Value, or data',
    required: false,
    template: true,
    advanced: false,
    widget: undefined,
    labels: {},
    shape: { kind: 'text', format: undefined, maxLength: undefined },
  }
}

/** Rows of a value that is a text: they stay while they are typed in, whatever the text makes of them meanwhile. */
export function useRows(
  text: string,
  read: (text: string) => NameValue[] | null,
  write: (rows: readonly NameValue[]) => string,
  onChange: (text: string) => void,
): { rows: NameValue[] | null; setRows(rows: NameValue[]): void } {
  const [rows, setRows] = useState(() => read(text))
  const written = useRef(text)
  let shown = rows
  if (text !== written.current) {
    written.current = text
    shown = read(text)
    setRows(shown)
  }
  return {
    rows: shown,
    setRows(next) {
      setRows(next)
      written.current = write(next)
      onChange(written.current)
    },
  }
}
