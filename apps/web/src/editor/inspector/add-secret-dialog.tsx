import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'

/** Stores a secret under a name. Its value goes to the server, and nothing gives it back. */
export function AddSecretDialog({ onAdded, onClose }: { onAdded(id: string): void; onClose(): void }) {
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const queryClient = useQueryClient()
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => unwrap(client.api.secrets.$post({ json: { name: name.trim(), value } })),
    // The list first: the field shows the new one by its name.
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: keys.secrets })
      onAdded(id)
    },
  })
  const errors: Record<string, string> = error instanceof ApiError ? error.fieldErrors() : {}

  function add(event: FormEvent): void {
    event.preventDefault()
    // The dialog lies inside the inspector's own tree: its form is nobody else's business.
    event.stopPropagation()
    mutate()
  }

  return (
    <Modal opened onClose={onClose} title="Add a secret">
      <form onSubmit={add}>
        <Stack gap="sm">
          {error && <ProblemAlert error={error} />}
          <TextInput
            label="Name"
            description="What people choose it by."
            required
            data-autofocus
            maxLength={120}
            placeholder="CRM key"
            error={errors.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label="Value"
            description="It is kept encrypted, and nobody can read it again; a new value can take its place."
            required
            maxLength={8192}
            autoComplete="off"
            error={errors.value}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={name.trim() === '' || value === ''} loading={isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
