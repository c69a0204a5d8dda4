import type { Analytics } from '@hubflow/api/client'
import { Paper, Skeleton, Stack } from '@mantine/core'
import { IconBolt, IconChartBar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useWorkflows } from '../../api/hooks.ts'
import { analyticsQuery } from '../../api/run-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ButtonLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import classes from './dashboard.module.css'
import type { Span } from './dashboard-search.ts'
import { FigureLists } from './figure-lists.tsx'
import { RunsChart } from './runs-chart.tsx'
import { StepFunnel } from './step-funnel.tsx'
import { Tiles } from './tiles.tsx'
import { WorkflowFiguresTable } from './workflow-figures-table.tsx'

interface FiguresProps {
  days: Span
  /** Of this workflow alone. */
  workflowId: string | undefined
}

/** The figures of the hub or of one workflow, kept true by the live updates. */
export function Figures({ days, workflowId }: FiguresProps) {
  const figures = useQuery(analyticsQuery(days, workflowId))
  const workflows = useWorkflows()
  if (workflows.data?.length === 0) return <NoWorkflows />
  if (figures.isError) return <ProblemAlert error={figures.error} onRetry={() => figures.refetch()} />
  if (figures.isPending) return <FiguresSkeleton />
  const { data } = figures
  return (
    <Stack gap="sm">
      <Tiles figures={data} workflowId={workflowId} />
      <div className={classes.columns}>
        {data.runs.started > 0 ? <RunsChart figures={data} /> : <NothingRan figures={data} />}
        <FigureLists figures={data} />
      </div>
      {workflowId === undefined ? (
        data.workflows.length > 0 && <WorkflowFiguresTable workflows={data.workflows} days={days} />
      ) : (
        <StepFunnel workflowId={workflowId} days={days} />
      )}
    </Stack>
  )
}

function NoWorkflows() {
  return (
    <EmptyState
      icon={<IconChartBar size={26} />}
      title="Nothing to count yet"
      action={
        <ButtonLink to="/workflows/new" leftSection={<IconBolt size={16} />}>
          Create the first workflow
        </ButtonLink>
      }
    >
      As soon as workflows run, this page shows how many did, how many failed, how long they took, and what stands
      still.
    </EmptyState>
  )
}

function NothingRan({ figures: { unit } }: { figures: Analytics }) {
  return (
    <Paper>
      <EmptyState
        icon={<IconChartBar size={22} />}
        title={unit === 'hour' ? 'Nothing ran today' : 'Nothing ran in these days'}
        size="sm"
        action={
          <ButtonLink to="/workflows" size="xs" variant="default">
            Go to the workflows
          </ButtonLink>
        }
      >
        Each run that begins is counted here at once. Choose a longer time, or start a workflow. Test runs are not
        counted.
      </EmptyState>
    </Paper>
  )
}

function FiguresSkeleton() {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      <Skeleton height={76} />
      <Skeleton height={300} />
      <Skeleton height={160} />
    </Stack>
  )
}
