import { ActionIcon, Button, Group, Input, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { type FieldProps, useFieldError, useInspector } from './inspector-context.ts'
import { listOf, recordOf, textOf } from './record-of.ts'

type Share = Readonly<Record<string, unknown>>

const MIN_WAYS = 2
const MAX_WAYS = 10
const LETTERS = 'ABCDEFGHIJ'

/** The ways that a split has, and how many of a hundred go each. */
export function SharesField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const { endGesture } = useInspector()
  const shares = listOf(value).map(recordOf)
  const names = shares.map((share) => textOf(share.branch))
  const sum = shares.reduce((total, { percent }) => total + (typeof percent === 'number' ? percent : 0), 0)

  const set = (at: number, next: Share) => onChange(shares.map((share, index) => (index === at ? next : share)))
  const add = () => {
    const branch = [...LETTERS].find((letter) => !names.includes(letter)) ?? `Way ${shares.length + 1}`
    onChange(evenly([...shares, { branch }]))
  }

  return (
    <Input.Wrapper
      label={field.title}
      description={field.help}
      required={field.required}
      error={error}
      labelElement="div"
    >
      <Stack gap={6} mt={4} mb={4}>
        {shares.map((share, index) => (
          <Group
            // A name is changed only once it is complete, so it tells the rows apart.
            key={names[index]}
            gap={6}
            wrap="nowrap"
            align="flex-start"
            data-field={[...path, index, 'branch'].join('.')}
          >
            <WayName
              name={names[index] ?? ''}
              others={names.filter((_, other) => other !== index)}
              onChange={(branch) => set(index, { ...share, branch })}
            />
            <NumberInput
              w={92}
              aria-label={`Percent for ${names[index]}`}
              suffix=" %"
              min={0}
              max={100}
              value={typeof share.percent === 'number' ? share.percent : ''}
              onChange={(percent) => set(index, { ...share, percent: typeof percent === 'number' ? percent : 0 })}
              onBlur={endGesture}
            />
            <ActionIcon
              mt={4}
              aria-label={`Remove ${names[index]}`}
              disabled={shares.length <= MIN_WAYS}
              onClick={() => onChange(evenly(shares.filter((_, other) => other !== index)))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group gap="xs">
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            disabled={shares.length >= MAX_WAYS}
            onClick={add}
          >
            Add a way
          </Button>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange(evenly(shares))}>
            Share evenly
          </Button>
          <Text size="xs" c="dimmed" ml="auto">
            {Math.round(sum * 100) / 100} % in all
          </Text>
        </Group>
      </Stack>
    </Input.Wrapper>
  )
}

/** The name is the way's own: it is changed once it is complete, so that its line on the canvas stays where it is. */
function WayName({
  name,
  others,
  onChange,
}: {
  name: string
  others: readonly string[]
  onChange(name: string): void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const next = (typed ?? name).trim()
  const error = next === '' ? 'Give the way a name.' : others.includes(next) ? 'This name is taken.' : undefined
  return (
    <TextInput
      style={{ flex: 1 }}
      aria-label="Name of the way"
      maxLength={64}
      error={error}
      value={typed ?? name}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        setTyped(null)
        if (error === undefined && next !== name) onChange(next)
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}

/** A hundred in whole parts; what does not divide goes to the first ones. */
function evenly(shares: readonly Share[]): Share[] {
  const whole = Math.floor(100 / shares.length)
  const left = 100 - whole * shares.length
  return shares.map((share, index) => ({ ...share, percent: whole + (index < left ? 1 : 0) }))
}
