import type { Me, NotificationChoice } from '@hubflow/api/client'
import { Alert, Checkbox, Paper, Table, Text } from '@mantine/core'
import { IconMailOff } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { notificationChoicesQuery } from '../../api/people.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { showFailure } from '../../components/toast.tsx'
import { KIND_WORDS } from './notification-words.ts'

/** For each kind of notification whether one is told in the app, by mail, both or not at all. */
export function NotificationsSection({ mail }: { mail: Me['mail'] }) {
  const choices = useQuery(notificationChoicesQuery)
  return (
    <>
      <Text size="sm" c="dimmed" maw={620} mb="sm">
        What you choose holds for what happens from now on, and for you alone. Without a tick you are not told at all.
      </Text>
      {mail === 'unset' && (
        <Alert color="yellow" icon={<IconMailOff size={18} />} mb="sm">
          No mail server is set for this hub: mail waits until there is one.
        </Alert>
      )}
      {choices.isError && <ProblemAlert error={choices.error} onRetry={() => choices.refetch()} />}
      {choices.isPending && <TableSkeleton />}
      {choices.data && (
        <Paper maw={900}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>You are told of</Table.Th>
                <Table.Th w={110}>In the app</Table.Th>
                <Table.Th w={110}>By mail</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {choices.data.map((choice) => (
                <ChoiceRow key={choice.kind} choice={choice} />
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
    </>
  )
}

function ChoiceRow({ choice }: { choice: NotificationChoice }) {
  const { kind, isRequired } = choice
  const { title, about } = KIND_WORDS[kind]
  const queryClient = useQueryClient()
  const choosing = useMutation({
    mutationFn: (wanted: { inApp: boolean; byMail: boolean }) =>
      unwrap(client.api['notification-choices'][':kind'].$put({ param: { kind }, json: wanted })),
    onError: (error) => showFailure('Your choice was not kept', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.notificationChoices }),
  })
  // What was ticked shows at once, and falls back where it was refused.
  const { inApp, byMail } = choosing.isPending ? choosing.variables : choice
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="xs" c="dimmed">
          {about}
        </Text>
      </Table.Td>
      <Table.Td>
        <Checkbox
          aria-label={`${title}, in the app`}
          checked={inApp}
          disabled={isRequired}
          onChange={(event) => choosing.mutate({ inApp: event.currentTarget.checked, byMail })}
        />
      </Table.Td>
      <Table.Td>
        <Checkbox
          aria-label={`${title}, by mail`}
          checked={byMail}
          onChange={(event) => choosing.mutate({ inApp, byMail: event.currentTarget.checked })}
        />
      </Table.Td>
    </Table.Tr>
  )
}
