import { Button, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { IconEar } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { webhookSampleQuery } from '../../api/workflow-queries.ts'
import { JsonView } from '../../components/json-view.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { useEditor } from '../editor-context.ts'

/** Waits for one call of the webhook, also before it is published, so that steps can be offered its fields. */
export function ListenForCall() {
  const { workflowId, saver } = useEditor()
  const queryClient = useQueryClient()
  const query = webhookSampleQuery(workflowId)
  const { data } = useQuery({
    ...query,
    // Listening ends by itself, which nobody tells.
    refetchInterval: ({ state }) => state.data?.listeningUntil != null && 30_000,
  })
  const { mutate, isPending, error } = useMutation({
    async mutationFn(listen: boolean) {
      // Who may call is what the saved draft says.
      if (listen) await saver.flush()
      const param = { id: workflowId }
      return unwrap(client.api.workflows[':id']['webhook-sample'].$post({ param, json: { listen } }))
    },
    onSuccess: (answer) => queryClient.setQueryData(query.queryKey, answer),
  })
  const isListening = data?.listeningUntil != null
  return (
    <Stack gap="xs">
      {error && <ProblemAlert error={error} />}
      {isListening ? (
        <Paper withBorder p="sm" role="status">
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <Loader size="sm" mt={2} />
            <div>
              <Text size="sm" fw={600}>
                Waiting for a call
              </Text>
              <Text size="sm" c="dimmed">
                Send something to the address above from the other system. Listening ends{' '}
                <RelativeTime time={data.listeningUntil} />.
              </Text>
            </div>
          </Group>
        </Paper>
      ) : (
        data?.sample && (
          <Paper withBorder p="sm" aria-label="The call that was caught">
            <Text size="sm" fw={600}>
              Caught <RelativeTime time={data.capturedAt} />
            </Text>
            <Text size="xs" c="dimmed" mb={6}>
              Steps are offered these fields.
            </Text>
            <JsonView data={data.sample} />
          </Paper>
        )
      )}
      <Button
        variant="default"
        leftSection={<IconEar size={16} />}
        loading={isPending}
        onClick={() => mutate(!isListening)}
      >
        {isListening ? 'Stop listening' : data?.sample ? 'Listen for another call' : 'Listen for a call'}
      </Button>
    </Stack>
  )
}
