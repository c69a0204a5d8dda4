import type { FailureCause } from '@hubflow/api/client'
import { Badge, Button, Group, Paper, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { ButtonLink, TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { plural } from '../../format/words.ts'
import { RetryAllDialog } from './retry-all-dialog.tsx'

/** One cause: what happened, why, what to do, and the ways to the control that mends it and to going on. */
export function FailureCard({ cause }: { cause: FailureCause }) {
  const [asking, dialog] = useDisclosure(false)
  const [newest] = cause.runIds
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
      <Text size="sm" mt="sm" fw={600}>
        {cause.message}
      </Text>
      <Text size="sm" mt={4}>
        {cause.why} {cause.remedy}
      </Text>
      <Group gap="xs" mt="md">
        <FixLink cause={cause} />
        {cause.nodeId !== null && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={dialog.open}>
            {cause.count === 1 ? 'Retry from the failed step' : 'Retry all from the failed step'}
          </Button>
        )}
        {newest && (
          <TextLink to="/runs/$runId" params={{ runId: newest }} size="sm" ml="xs">
            {cause.count === 1 ? 'Show the run' : 'Show the last run'}
          </TextLink>
        )}
      </Group>
      {asking && <RetryAllDialog cause={cause} onClose={dialog.close} />}
    </Paper>
  )
}

function FixLink({ cause: { fix, workflowId, nodeId } }: { cause: FailureCause }) {
  if (fix.place === 'secrets') {
    return (
      <ButtonLink size="xs" to="/settings" search={{ section: 'secrets' }}>
        {fix.label}
      </ButtonLink>
    )
  }
  const node = fix.place === 'step' && nodeId !== null ? { node: nodeId } : {}
  return (
    <ButtonLink size="xs" to="/workflows/$workflowId" params={{ workflowId }} search={node}>
      {fix.label}
    </ButtonLink>
  )
}
