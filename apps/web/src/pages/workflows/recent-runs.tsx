import { Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWorkflowRuns } from '../../api/hooks.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { TextLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { duration } from '../../format/time.ts'
import classes from './recent-runs.module.css'

const SHOWN = 10

/** The last runs of all workflows, kept true by the live updates. */
export function RecentRuns() {
  const runs = useWorkflowRuns(undefined, SHOWN)
  return (
    <Paper component="section" aria-label="Recent runs">
      <Group justify="space-between" px="sm" py="xs">
        <Title order={2} size="h3">
          Recent runs
        </Title>
        <TextLink to="/runs" size="xs">
          Show all
        </TextLink>
      </Group>
      {runs.isError && <ProblemAlert error={runs.error} onRetry={() => runs.refetch()} />}
      {runs.isPending && (
        <Stack gap="sm" p="md">
          <Skeleton height={14} />
          <Skeleton height={14} width="80%" />
          <Skeleton height={14} width="60%" />
        </Stack>
      )}
      {runs.data?.length === 0 && (
        <EmptyState icon={<IconListDetails size={22} />} title="Nothing ran yet" size="sm">
          Publish a workflow; each time it starts, its run is shown here within a second.
        </EmptyState>
      )}
      {runs.data?.map((run) => (
        <Link key={run.id} to="/runs/$runId" params={{ runId: run.id }} className={classes.run}>
          <Group gap="sm" wrap="nowrap" justify="space-between">
            <Text size="sm" truncate>
              {run.workflowName}
            </Text>
            {run.durationMs !== null && (
              <Text size="xs" c="dimmed" className="nowrap">
                {duration(run.durationMs)}
              </Text>
            )}
          </Group>
          <Group gap={6} mt={3} wrap="nowrap">
            <StatusBadge of="run" status={run.status} size="sm" />
            <Text size="xs" c="dimmed" truncate>
              {run.isTest && 'Test · '}
              <RelativeTime time={run.createdAt} />
            </Text>
          </Group>
        </Link>
      ))}
    </Paper>
  )
}
