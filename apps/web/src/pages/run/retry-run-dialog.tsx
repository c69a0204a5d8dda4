import type { Run } from '@hubflow/api/client'
import { findNode } from '@hubflow/core'
import { Button, Group, List, Modal, Radio, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { type RetryChoice, retryPlan } from './retry-plan.ts'
import { useRunChanged } from './use-run-changed.ts'

interface RetryRunDialogProps {
  run: Run
  liveVersion: number | null
  onClose(): void
}

/** Says before anything is done again: on which version, from which step, and what is and is not sent twice. */
export function RetryRunDialog({ run, liveVersion, onClose }: RetryRunDialogProps) {
  const plan = retryPlan(run)
  const canChooseVersion = liveVersion !== null && liveVersion !== run.version
  const [from, setFrom] = useState<RetryChoice>(plan.failedNodeId ? 'failed-step' : 'start')
  const [version, setVersion] = useState<'same' | 'live'>('same')
  const [key] = useState(() => crypto.randomUUID())
  const navigate = useNavigate()
  const changed = useRunChanged()
  const retrying = useMutation({
    mutationFn: () =>
      unwrap(
        client.api.runs[':id'].retry.$post(
          { param: { id: run.id }, json: { from, version } },
          // One key for each choice: a double click is one run, and another choice is not taken for the same.
          { headers: { 'Idempotency-Key': `${key}-${from}-${version}` } },
        ),
      ),
    async onSuccess(next) {
      onClose()
      await changed(run.id)
      if (next.id !== run.id) await navigate({ to: '/runs/$runId', params: { runId: next.id } })
    },
  })
  const failedName = plan.failedNodeId ? findNode(run.definition, plan.failedNodeId)?.name : undefined
  return (
    <Modal opened onClose={onClose} title="Retry this run?">
      <Stack gap="md">
        {retrying.isError && <ProblemAlert error={retrying.error} />}
        <Radio.Group
          label="From"
          value={from}
          onChange={(value) => setFrom(value === 'start' ? 'start' : 'failed-step')}
        >
          <Stack gap={6} mt={6}>
            {failedName && <Radio value="failed-step" label={`The failed step: ${failedName}`} />}
            <Radio value="start" label={`The start: ${plan.firstStepName ?? 'the first step'}`} />
          </Stack>
        </Radio.Group>
        {!canChooseVersion && run.version !== null && <Text size="sm">On version {run.version}, as it ran.</Text>}
        {canChooseVersion && (
          <Radio.Group
            label="Version"
            value={version}
            onChange={(value) => setVersion(value === 'live' ? 'live' : 'same')}
          >
            <Stack gap={6} mt={6}>
              <Radio value="same" label={`Version ${run.version}, as it ran`} />
              <Radio value="live" label={`Version ${liveVersion}, which is live now`} />
            </Stack>
          </Radio.Group>
        )}
        <RetryConsequences choice={from} done={plan.done} halfDone={plan.halfDone} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Not now
          </Button>
          <Button loading={retrying.isPending} onClick={() => retrying.mutate()}>
            Retry
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

interface RetryConsequencesProps {
  choice: RetryChoice
  done: string[]
  halfDone: string[]
}

function RetryConsequences({ choice, done, halfDone }: RetryConsequencesProps) {
  const again = choice === 'start' ? [...done, ...halfDone] : halfDone
  return (
    <>
      {choice === 'failed-step' && (
        <Text size="sm">The failed step is done again, and then the steps after it. Completed steps are not.</Text>
      )}
      <Effects title="Stays as it is, and is not sent again" lines={choice === 'start' ? [] : done} />
      <Effects title="May be sent or changed again" lines={again} />
      {choice === 'start' && again.length === 0 && (
        <Text size="sm">Nothing is on record as sent or changed. Every step is done from the start.</Text>
      )}
    </>
  )
}

function Effects({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm" mt={4}>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </div>
  )
}
