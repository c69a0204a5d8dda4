import { Button, Group, Modal, Text } from '@mantine/core'
import { useDeleteWorkflow } from '../../api/hooks.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'

interface DeleteWorkflowDialogProps {
  workflow: { id: string; name: string }
  onClose(): void
}

export function DeleteWorkflowDialog({ workflow, onClose }: DeleteWorkflowDialogProps) {
  const deleteWorkflow = useDeleteWorkflow()

  function remove(): void {
    deleteWorkflow.mutate(workflow.id, {
      onSuccess() {
        showDone(`“${workflow.name}” is in the bin`)
        onClose()
      },
    })
  }

  return (
    <Modal opened onClose={onClose} title={`Delete “${workflow.name}”?`}>
      {deleteWorkflow.isError && <ProblemAlert error={deleteWorkflow.error} />}
      <Text size="sm">
        It stops starting, and its runs that wait are cancelled. It stays in the bin for 30 days; the runs that ended
        keep their history.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red.9" loading={deleteWorkflow.isPending} onClick={remove}>
          Move to the bin
        </Button>
      </Group>
    </Modal>
  )
}
