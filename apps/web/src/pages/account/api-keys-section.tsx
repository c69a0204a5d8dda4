import type { ApiKey } from '@hubflow/api/client'
import { Badge, Button, Code, Group, Paper, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconClockOff, IconKey, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, settle } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { apiKeysQuery } from '../../api/people.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { showDone, showFailure } from '../../components/toast.tsx'
import { useNow } from '../../components/use-now.ts'
import { AddApiKeyDialog } from './add-api-key-dialog.tsx'

/** The keys of somebody's programs, each to be revoked; one's own, which can be added to, without `userId`. */
export function ApiKeysSection({ userId }: { userId?: string }) {
  const apiKeys = useQuery(apiKeysQuery(userId))
  const [adding, dialog] = useDisclosure(false)
  const isOwn = userId === undefined
  const add = isOwn && (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      Create a key
    </Button>
  )
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed" maw={620}>
          {isOwn
            ? 'With a key a program of yours uses the hub as you: it may whatever you may. Send it as “Authorization: Bearer” and the key.'
            : apiKeys.data?.length === 0
              ? 'No program acts as this person.'
              : 'A program with a key may whatever this person may. What is revoked is refused at once.'}
        </Text>
        {apiKeys.data && apiKeys.data.length > 0 && add}
      </Group>
      {apiKeys.isError && <ProblemAlert error={apiKeys.error} onRetry={() => apiKeys.refetch()} />}
      {apiKeys.isPending && <TableSkeleton rows={2} />}
      {isOwn && apiKeys.data?.length === 0 && (
        <EmptyState icon={<IconKey size={26} />} title="No API key" action={add}>
          Create one for each program, so that each can be revoked alone.
        </EmptyState>
      )}
      {apiKeys.data && apiKeys.data.length > 0 && (
        <Paper>
          <Table.ScrollContainer minWidth={640} type="native">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>Begins with</Table.Th>
                  <Table.Th>Last used</Table.Th>
                  <Table.Th>Expires</Table.Th>
                  <Table.Th>
                    <Text span inherit ta="right" display="block">
                      Revoke
                    </Text>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {apiKeys.data.map((apiKey) => (
                  <ApiKeyRow key={apiKey.id} apiKey={apiKey} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      {adding && <AddApiKeyDialog onClose={dialog.close} />}
    </>
  )
}

function ApiKeyRow({ apiKey: { id, name, beginning, lastUsedAt, expiresAt } }: { apiKey: ApiKey }) {
  const queryClient = useQueryClient()
  const now = useNow()
  const revoking = useMutation({
    mutationFn: () => settle(client.api['api-keys'][':id'].$delete({ param: { id } })),
    onSuccess: () => showDone(`“${name}” is revoked`),
    onError: (error) => showFailure('The key still works', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.apiKeys }),
  })
  return (
    <Table.Tr>
      <Table.Td fw={600}>{name}</Table.Td>
      <Table.Td>
        <Code>{beginning}…</Code>
      </Table.Td>
      <Table.Td>{lastUsedAt === null ? 'Never' : <RelativeTime time={lastUsedAt} />}</Table.Td>
      <Table.Td>
        {expiresAt === null ? (
          'Never'
        ) : new Date(expiresAt) > now ? (
          <RelativeTime time={expiresAt} />
        ) : (
          <Badge color="gray" leftSection={<IconClockOff size={13} aria-hidden />}>
            Expired
          </Badge>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          aria-label={`Revoke ${name}`}
          loading={revoking.isPending}
          onClick={() => revoking.mutate()}
        >
          Revoke
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}
