import { Stack, Text, TextInput } from '@mantine/core'
import { ApiError } from '../../api/api-error.ts'

/** Free names that a refusal suggests, by workflow: the new owner has workflows of the old ones. */
export function suggestionsOf(error: unknown): Record<string, string> {
  const body = error instanceof ApiError ? error.body : null
  const suggestions = typeof body === 'object' && body !== null && 'suggestions' in body ? body.suggestions : null
  return typeof suggestions === 'object' && suggestions !== null ? (suggestions as Record<string, string>) : {}
}

interface TakenNamesProps {
  /** What the workflows are called until now, by id. */
  oldNames: Record<string, string>
  names: Record<string, string>
  onChange(names: Record<string, string>): void
}

/** New names for workflows whose names their new owner uses already. */
export function TakenNames({ oldNames, names, onChange }: TakenNamesProps) {
  const ids = Object.keys(names)
  if (ids.length === 0) return null
  return (
    <Stack gap="xs">
      <Text size="sm">The new owner uses these names already. Keep what is suggested, or choose others.</Text>
      {ids.map((id) => (
        <TextInput
          key={id}
          label={`“${oldNames[id] ?? 'The workflow'}” is called from now on`}
          required
          maxLength={120}
          value={names[id] ?? ''}
          onChange={(event) => onChange({ ...names, [id]: event.currentTarget.value })}
        />
      ))}
    </Stack>
  )
}
