import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { OwnerSelect } from './owner-select.tsx'
import { suggestionsOf, TakenNames } from './taken-names.tsx'

interface ChangeOwnerDialogProps {
  workflow: { id: string; name: string; ownerId: string; ownerName: string }
  onClose(): void
}

/** Gives a workflow to somebody else. */
export function ChangeOwnerDialog({ workflow, onClose }: ChangeOwnerDialogProps) {
  const { id, name, ownerId, ownerName } = workflow
  const [newOwner, setNewOwner] = useState<string | null>(null)
  const [names, setNames] = useState<Record<string, string>>({})
  const queryClient = useQueryClient()
  const changing = useMutation({
    mutationFn: (to: string) =>
      unwrap(
        client.api.workflows[':id'].owner.$put({
          param: { id },
          json: { ownerId: to, ...(names[id] ? { name: names[id] } : {}) },
        }),
      ),
    async onSuccess({ createdBy }) {
      await queryClient.invalidateQueries()
      showDone(`${createdBy.name} owns the workflow`)
      onClose()
    },
    onError: (error) => setNames({ ...names, ...suggestionsOf(error) }),
  })

  function change(event: FormEvent): void {
    event.preventDefault()
    if (newOwner !== null) changing.mutate(newOwner)
  }

  return (
    <Modal opened onClose={onClose} title={`Owner of “${name}”`}>
      <form onSubmit={change}>
        <Stack gap="sm">
          {changing.isError && <ProblemAlert error={changing.error} />}
          <Text size="sm">
            {ownerName} owns it. Its runs see and change what its owner may, and its owner is told of failures.
          </Text>
          <OwnerSelect
            label="New owner"
            required
            data-autofocus
            placeholder="Choose a person"
            except={ownerId}
            value={newOwner}
            onChange={(chosen) => {
              setNewOwner(chosen)
              setNames({})
            }}
          />
          <TakenNames oldNames={{ [id]: name }} names={names} onChange={setNames} />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={newOwner === null} loading={changing.isPending}>
              Change the owner
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
