import { type Definition, findTrigger } from '@hubflow/core'
import { Modal } from '@mantine/core'
import { useTriggerEventTypes } from '../api/hooks.ts'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { PageLoading } from '../pages/page-loading.tsx'
import { RunNowForm } from './run-now-form.tsx'

interface TestDialogProps {
  workflow: { id: string; name: string }
  /** As it stands on the canvas, finished or not; with a trigger. */
  definition: Definition
  onClose(): void
  onStarted(runId: string): void
}

/** Starts a test run by the form that *Run now* has. */
export function TestDialog({ workflow, definition, onClose, onStarted }: TestDialogProps) {
  const eventTypes = useTriggerEventTypes()
  const trigger = findTrigger(definition)
  return (
    <Modal opened onClose={onClose} title={`Test “${workflow.name}”`} size="md">
      {eventTypes.error && <ProblemAlert error={eventTypes.error} />}
      {eventTypes.isPending && <PageLoading />}
      {trigger && eventTypes.data && (
        <RunNowForm
          workflowId={workflow.id}
          trigger={trigger}
          eventType={eventTypes.data.find(({ name }) => name === trigger.config.eventType)}
          tested={definition}
          onClose={onClose}
          onStarted={onStarted}
        />
      )}
    </Modal>
  )
}
