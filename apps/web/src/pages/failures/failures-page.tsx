import { Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { failuresQuery } from '../../api/run-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ButtonLink } from '../../components/links.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { FailureCard } from './failure-card.tsx'

export function FailuresPage() {
  const failures = useQuery(failuresQuery)
  const causes = failures.data ?? []
  return (
    <Page
      title="Failures"
      description="What failed in the last 30 days and was neither retried nor dismissed since: one card for each cause."
      actions={
        <ButtonLink to="/runs" search={{ status: 'failed' }} variant="default">
          All failed runs
        </ButtonLink>
      }
    >
      {failures.isError && <ProblemAlert error={failures.error} onRetry={() => failures.refetch()} />}
      {failures.isPending && <TableSkeleton rows={4} />}
      {failures.isSuccess && causes.length === 0 && (
        <EmptyState
          icon={<IconCircleCheck size={26} />}
          title="Nothing to see to"
          action={
            <ButtonLink to="/dashboard" search={{ tab: 'alerts' }} variant="default">
              Choose who is told of failures
            </ButtonLink>
          }
        >
          When a run fails, its cause stands here with what to do about it. What is retried goes away by itself, and
          what is dismissed comes back when it fails anew.
        </EmptyState>
      )}
      <Stack gap="sm">
        {causes.map((cause) => (
          <FailureCard key={[cause.workflowId, cause.nodeId, cause.code, cause.concerns].join('/')} cause={cause} />
        ))}
      </Stack>
    </Page>
  )
}
