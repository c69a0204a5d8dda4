import { findTrigger } from '@hubflow/core'
import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTriggerEventTypes } from '../api/hooks.ts'
import { versionQuery } from '../api/workflow-queries.ts'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { PageLoading } from '../pages/page-loading.tsx'
import { RunNowForm } from './run-now-form.tsx'

interface RunNowDialogProps {
  workflow: { id: string; name: string; liveVersion: number | null }
  onClose(): void
  /** Where the run is shown; its own page when this is absent. */
  onStarted?: (runId: string) => void
}

/** Starts a run of the live version by a form that follows from its trigger. */
export function RunNowDialog({ workflow, onClose, onStarted }: RunNowDialogProps) {
  const version = useQuery({
    ...versionQuery(workflow.id, workflow.liveVersion ?? 0),
    enabled: workflow.liveVersion !== null,
  })
  const eventTypes = useTriggerEventTypes()
  const trigger = version.data && findTrigger(version.data.definition)
  const eventType = eventTypes.data?.find(({ name }) => name === trigger?.config.eventType)
  const error = version.error ?? eventTypes.error

  return (
    <Modal opened onClose={onClose} title={`Run “${workflow.name}” now`} size="md">
      {workflow.liveVersion === null && 'It was never published. Open it and publish it first.'}
      {error && <ProblemAlert error={error} />}
      {!error && workflow.liveVersion !== null && !(trigger && eventTypes.data) && <PageLoading />}
      {trigger && eventTypes.data && (
        <RunNowForm
          workflowId={workflow.id}
          trigger={trigger}
          eventType={eventType}
          onClose={onClose}
          onStarted={onStarted}
        />
      )}
    </Modal>
  )
}
