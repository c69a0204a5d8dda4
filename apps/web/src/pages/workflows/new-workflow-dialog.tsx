import { Button, Group, Modal, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { useCreateWorkflow } from '../../api/hooks.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { type Details, DetailsFields } from './details-fields.tsx'

export function NewWorkflowDialog({ categories, onClose }: { categories: string[]; onClose(): void }) {
  const [details, setDetails] = useState<Details>({ name: '', description: '', category: 'General' })
  const createWorkflow = useCreateWorkflow()
  const navigate = useNavigate()
  const { error } = createWorkflow

  function create(event: FormEvent): void {
    event.preventDefault()
    const { name, description, category } = details
    createWorkflow.mutate(
      { name: name.trim(), description: description.trim(), ...(category.trim() ? { category: category.trim() } : {}) },
      { onSuccess: ({ id }) => navigate({ to: '/workflows/$workflowId', params: { workflowId: id } }) },
    )
  }

  return (
    <Modal opened onClose={onClose} title="New workflow">
      <form onSubmit={create}>
        <Stack gap="sm">
          {error && <ProblemAlert error={error} />}
          <DetailsFields
            details={details}
            categories={categories}
            errors={error instanceof ApiError ? error.fieldErrors() : {}}
            onChange={setDetails}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={details.name.trim() === ''} loading={createWorkflow.isPending}>
              Create and open
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
