import type { VariableGroup } from '@hubflow/core'
import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconReplace, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { dataPart, findVariable } from '../../template-text.ts'
import { formatsFor } from './pill-formats.ts'
import { type PillSettings, readPill, writePill } from './pill-syntax.ts'

interface PillFormProps {
  braces: string
  variables: readonly VariableGroup[]
  onChange(braces: string): void
  onReplace(): void
  onRemove(): void
  onClose(): void
}

const AS_IT_IS = ''
const WHOLE = /^(?:\{\{.*\}\}|\{%.*%\})$/s

/** How a pill is written, and what stands there when there is nothing to write. */
export function PillForm({ braces, variables, onChange, onReplace, onRemove, onClose }: PillFormProps) {
  const { label, sample, isKnown } = dataPart(braces, variables)
  const settings = readPill(braces)
  return (
    <Stack
      gap="sm"
      onKeyDown={(event) =>
        event.key === 'Enter' &&
        event.target instanceof HTMLInputElement &&
        event.target.role !== 'combobox' &&
        onClose()
      }
    >
      <div>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <Text size="xs" c={isKnown ? 'dimmed' : 'red'} role="status">
          {isKnown
            ? sample === undefined
              ? 'No sample yet'
              : `Reads “${sample}”`
            : 'This data is not there at this step.'}
        </Text>
      </div>
      {settings ? (
        <Settings settings={settings} variables={variables} onChange={(next) => onChange(writePill(next))} />
      ) : (
        <ByHand braces={braces} onChange={onChange} />
      )}
      <Group gap="xs" justify="space-between">
        <Button variant="subtle" size="compact-sm" leftSection={<IconReplace size={14} />} onClick={onReplace}>
          Other data
        </Button>
        <Button variant="subtle" color="red" size="compact-sm" leftSection={<IconTrash size={14} />} onClick={onRemove}>
          Remove
        </Button>
        <Button size="compact-sm" onClick={onClose}>
          Done
        </Button>
      </Group>
    </Stack>
  )
}

function Settings({
  settings,
  variables,
  onChange,
}: {
  settings: PillSettings
  variables: readonly VariableGroup[]
  onChange(settings: PillSettings): void
}) {
  const item = findVariable(settings.path, variables)
  const formats = formatsFor(item?.type, item?.sample)
  const data = formats.map(({ filter, label }) => ({ value: filter ?? AS_IT_IS, label }))
  // One that was written by hand is kept, and can be seen.
  if (!formats.some(({ filter }) => filter === settings.format))
    data.push({ value: settings.format ?? AS_IT_IS, label: settings.format ?? '' })
  return (
    <>
      {data.length > 1 && (
        <Select
          size="xs"
          label="Written as"
          data={data}
          value={settings.format ?? AS_IT_IS}
          onChange={(format) => onChange({ ...settings, format: format || null })}
          allowDeselect={false}
          checkIconPosition="right"
          comboboxProps={{ withinPortal: false }}
        />
      )}
      <TextInput
        size="xs"
        data-autofocus
        label="If empty, use"
        description={settings.fallback === null ? 'Without it, the step fails when there is no value.' : undefined}
        value={settings.fallback ?? ''}
        onChange={(event) => onChange({ ...settings, fallback: event.currentTarget.value || null })}
      />
    </>
  )
}

/** What the form does not know is changed as it was written. */
function ByHand({ braces, onChange }: { braces: string; onChange(braces: string): void }) {
  const [typed, setTyped] = useState(braces)
  const isWhole = WHOLE.test(typed)
  return (
    <TextInput
      size="xs"
      data-autofocus
      label="Written by hand"
      error={isWhole ? undefined : 'Begin with {{ and end with }}.'}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={typed}
      onChange={(event) => {
        const next = event.currentTarget.value
        setTyped(next)
        if (WHOLE.test(next)) onChange(next)
      }}
    />
  )
}
