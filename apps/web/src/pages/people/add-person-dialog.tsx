import { ROLES, type Role } from '@hubflow/core'
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { ROLE_WORDS } from '../../layout/role-words.ts'
import { InvitationText } from './invitation-text.tsx'

const MAY: Record<Role, string> = {
  admin: 'May do everything, people and settings of the hub included.',
  trainer: 'Builds workflows, watches runs, and keeps the records.',
  manager: 'Builds workflows, watches runs, and keeps the records, as a trainer does.',
  agent: 'Reads their own records and notifications, and nothing else.',
}

/** Asks who it is; then shows the link of their invitation. */
export function AddPersonDialog({ onClose }: { onClose(): void }) {
  const [person, setPerson] = useState({ name: '', email: '', role: 'trainer' as Role })
  const queryClient = useQueryClient()
  const adding = useMutation({
    mutationFn: () =>
      unwrap(client.api.users.$post({ json: { ...person, name: person.name.trim(), email: person.email.trim() } })),
    onSuccess: () =>
      Promise.all([keys.users, keys.people].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  })
  const errors = adding.error instanceof ApiError ? adding.error.fieldErrors() : {}

  function add(event: FormEvent): void {
    event.preventDefault()
    adding.mutate()
  }

  if (adding.isSuccess) {
    const { user, invitation } = adding.data
    return (
      <Modal opened onClose={onClose} title={`${user.name} is invited`} closeOnClickOutside={false}>
        <InvitationText email={user.email} invitation={invitation} />
        <Group justify="flex-end" mt="lg">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Modal>
    )
  }

  return (
    <Modal opened onClose={onClose} title="Add a person">
      <form onSubmit={add}>
        <Stack gap="sm">
          {adding.isError && <ProblemAlert error={adding.error} />}
          <TextInput
            label="Name"
            required
            data-autofocus
            maxLength={120}
            error={errors.name}
            value={person.name}
            onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
          />
          <TextInput
            label="Email"
            description="They sign in with it, and the invitation goes there."
            type="email"
            required
            maxLength={254}
            error={errors.email}
            value={person.email}
            onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })}
          />
          <Select
            label="Role"
            description={MAY[person.role]}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))}
            allowDeselect={false}
            value={person.role}
            onChange={(role) => setPerson({ ...person, role: role ?? 'trainer' })}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              disabled={person.name.trim() === '' || person.email.trim() === ''}
              loading={adding.isPending}
            >
              Add and invite
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
