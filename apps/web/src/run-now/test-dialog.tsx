import type { RunExample } from '@hubflow/api/client'
import { type Definition, findNode, findTrigger } from '@hubflow/core'
import { Modal, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { useTriggerEventTypes } from '../api/hooks.ts'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { PageLoading } from '../pages/page-loading.tsx'
import { PastForm } from './past-form.tsx'
import { RunNowForm } from './run-now-form.tsx'

interface TestDialogProps {
  workflow: { id: string; name: string }
  /** As it stands on the canvas, finished or not; with a trigger. */
  definition: Definition
  /** What is tested. */
  ask: { scope: 'all' | 'step' | 'from-here'; nodeId?: string }
  /** Which part a test walks that begins with this run, or with new data. */
  walkFor(example: RunExample | null): { nodeId?: string; scope?: 'step' | 'from-here' }
  onClose(): void
  onStarted(runId: string): void
}

const CHOICES = [
  { value: 'new', label: 'Choose the data' },
  { value: 'past', label: 'Use what happened before' },
]

/** Starts a test run: with chosen data, by the form that *Run now* has, or with what happened before. */
export function TestDialog({ workflow, definition, ask, walkFor, onClose, onStarted }: TestDialogProps) {
  const [source, setSource] = useState('new')
  const eventTypes = useTriggerEventTypes()
  const trigger = findTrigger(definition)
  const eventType = eventTypes.data?.find(({ name }) => name === trigger?.config.eventType)
  const step = ask.nodeId === undefined ? undefined : findNode(definition, ask.nodeId)
  const what =
    step && ask.scope !== 'all' ? `${ask.scope === 'step' ? '' : 'from '}“${step.name}”` : `“${workflow.name}”`
  return (
    <Modal opened onClose={onClose} title={`Test ${what}`} size="md">
      {eventTypes.error && <ProblemAlert error={eventTypes.error} />}
      {eventTypes.isPending && <PageLoading />}
      {trigger && eventTypes.data && (
        <>
          <SegmentedControl
            fullWidth
            mb="sm"
            aria-label="What the test begins with"
            data={CHOICES}
            value={source}
            onChange={setSource}
          />
          {step && ask.scope !== 'all' && (
            <Text size="sm" c="dimmed" mb="sm">
              Choose it once: the next tests begin with the same.
            </Text>
          )}
          {source === 'new' ? (
            <RunNowForm
              workflowId={workflow.id}
              trigger={trigger}
              eventType={eventType}
              tested={{ definition, ...walkFor(null) }}
              onClose={onClose}
              onStarted={onStarted}
            />
          ) : (
            <PastForm
              workflowId={workflow.id}
              trigger={trigger}
              definition={definition}
              eventType={eventType}
              walkFor={walkFor}
              onClose={onClose}
              onStarted={onStarted}
            />
          )}
        </>
      )}
    </Modal>
  )
}
