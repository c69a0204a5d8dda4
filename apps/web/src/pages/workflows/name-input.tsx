import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { nameCheckQuery } from '../../api/workflow-queries.ts'

const PAUSE_MS = 250

interface NameInputProps {
  value: string
  onChange(name: string): void
  /** What the server said when it was sent. */
  error?: string | undefined
  /** The workflow that has the name; none for a new one. */
  workflowId?: string
  autoFocus?: boolean
}

/** A workflow's name: while it is typed, one that is taken is told, with one that is free. */
export function NameInput({ value, onChange, error, workflowId, autoFocus = false }: NameInputProps) {
  const [asked] = useDebouncedValue(value.trim(), PAUSE_MS)
  const { data: check } = useQuery({ ...nameCheckQuery(asked, workflowId), enabled: asked !== '' })
  const isTaken = check?.isFree === false && asked === value.trim()
  const suggestion = isTaken ? check.suggestion : null
  return (
    <div>
      <TextInput
        label="Name"
        required
        data-autofocus
        autoFocus={autoFocus}
        maxLength={120}
        placeholder="New policy welcome email"
        error={isTaken ? 'You have a workflow of this name already.' : error}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {suggestion && (
        <Button variant="subtle" size="compact-xs" mt={4} onClick={() => onChange(suggestion)}>
          Take “{suggestion}”, which is free
        </Button>
      )}
    </div>
  )
}
