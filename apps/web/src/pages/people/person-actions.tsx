import type { UserWithWorkflows } from '@hubflow/api/client'
import { Button, Group, Modal } from '@mantine/core'
import { IconBan, IconMailForward, IconUserCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { meQuery } from '../../api/hub-queries.ts'
import { keys } from '../../api/keys.ts'
import { showDone, showFailure } from '../../components/toast.tsx'
import { DisableDialog } from './disable-dialog.tsx'
import { InvitationText } from './invitation-text.tsx'

/** What an admin does to a person, by their state; nothing to oneself. */
export function PersonActions({ user }: { user: UserWithWorkflows }) {
  const { id, name, email, state } = user
  const [disabling, setDisabling] = useState(false)
  const queryClient = useQueryClient()
  const me = queryClient.getQueryData(meQuery.queryKey)
  const onSettled = () =>
    Promise.all([keys.users, keys.people].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
  const inviting = useMutation({
    mutationFn: () => unwrap(client.api.users[':id'].invitation.$post({ param: { id } })),
    onError: (error) => showFailure('No invitation was sent', error),
    onSettled,
  })
  const enabling = useMutation({
    mutationFn: () => unwrap(client.api.users[':id'].enable.$post({ param: { id } })),
    onSuccess: () => showDone(`${name} can sign in again`),
    onError: (error) => showFailure('Nothing was changed', error),
    onSettled,
  })
  if (me?.id === id) return null

  return (
    <Group gap="xs">
      {state === 'invited' && (
        <Button
          variant="default"
          leftSection={<IconMailForward size={16} />}
          loading={inviting.isPending}
          onClick={() => inviting.mutate()}
        >
          Send the invitation again
        </Button>
      )}
      {state === 'disabled' ? (
        <Button
          leftSection={<IconUserCheck size={16} />}
          loading={enabling.isPending}
          onClick={() => enabling.mutate()}
        >
          Enable
        </Button>
      ) : (
        <Button variant="default" leftSection={<IconBan size={16} />} onClick={() => setDisabling(true)}>
          Disable…
        </Button>
      )}
      {disabling && <DisableDialog user={user} onClose={() => setDisabling(false)} />}
      {inviting.isSuccess && (
        <Modal opened onClose={inviting.reset} title={`${name} is invited again`} closeOnClickOutside={false}>
          <InvitationText email={email} invitation={inviting.data.invitation} />
        </Modal>
      )}
    </Group>
  )
}
