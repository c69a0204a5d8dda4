import { HUB_TABLE_NAMES, HUB_TABLES } from '@hubflow/core'
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Input,
  Paper,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type FieldProps, useFieldError, useFieldErrors, useInspector } from './inspector-context.ts'
import { listOf, recordOf, textOf } from './record-of.ts'

const KINDS = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'date', label: 'Date' },
  { value: 'choice', label: 'One of a list' },
  { value: 'record', label: 'A record of the hub' },
]

/** The questions that Run now asks. The name in data follows the question until someone sets another. */
export function ManualInputsField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const questions = listOf(value).map(recordOf)
  const set = (index: number, next: Record<string, unknown>) =>
    onChange(questions.map((one, at) => (at === index ? next : one)))
  const add = () => onChange([...questions, { key: freeKey('question', questions), label: '', type: 'text' }])
  return (
    <Input.Wrapper label={field.title} description={field.help} error={error} labelElement="div">
      <Stack gap="xs" mt={6} role="group" aria-label={field.title}>
        {questions.map((question, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a question's key changes while it is typed
          <Paper key={index} p="sm" data-field={[...path, index].join('.')}>
            <Question
              question={question}
              others={questions.filter((_, at) => at !== index)}
              number={index + 1}
              path={[...path, index]}
              onChange={(next) => set(index, next)}
              onRemove={() => onChange(questions.filter((_, at) => at !== index))}
            />
          </Paper>
        ))}
        <Group>
          <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={add}>
            Add a question
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  )
}

interface QuestionProps {
  question: Readonly<Record<string, unknown>>
  others: readonly Readonly<Record<string, unknown>>[]
  number: number
  path: FieldProps['path']
  onChange(question: Record<string, unknown>): void
  onRemove(): void
}

function Question({ question, others, number, path, onChange, onRemove }: QuestionProps) {
  const { endGesture } = useInspector()
  const labelError = useFieldError([...path, 'label'])
  const keyError = useFieldError([...path, 'key'])
  const optionsError = useFieldErrors([...path, 'options'])
  const tableError = useFieldError([...path, 'table'])
  const label = textOf(question.label)
  const key = textOf(question.key)
  const followsLabel = key.startsWith('question') || key === keyFrom(label) || key.startsWith(`${keyFrom(label)}_`)

  function rename(next: string): void {
    onChange({ ...question, label: next, ...(followsLabel ? { key: freeKey(keyFrom(next), others) } : {}) })
  }

  function setKind(type: string | null): void {
    if (!type) return
    const { options, table, ...rest } = question
    const own = type === 'choice' ? { options: options ?? [] } : type === 'record' ? { table: table ?? 'clients' } : {}
    onChange({ ...rest, type, ...own })
  }

  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          label={`Question ${number}`}
          placeholder="Due date"
          required
          value={label}
          error={labelError}
          onChange={(event) => rename(event.currentTarget.value)}
          onBlur={endGesture}
        />
        <ActionIcon size={34} aria-label={`Remove question ${number}`} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <Select
        label="Kind of answer"
        data={KINDS}
        value={textOf(question.type)}
        onChange={setKind}
        allowDeselect={false}
        checkIconPosition="right"
      />
      {question.type === 'choice' && (
        <TagsInput
          label="Choices"
          placeholder="Write one, then Enter"
          required
          error={optionsError}
          value={listOf(question.options).map(textOf)}
          onChange={(options) => onChange({ ...question, options })}
        />
      )}
      {question.type === 'record' && (
        <Select
          label="Kind of record"
          required
          error={tableError}
          data={HUB_TABLE_NAMES.map((name) => ({ value: name, label: HUB_TABLES[name].plural }))}
          value={textOf(question.table) || null}
          onChange={(table) => table && onChange({ ...question, table })}
          allowDeselect={false}
          checkIconPosition="right"
        />
      )}
      <Checkbox
        label="Must be answered"
        checked={question.required === true}
        onChange={(event) => onChange({ ...question, required: event.currentTarget.checked })}
      />
      <Text size="xs" c={keyError ? 'red' : 'dimmed'}>
        {keyError ?? `Steps use it as “${label || key}”.`}
      </Text>
    </Stack>
  )
}

/** `Due date?` → `due_date` */
function keyFrom(label: string): string {
  const words = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  const key = words.replace(/^_+|_+$/g, '').slice(0, 60)
  return /^[a-z_]/.test(key) ? key : `question${key && `_${key}`}`
}

function freeKey(key: string, others: readonly Readonly<Record<string, unknown>>[]): string {
  const taken = new Set(others.map((one) => one.key))
  if (!taken.has(key)) return key
  let number = 2
  while (taken.has(`${key}_${number}`)) number++
  return `${key}_${number}`
}
