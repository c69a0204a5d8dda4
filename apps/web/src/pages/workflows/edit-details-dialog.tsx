import type { WorkflowSummary } from '@hubflow/api/client'
import { Button, Group, Modal, NumberInput, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { useUpdateWorkflow } from '../../api/hooks.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { DetailsFields } from './details-fields.tsx'

export function EditDetailsDialog({ workflow, onClose }: { workflow: WorkflowSummary; onClose(): void }) {
  const [details, setDetails] = useState({
    name: workflow.name,
    description: workflow.description,
    category: workflow.category,
  })
  const [limit, setLimit] = useState<number | null>(workflow.maxRunsPerDay)
  const updateWorkflow = useUpdateWorkflow(workflow.id)
  const { error } = updateWorkflow

  function save(event: FormEvent): void {
    event.preventDefault()
    updateWorkflow.mutate(
      { ...details, name: details.name.trim(), category: details.category.trim() || 'General', maxRunsPerDay: limit },
      { onSuccess: onClose },
    )
  }

  return (
    <Modal opened onClose={onClose} title="Details of the workflow">
      <form onSubmit={save}>
        <Stack gap="sm">
          {error && <ProblemAlert error={error} />}
          <DetailsFields
            details={details}
            workflowId={workflow.id}
            categories={[workflow.category]}
            errors={error instanceof ApiError ? error.fieldErrors() : {}}
            onChange={setDetails}
          />
          <NumberInput
            label="Runs a day, at most"
            description="Further runs are held until someone releases them. Empty means no limit."
            min={1}
            max={1_000_000}
            allowDecimal={false}
            thousandSeparator=","
            value={limit ?? ''}
            onChange={(value) => setLimit(typeof value === 'number' ? value : null)}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={details.name.trim() === ''} loading={updateWorkflow.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
