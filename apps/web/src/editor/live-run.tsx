import { isFinished } from '@hubflow/core'
import { ActionIcon, Group, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { runQuery } from '../api/run-queries.ts'
import { stepTestsQuery } from '../api/workflow-queries.ts'
import { TextLink } from '../components/links.tsx'
import { StatusBadge } from '../components/status-badge.tsx'
import { duration } from '../format/time.ts'
import { useEditor } from './editor-context.ts'
import classes from './live-run.module.css'

/** Live messages come first; asking again is for the moments without a connection. */
const ASK_AGAIN_MS = 2000

/** The run that was started here: its steps light up on the canvas, its state stands above it. */
export function LiveRun({ runId }: { runId: string }) {
  const { view, workflowId } = useEditor()
  const queryClient = useQueryClient()
  const { data: run } = useQuery({
    ...runQuery(runId),
    refetchInterval: (query) => (query.state.data && isFinished(query.state.data.status) ? false : ASK_AGAIN_MS),
  })

  useEffect(() => {
    if (run) view.setState({ steps: new Map(run.steps.map((step) => [step.nodeId, step])) })
  }, [run, view])

  const isTested = run?.isTest === true && isFinished(run.status)
  useEffect(() => {
    if (isTested) void queryClient.invalidateQueries(stepTestsQuery(workflowId))
  }, [isTested, queryClient, workflowId])

  return (
    <section className={classes.strip} aria-label="The run that you started" aria-live="polite">
      <Group gap="sm" wrap="nowrap">
        <StatusBadge of="run" status={run?.status ?? 'pending'} data-testid="run-status" />
        <Text size="sm" truncate>
          {run?.errorMessage ??
            run?.heldReason ??
            (run?.isTest ? 'A test: nothing is sent or changed' : null) ??
            (run?.durationMs != null ? `Took ${duration(run.durationMs)}` : `Version ${run?.version ?? '…'}`)}
        </Text>
        <TextLink to="/runs/$runId" params={{ runId }} size="sm" style={{ whiteSpace: 'nowrap' }}>
          Open the run
        </TextLink>
        <ActionIcon aria-label="Close the run" onClick={() => view.setState({ runId: null, steps: new Map() })}>
          <IconX size={17} />
        </ActionIcon>
      </Group>
    </section>
  )
}
