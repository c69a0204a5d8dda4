import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createApiKey } from '../../api/auth.ts'
import { keys } from '../../api/keys.ts'
import { CopyText } from '../../components/copy-text.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'

const DAYS = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never' },
]

/** Asks for a name and how long; then shows the key, this once. */
export function AddApiKeyDialog({ onClose }: { onClose(): void }) {
  const [name, setName] = useState('')
  const [days, setDays] = useState('90')
  const queryClient = useQueryClient()
  const creating = useMutation({
    mutationFn: () => createApiKey(name.trim(), days === 'never' ? null : Number(days)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.apiKeys }),
  })

  function create(event: FormEvent): void {
    event.preventDefault()
    creating.mutate()
  }

  if (creating.isSuccess) {
    return (
      <Modal opened onClose={onClose} title={`The key “${name.trim()}”`} closeOnClickOutside={false}>
        <Stack gap="sm">
          <Text size="sm">Copy it now: it is shown this once, and cannot be read again.</Text>
          <CopyText label="API key" text={creating.data} />
          <Group justify="flex-end" mt="xs">
            <Button onClick={onClose}>I have kept it</Button>
          </Group>
        </Stack>
      </Modal>
    )
  }

  return (
    <Modal opened onClose={onClose} title="Create an API key">
      <form onSubmit={create}>
        <Stack gap="sm">
          {creating.isError && <ProblemAlert error={creating.error} />}
          <TextInput
            label="Name"
            description="The program that uses it, so that you know it again."
            required
            data-autofocus
            maxLength={32}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Expires"
            data={DAYS}
            allowDeselect={false}
            value={days}
            onChange={(value) => setDays(value ?? '90')}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={creating.isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
