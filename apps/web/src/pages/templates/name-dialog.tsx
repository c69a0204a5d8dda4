import type { EmailTemplateView } from '@hubflow/api/client'
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'

/** Names a new template, or a copy of one, and opens it. */
export function NameDialog({ original, onClose }: { original: EmailTemplateView | null; onClose(): void }) {
  const [name, setName] = useState(original ? `Copy of ${original.name}`.slice(0, 120) : '')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      original
        ? unwrap(client.api['email-templates'][':id'].duplicate.$post({ param: { id: original.id }, json: { name } }))
        : unwrap(client.api['email-templates'].$post({ json: { name } })),
    async onSuccess({ id }) {
      await queryClient.invalidateQueries({ queryKey: keys.emailTemplates })
      await navigate({ to: '/mail/templates/$templateId', params: { templateId: id } })
    },
  })
  const nameError = error instanceof ApiError ? error.fieldErrors().name : undefined

  function create(event: FormEvent): void {
    event.preventDefault()
    mutate()
  }

  return (
    <Modal opened onClose={onClose} title={original ? `Duplicate “${original.name}”` : 'New template'}>
      <form onSubmit={create}>
        <Stack gap="sm">
          {error && <ProblemAlert error={error} />}
          <TextInput
            label="Name"
            description="What steps choose it by; nobody who gets the mail sees it."
            required
            data-autofocus
            maxLength={120}
            placeholder="Welcome a new client"
            error={nameError}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={isPending}>
              {original ? 'Duplicate' : 'Create'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
