import type { RunExample, TriggerEventType } from '@hubflow/api/client'
import type { Definition, WorkflowNode } from '@hubflow/core'
import { Button, Group, Radio, ScrollArea, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTestWorkflow, useWorkflowRuns } from '../api/hooks.ts'
import { exampleQuery, recordedEventsQuery } from '../api/workflow-queries.ts'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { RelativeTime } from '../components/relative-time.tsx'
import { statusWord } from '../components/status-badge.tsx'
import { PageLoading } from '../pages/page-loading.tsx'

interface PastFormProps {
  workflowId: string
  trigger: WorkflowNode
  definition: Definition
  eventType: TriggerEventType | undefined
  walkFor(example: RunExample | null): { nodeId?: string; scope?: 'step' | 'from-here' }
  onClose(): void
  onStarted(runId: string): void
}

const RUNS = 20

/** Tests with an event that happened, or with what an earlier run began with. */
export function PastForm({ workflowId, trigger, definition, eventType, walkFor, onClose, onStarted }: PastFormProps) {
  const isEvent = trigger.type === 'event' && eventType !== undefined
  const events = useQuery({ ...recordedEventsQuery(eventType?.name ?? ''), enabled: isEvent })
  const runs = useWorkflowRuns(workflowId, RUNS)
  const queryClient = useQueryClient()
  const start = useTestWorkflow()
  const [chosen, setChosen] = useState<string | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)
  const error = events.error ?? runs.error
  if (error) return <ProblemAlert error={error} />
  if (events.isLoading || !runs.data) return <PageLoading />
  const past = events.data ?? []
  const isEmpty = past.length === 0 && runs.data.length === 0

  async function begin(event: FormEvent): Promise<void> {
    event.preventDefault()
    const [kind, id = ''] = chosen?.split(' ') ?? []
    setFailure(null)
    try {
      // What the steps of that run gave is known then: a part can be walked by itself.
      const from =
        kind === 'run'
          ? { runId: id, ...walkFor(await queryClient.fetchQuery(exampleQuery(id))) }
          : { eventId: id, ...walkFor(null) }
      const { runId } = await start.mutateAsync({ id: workflowId, definition, ...from })
      onClose()
      onStarted(runId)
    } catch (refusal) {
      setFailure(refusal instanceof Error ? refusal : new Error(String(refusal)))
    }
  }

  return (
    <form onSubmit={(event) => void begin(event)}>
      <Stack gap="sm">
        {failure && <ProblemAlert error={failure} />}
        <Text size="sm" c="dimmed">
          {isEmpty
            ? 'Nothing has happened yet that this workflow could begin with. Choose the data yourself for now.'
            : 'Nothing is sent and nothing changes: you see what each step would do. Waits are skipped.'}
        </Text>
        <ScrollArea.Autosize mah={300} type="auto">
          <Radio.Group value={chosen} onChange={setChosen} label={isEmpty ? null : 'Event or run'}>
            <Stack gap={8} p={4}>
              {past.map(({ id, title, at }) => (
                <Radio
                  key={id}
                  value={`event ${id}`}
                  label={
                    <>
                      {title ?? eventType?.title} · <RelativeTime time={at} />
                    </>
                  }
                  description={eventType?.title}
                />
              ))}
              {runs.data.map((run) => (
                <Radio
                  key={run.id}
                  value={`run ${run.id}`}
                  label={
                    <>
                      {run.subject?.title ?? (run.isTest ? 'Test' : 'Run')} · <RelativeTime time={run.createdAt} />
                    </>
                  }
                  description={`${run.isTest ? 'Test' : 'Run'}, ${statusWord('run', run.status).toLowerCase()}`}
                />
              ))}
            </Stack>
          </Radio.Group>
        </ScrollArea.Autosize>
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={chosen === null} loading={start.isPending}>
            Test
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
