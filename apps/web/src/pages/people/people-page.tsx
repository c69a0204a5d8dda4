import type { User } from '@hubflow/api/client'
import { Button, Paper, Table, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearch, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { usersQuery } from '../../api/people.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { TextLink } from '../../components/links.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { ROLE_WORDS } from '../../layout/role-words.ts'
import { AddPersonDialog } from './add-person-dialog.tsx'
import { PersonState } from './person-state.tsx'

/** Everybody who signs in. */
export function PeoplePage() {
  const users = useQuery(usersQuery)
  const [typed, setTyped] = useState('')
  const [adding, dialog] = useDisclosure(false)
  const shown = users.data?.filter((user) => isLike(user, typed.trim().toLowerCase())) ?? []
  return (
    <Page
      title="People"
      description="Who signs in to this hub, and what they may do."
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
          Add a person
        </Button>
      }
    >
      <TextInput
        aria-label="Find a person"
        placeholder="Find by name or email"
        leftSection={<IconSearch size={16} />}
        maw={320}
        mb="sm"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {users.isError && <ProblemAlert error={users.error} onRetry={() => users.refetch()} />}
      {users.isPending && <TableSkeleton />}
      {users.isSuccess && shown.length === 0 && (
        <EmptyState
          icon={<IconUsers size={24} />}
          title={`Nobody like “${typed.trim()}”`}
          action={
            <Button variant="default" onClick={() => setTyped('')}>
              Show everybody
            </Button>
          }
        >
          Look for another part of the name or the address, or add the person.
        </EmptyState>
      )}
      {shown.length > 0 && <PeopleTable users={shown} />}
      {adding && <AddPersonDialog onClose={dialog.close} />}
    </Page>
  )
}

function PeopleTable({ users }: { users: User[] }) {
  return (
    <Paper>
      <Table.ScrollContainer minWidth={680} type="native">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Last seen</Table.Th>
              <Table.Th ta="right">Workflows</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {users.map(({ id, name, email, role, state, lastSeenAt, workflows }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <TextLink to="/people/$personId" params={{ personId: id }} size="sm" fw={600}>
                    {name}
                  </TextLink>
                  <Text size="xs" c="dimmed">
                    {email}
                  </Text>
                </Table.Td>
                <Table.Td>{ROLE_WORDS[role]}</Table.Td>
                <Table.Td>
                  <PersonState state={state} />
                </Table.Td>
                <Table.Td>{lastSeenAt === null ? 'Never' : <RelativeTime time={lastSeenAt} />}</Table.Td>
                <Table.Td ta="right">{workflows}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function isLike({ name, email }: User, part: string): boolean {
  return name.toLowerCase().includes(part) || email.includes(part)
}
