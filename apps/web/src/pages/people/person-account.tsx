import type { UserWithWorkflows } from '@hubflow/api/client'
import { ROLES } from '@hubflow/core'
import { Button, Group, Paper, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { meQuery } from '../../api/hub-queries.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { showDone } from '../../components/toast.tsx'
import { ROLE_WORDS } from '../../layout/role-words.ts'
import { PersonState } from './person-state.tsx'

/** State, role and when they were last here; another's role can be changed. */
export function PersonAccount({ user }: { user: UserWithWorkflows }) {
  const { id, name, state, lastSeenAt, invitedUntil, createdAt } = user
  const [role, setRole] = useState(user.role)
  const queryClient = useQueryClient()
  const isMe = queryClient.getQueryData(meQuery.queryKey)?.id === id
  const changing = useMutation({
    mutationFn: () => unwrap(client.api.users[':id'].$patch({ param: { id }, json: { role } })),
    async onSuccess() {
      await Promise.all([keys.users, keys.people].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
      showDone(`${name} is ${ROLE_WORDS[role].toLowerCase()} now`)
    },
  })
  return (
    <Paper p="md">
      <Stack gap="sm">
        {changing.isError && <ProblemAlert error={changing.error} />}
        <Group gap="xl" align="flex-start">
          <Fact label="State">
            <PersonState state={state} />
          </Fact>
          <Fact label="Last seen">{lastSeenAt === null ? 'Never' : <RelativeTime time={lastSeenAt} />}</Fact>
          <Fact label="Added">
            <RelativeTime time={createdAt} />
          </Fact>
          {state === 'invited' && (
            <Fact label="Invitation works until">
              {invitedUntil === null ? 'None that works' : <RelativeTime time={invitedUntil} />}
            </Fact>
          )}
          <Group gap="xs" align="flex-end">
            <Select
              label="Role"
              description={isMe ? 'Another admin can change yours.' : undefined}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              w={180}
              data={ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))}
              allowDeselect={false}
              disabled={isMe}
              value={role}
              onChange={(next) => setRole(next ?? user.role)}
            />
            {role !== user.role && (
              <Button loading={changing.isPending} onClick={() => changing.mutate()}>
                Change the role
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Paper>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={6}>
        {label}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </div>
  )
}
