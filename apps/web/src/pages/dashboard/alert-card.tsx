import type { AlertRule } from '@hubflow/api/client'
import { sentenceOfAlert } from '@hubflow/core'
import { Badge, Button, Group, Paper, Switch, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { peopleQuery } from '../../api/hub-queries.ts'
import { keys } from '../../api/keys.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { showFailure } from '../../components/toast.tsx'
import { recipientsInWords, waysInWords } from './alert-words.ts'
import { DeleteAlertDialog } from './delete-alert-dialog.tsx'

/** One rule as a sentence: whether it is on, which states last now, and when it told somebody last. */
export function AlertCard({ rule, onEdit }: { rule: AlertRule; onEdit(): void }) {
  const { id, condition, workflowName, recipients, enabled, lasting, lastToldAt } = rule
  const { data: people = [] } = useQuery(peopleQuery)
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: keys.alerts })
  const switching = useMutation({
    mutationFn: (next: boolean) => unwrap(client.api.alerts[':id'].$patch({ param: { id }, json: { enabled: next } })),
    onError: (error) => showFailure('Nothing was changed', error),
    onSettled,
  })
  const [deleting, dialog] = useDisclosure(false)
  const sentence = `Tell ${recipientsInWords(recipients, people)} ${sentenceOfAlert(condition, workflowName)}`
  return (
    <Paper component="article" p="sm" aria-label={sentence}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Title order={2} size="h3">
            {sentence}
          </Title>
          <Text size="sm" c="dimmed" mt={2}>
            {capital(waysInWords(rule))}.{' '}
            {lastToldAt ? (
              <>
                Told last <RelativeTime time={lastToldAt} />.
              </>
            ) : (
              'It has told nobody yet.'
            )}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <Switch
            label={enabled ? 'On' : 'Off'}
            aria-label={`${enabled ? 'On' : 'Off'}: ${sentence}`}
            checked={enabled}
            disabled={switching.isPending}
            onChange={(event) => switching.mutate(event.currentTarget.checked)}
          />
          <Button size="compact-sm" variant="default" aria-label={`Change: ${sentence}`} onClick={onEdit}>
            Change
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={`Delete: ${sentence}`}
            onClick={dialog.open}
          >
            Delete…
          </Button>
        </Group>
      </Group>
      {lasting.map((state) => (
        <Group key={state.workflowId} gap={8} mt={8}>
          <Badge color="red" leftSection={<IconAlertTriangle size={12} aria-hidden />}>
            Now
          </Badge>
          <Text size="sm">
            {state.workflowName ?? 'All workflows'}, since <RelativeTime time={state.since} />
          </Text>
        </Group>
      ))}
      {deleting && <DeleteAlertDialog id={id} sentence={sentence} onClose={dialog.close} />}
    </Paper>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
