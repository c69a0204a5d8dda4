import type { Session } from '@hubflow/api/client'
import { Badge, Button, Group, Paper, Table, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, settle, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { sessionsQuery } from '../../api/people.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { showDone, showFailure } from '../../components/toast.tsx'
import { plural } from '../../format/words.ts'
import { deviceOf } from './device.ts'

/** Where somebody is signed in, each to be ended; one's own without `userId`. */
export function SessionsSection({ userId }: { userId?: string }) {
  const sessions = useQuery(sessionsQuery(userId))
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: keys.sessions })
  const onError = (error: Error) => showFailure('Nobody was signed out', error)
  const endingOthers = useMutation({
    mutationFn: () => unwrap(client.api.sessions['end-others'].$post()),
    onSuccess: ({ ended }) => showDone(`${plural(ended, 'session')} ended`),
    onError,
    onSettled,
  })
  const isOwn = userId === undefined
  const others = sessions.data?.filter(({ isCurrent }) => !isCurrent).length ?? 0
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed" maw={620}>
          {isOwn
            ? 'End what you do not know or no longer use: whoever sits there is signed out at once. From where they were opened is not recorded.'
            : sessions.data?.length === 0
              ? 'Signed in nowhere.'
              : 'Ending one signs this person out there at once.'}
        </Text>
        {isOwn && others > 0 && (
          <Button variant="default" loading={endingOthers.isPending} onClick={() => endingOthers.mutate()}>
            End all others
          </Button>
        )}
      </Group>
      {sessions.isError && <ProblemAlert error={sessions.error} onRetry={() => sessions.refetch()} />}
      {sessions.isPending && <TableSkeleton rows={2} />}
      {sessions.data && sessions.data.length > 0 && (
        <Paper>
          <Table.ScrollContainer minWidth={560} type="native">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Device</Table.Th>
                  <Table.Th>Signed in</Table.Th>
                  <Table.Th>Last seen</Table.Th>
                  <Table.Th>
                    <Text span inherit ta="right" display="block">
                      End
                    </Text>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {sessions.data.map((session) => (
                  <SessionRow key={session.id} session={session} onSettled={onSettled} onError={onError} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
    </>
  )
}

interface SessionRowProps {
  session: Session
  onSettled(): void
  onError(error: Error): void
}

function SessionRow({ session, onSettled, onError }: SessionRowProps) {
  const { id, userAgent, isCurrent, signedInAt, lastSeenAt } = session
  const device = deviceOf(userAgent)
  const ending = useMutation({
    mutationFn: () => settle(client.api.sessions[':id'].$delete({ param: { id } })),
    onSuccess: () => showDone(`${device} is signed out`),
    onError,
    onSettled,
  })
  return (
    <Table.Tr>
      <Table.Td fw={600} title={userAgent ?? undefined}>
        {device}
      </Table.Td>
      <Table.Td>
        <RelativeTime time={signedInAt} />
      </Table.Td>
      <Table.Td>
        <RelativeTime time={lastSeenAt} />
      </Table.Td>
      <Table.Td ta="right">
        {isCurrent ? (
          <Badge color="green" leftSection={<IconCheck size={13} aria-hidden />}>
            This browser
          </Badge>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`End the session of ${device}`}
            loading={ending.isPending}
            onClick={() => ending.mutate()}
          >
            End
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
