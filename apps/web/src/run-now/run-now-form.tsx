import type { HubRecordView, TriggerEventType } from '@hubflow/api/client'
import { type Definition, HUB_TABLES, type WorkflowNode } from '@hubflow/core'
import { Button, Group, Stack, Text } from '@mantine/core'
import { randomId } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTestWorkflow, useTriggerWorkflow } from '../api/hooks.ts'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { RecordSelect } from '../components/record-select.tsx'
import { RunFieldInput } from './run-field-input.tsx'
import { contextOf, runFormOf } from './run-now-fields.ts'

interface RunNowFormProps {
  workflowId: string
  trigger: WorkflowNode
  eventType: TriggerEventType | undefined
  /** Tested, without doing anything; without it the live version is run. */
  tested?: { definition: Definition; nodeId?: string; scope?: 'step' | 'from-here' }
  onClose(): void
  /** Where the run is shown; its own page when this is absent. */
  onStarted?: ((runId: string) => void) | undefined
}

export function RunNowForm({ workflowId, trigger, eventType, tested, onClose, onStarted }: RunNowFormProps) {
  const form = runFormOf(trigger, eventType)
  const [values, setValues] = useState(() => Object.fromEntries(form.fields.map(({ key, initial }) => [key, initial])))
  const [subject, setSubject] = useState<HubRecordView | null>(null)
  // One key for as long as the dialog is open: a double click, or a repeat after a lost answer, is one run.
  const [idempotencyKey] = useState(() => randomId('run-now-') + Date.now())
  const triggerWorkflow = useTriggerWorkflow()
  const testWorkflow = useTestWorkflow()
  const starting = tested ? testWorkflow : triggerWorkflow
  const navigate = useNavigate()
  const ready =
    (form.subjectTable === null || subject !== null) &&
    form.fields.every(({ key, required, type }) => isFilled(values[key] ?? '', required, type))

  function start(event: FormEvent): void {
    event.preventDefault()
    const context = contextOf(trigger, eventType, values, subject)
    const about = subject && form.subjectTable ? { subject: { table: form.subjectTable, id: subject.id } } : {}
    if (tested) {
      testWorkflow.mutate({ id: workflowId, testData: context, ...tested, ...about }, { onSuccess: show })
    } else triggerWorkflow.mutate({ id: workflowId, idempotencyKey, context, ...about }, { onSuccess: show })
  }

  function show({ runId }: { runId: string }): void {
    onClose()
    if (onStarted) onStarted(runId)
    else void navigate({ to: '/runs/$runId', params: { runId } })
  }

  return (
    <form onSubmit={start}>
      <Stack gap="sm">
        {starting.isError && <ProblemAlert error={starting.error} />}
        <Text size="sm" c="dimmed">
          {introOf(trigger, eventType, tested !== undefined)}
        </Text>
        {form.subjectTable && (
          <RecordSelect
            table={form.subjectTable}
            label={HUB_TABLES[form.subjectTable].singular}
            description="The record that the run is about."
            required
            value={subject?.id ?? null}
            onChange={(_, record) => setSubject(record)}
          />
        )}
        {form.fields.map((field) => (
          <RunFieldInput
            key={field.key}
            field={field}
            value={values[field.key] ?? ''}
            onChange={(value) => setValues((before) => ({ ...before, [field.key]: value }))}
          />
        ))}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready} loading={starting.isPending}>
            {tested ? 'Test' : 'Run now'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function introOf(trigger: WorkflowNode, eventType: TriggerEventType | undefined, isTest: boolean): string {
  const real = isTest
    ? 'Nothing is sent and nothing changes: you see what each step would do. Waits are skipped.'
    : 'It does everything for real: mail is sent and records change.'
  if (trigger.type === 'event') return `It runs as if “${eventType?.title ?? 'its event'}” had just happened. ${real}`
  if (trigger.type === 'webhook') return `It runs as if another system had called its address. ${real}`
  return `It starts at once. ${real}`
}

function isFilled(value: string, required: boolean, type: string): boolean {
  if (type === 'json') return isJsonObject(value)
  return !required || value !== ''
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
