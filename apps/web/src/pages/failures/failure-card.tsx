import type { FailureCause } from '@hubflow/api/client'
import { Badge, Button, Group, Paper, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconEyeOff, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, settle } from '../../api/client.ts'
import { failuresQuery } from '../../api/run-queries.ts'
import { FixLinks } from '../../components/fix-links.tsx'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { showDone, showFailure } from '../../components/toast.tsx'
import { plural } from '../../format/words.ts'
import { causeKey } from './cause-key.ts'
import { RetryAllDialog } from './retry-all-dialog.tsx'

/** One cause: what happened, why, what to do, and the ways to the control that mends it and to going on. */
export function FailureCard({ cause }: { cause: FailureCause }) {
  const [asking, dialog] = useDisclosure(false)
  const queryClient = useQueryClient()
  const dismissing = useMutation({
    mutationFn: () => settle(client.api.failures.dismiss.$post({ json: { ...causeKey(cause), until: cause.lastAt } })),
    onSuccess: () => showDone('Put aside', 'It comes back when it fails anew.'),
    onError: (error) => showFailure('It was not put aside', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: failuresQuery.queryKey }),
  })
  return (
    <Paper component="article" p="md" aria-label={`${cause.title}: ${cause.workflowName}`}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Group gap={8}>
          <IconAlertTriangle size={18} color="var(--mantine-color-red-light-color)" aria-hidden />
          <Title order={2}>{cause.title}</Title>
          <Badge color="red">{plural(cause.count, 'run')}</Badge>
        </Group>
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {cause.count > 1 && (
            <>
              First <RelativeTime time={cause.firstAt} />, last{' '}
            </>
          )}
          <RelativeTime time={cause.lastAt} />
        </Text>
      </Group>
      <Text size="sm" c="dimmed" mt={2}>
        {cause.workflowName}
        {cause.stepName && `, step “${cause.stepName}”`}
      </Text>
      <Text size="sm" mt="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {cause.message}
      </Text>
      <Text size="sm" mt={4}>
        {cause.why} {cause.remedy}
      </Text>
      <Group gap="xs" mt="md">
        <FixLinks fixes={cause.fixes} workflowId={cause.workflowId} nodeId={cause.nodeId} />
        {cause.nodeId !== null && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={dialog.open}>
            {cause.count === 1 ? 'Retry from the failed step' : 'Retry all from the failed step'}
          </Button>
        )}
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconEyeOff size={14} />}
          loading={dismissing.isPending}
          onClick={() => dismissing.mutate()}
        >
          Dismiss
        </Button>
        <Group gap="md" ml="auto">
          {cause.count > 1 && (
            <TextLink to="/runs" search={{ cause: cause.key }} size="sm">
              Show all of them
            </TextLink>
          )}
          <TextLink to="/runs/$runId" params={{ runId: cause.lastRunId }} size="sm">
            {cause.count === 1 ? 'Show the run' : 'Show the last run'}
          </TextLink>
        </Group>
      </Group>
      {asking && <RetryAllDialog cause={cause} onClose={dialog.close} />}
    </Paper>
  )
}
