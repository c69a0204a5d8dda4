import type { Workflow } from '@hubflow/api/client'
import type { Definition } from '@hubflow/core'
import { Paper, Skeleton, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconBriefcase, IconGauge, IconHistory, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { estimateQuery } from './estimate-query.ts'
import classes from './review.module.css'
import { hoursInWords, limitInWords, startsInWords } from './review-words.ts'

/** How much the workflow will do: how often it starts, for whom, and what holds it back. */
export function Effect({ workflow, definition }: { workflow: Workflow; definition: Definition }) {
  const estimate = useQuery(estimateQuery(workflow.id, definition))
  const { data } = estimate
  const limit = limitInWords(workflow.maxRunsPerDay, data?.busiestDay ?? 0)
  const hours = hoursInWords(definition)
  const LimitIcon = limit.isReached ? IconAlertTriangle : IconGauge
  return (
    <Paper p="md" component="section" aria-labelledby="how-much">
      <Title order={2} id="how-much">
        How much it does
      </Title>
      {estimate.isError && <ProblemAlert error={estimate.error} onRetry={() => estimate.refetch()} />}
      {estimate.isPending && <Skeleton height={20} mt="xs" />}
      <ul className={classes.facts}>
        {data && (
          <li>
            <IconHistory size={17} aria-hidden />
            <span data-testid="estimate">{startsInWords(data)}</span>
          </li>
        )}
        {data && data.examples.length > 0 && (
          <li>
            <IconUsers size={17} aria-hidden />
            <span>For example for {[...new Set(data.examples.map(({ title }) => title))].join(', ')}.</span>
          </li>
        )}
        <li>
          <LimitIcon size={17} aria-hidden />
          <span>{limit.text}</span>
        </li>
        {hours && (
          <li>
            <IconBriefcase size={17} aria-hidden />
            <span>{hours}</span>
          </li>
        )}
      </ul>
      {data?.kind === 'event' && (data.looked ?? 0) > 0 && (
        <Text size="xs" c="dimmed" mt={8}>
          Counted from what happened, with the records as they are today.
        </Text>
      )}
    </Paper>
  )
}
