import { Alert, Button, Group, List, Text } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react'
import { ApiError } from '../api/api-error.ts'

/** An error in words, with what the server says of each field, and a way to try again. */
export function ProblemAlert({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const api = error instanceof ApiError ? error : null
  const offline = api?.status === 0
  return (
    <Alert
      color={offline ? 'yellow' : 'red'}
      icon={offline ? <IconPlugConnectedX size={18} /> : <IconAlertTriangle size={18} />}
      title={api ? api.problem.title : 'Something went wrong on this page'}
      role="alert"
    >
      <Text size="sm">{error instanceof Error ? error.message : String(error)}</Text>
      {api?.problem.errors && api.problem.errors.length > 0 && (
        <List size="sm" mt={6}>
          {api.problem.errors.map((problem) => (
            <List.Item key={`${problem.pointer} ${problem.detail}`}>{problem.detail}</List.Item>
          ))}
        </List>
      )}
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  )
}
