import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { usePurgeWorkflow } from '../../api/hooks.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'

interface PurgeWorkflowDialogProps {
  workflow: { id: string; name: string }
  onClose(): void
}

/** What cannot be taken back is done after its name was typed. */
export function PurgeWorkflowDialog({ workflow, onClose }: PurgeWorkflowDialogProps) {
  const { id, name } = workflow
  const [typed, setTyped] = useState('')
  const purge = usePurgeWorkflow()

  function remove(event: FormEvent): void {
    event.preventDefault()
    purge.mutate(id, {
      onSuccess() {
        showDone(`“${name}” is gone for good`)
        onClose()
      },
    })
  }

  return (
    <Modal opened onClose={onClose} title={`Delete “${name}” for good?`}>
      <form onSubmit={remove}>
        {purge.isError && <ProblemAlert error={purge.error} />}
        <Text size="sm" mb="sm">
          The workflow, its versions and the history of all its runs are deleted at once. Nobody can bring them back.
        </Text>
        <TextInput
          label="Type its name to go on"
          description={name}
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            Keep it in the bin
          </Button>
          <Button type="submit" color="red.9" disabled={typed.trim() !== name} loading={purge.isPending}>
            Delete for good
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
